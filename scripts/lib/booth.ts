import { existsSync, globSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { electronPath, electronSwitches } from '../setup/electron.ts';
import { DevtoolsSession, debugAddressIn, debugTargets } from './devtools.ts';
import { hasDisplay, startXvfb } from './display.ts';
import type { Household, Member } from './household.ts';
import { projectRoot } from './project.ts';

/** The booth's own screen: a 27-inch touch screen in portrait. */
const SCREEN_WIDTH_PX = 1080;
const SCREEN_HEIGHT_PX = 1920;

/** A screen is looked for this often while Electron comes up. */
const LOOK_AGAIN_MS = 200;

export interface StartedBooth {
  readonly member: Member;
  /** Chromium's debugging port, on loopback. */
  readonly debugAddress: string;
  /** Whether the booth runs on an X server that nobody sees. */
  readonly isHidden: boolean;
}

/** Starts the booth from the sources in Electron, on a virtual screen if there is none. */
export async function startBooth(
  household: Household,
  env: Record<string, string>,
  say: (line: string) => void,
): Promise<StartedBooth> {
  const isHidden = !hasDisplay();
  const display: Record<string, string> = {};
  if (isHidden) {
    say('there is no display: starting Xvfb, a screen that nobody sees');
    display.DISPLAY = await startXvfb(household, SCREEN_WIDTH_PX, SCREEN_HEIGHT_PX);
  }
  const args = [
    projectRoot,
    '--remote-debugging-port=0',
    // Chromium would take the debugging port of any page of loopback otherwise.
    '--remote-debugging-address=127.0.0.1',
    ...electronSwitches(),
  ];
  const member = household.start('booth', electronPath(), args, {
    XIAOWU_DEV: '1',
    ...(await fakeMedia(say)),
    ...env,
    ...display,
  });
  return { member, debugAddress: await member.find(debugAddressIn), isHidden };
}

/** Resolves with the name of the first screen after the one that is shown while the booth starts. */
export async function firstScreen({ member, debugAddress }: StartedBooth): Promise<string> {
  const gone = member.ended.then((how) => Promise.reject(new Error(`the booth ended (${how}):\n${member.tail()}`)));
  for (;;) {
    const screen = await Promise.race([askScreen(debugAddress), gone]);
    if (screen !== undefined) return screen;
    await wait(LOOK_AGAIN_MS);
  }
}

/** Undefined while there is no page yet, and when the page that was asked gave way to the next. */
async function askScreen(debugAddress: string): Promise<string | undefined> {
  const page = (await debugTargets(debugAddress).catch(() => [])).find(
    ({ type, url }) => type === 'page' && url.startsWith('booth://app/'),
  );
  if (!page) return undefined;
  const session = await DevtoolsSession.open(page.webSocketDebuggerUrl).catch(() => undefined);
  const answer = await session
    ?.send('Runtime.evaluate', { expression: SCREEN_SHOWN, awaitPromise: true, returnByValue: true })
    .catch(() => undefined);
  session?.close();
  const { value } = (answer?.result ?? {}) as { value?: unknown };
  return typeof value === 'string' ? value : undefined;
}

const SCREEN_SHOWN = `new Promise((resolve) => {
  const look = () => {
    const name = document.querySelector('[data-screen]')?.dataset.screen;
    if (name && name !== 'starting') { observer.disconnect(); resolve(name); }
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, attributes: true });
  look();
})`;

/** Where there is no camera, Chromium plays a film of a made-up licence, and makes a beeping sound for a microphone. */
async function fakeMedia(say: (line: string) => void): Promise<Record<string, string>> {
  const hasCamera = process.platform !== 'linux' || globSync('/dev/video*').length > 0;
  if (process.env.XIAOWU_FAKE_CAMERA || (hasCamera && process.env.XIAOWU_FAKE_MEDIA !== '1')) return {};
  const film = path.join(projectRoot, '.cache/media/licence.mjpeg');
  if (!existsSync(film)) {
    say('there is no camera: drawing a made-up licence for a simulated one');
    mkdirSync(path.dirname(film), { recursive: true });
    const { makeMjpeg } = await import('../../test/fixtures/documents/mjpeg.ts');
    makeMjpeg({ kind: 'business-licence', seed: 1 }, film);
  }
  return { XIAOWU_FAKE_MEDIA: '1', XIAOWU_FAKE_CAMERA: film };
}
