import { type Browser, chromium } from 'playwright';

/** Debian's Chromium, unless the environment names another. */
export const CHROMIUM_PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** What one test needs otherwise than the rest. */
interface Special {
  readonly executable: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Launches a Chromium with a fake camera (a film, or Chromium's own picture) and a fake microphone. */
export function launchChromium(film?: string, special: Partial<Special> = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: special.executable ?? CHROMIUM_PATH,
    env: { ...process.env, ...special.env },
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(film ? [`--use-file-for-fake-video-capture=${film}`] : []),
      ...(special.args ?? []),
    ],
  });
}
