import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, type BrowserWindow, protocol, session } from 'electron';
import { describeThrown } from '../../contracts/errors.ts';
import { systemClock } from '../../contracts/time.ts';
import { stderrLog } from '../booth/log.ts';
import { openProfileChoice } from '../booth/technician/profile-choice.ts';
import { createBoothApp } from './booth-app.ts';
import { APP_SCHEME_PRIVILEGES, lockContents, lockSession, setSwitches } from './lockdown.ts';
import { type BoothOptions, parseOptions } from './options.ts';
import { createBoothWindow, loadApp } from './window.ts';

/** The bundles lie in `.vite/build`; resources and pages beside it, from source as in a package. */
const BUNDLE_DIR = import.meta.dirname;
const ROOT = path.resolve(BUNDLE_DIR, '../..');

const log = stderrLog(() => systemClock.nowMs());

function main(): void {
  const parsed = parseOptions(process.argv.slice(1), process.env, process.cwd());
  if (!parsed.ok) {
    stop(parsed.error);
    return;
  }
  const options = parsed.value;
  // Chromium's own files lie with the booth's, so that one folder holds all that this machine remembers.
  const chromiumDir = path.join(options.dataDir, 'chromium');
  mkdirSync(chromiumDir, { recursive: true, mode: 0o700 });
  app.setPath('userData', chromiumDir);
  app.setPath('sessionData', chromiumDir);
  if (!app.requestSingleInstanceLock()) {
    stop(`another booth runs with ${options.dataDir}`);
    return;
  }
  setSwitches(options);
  protocol.registerSchemesAsPrivileged([APP_SCHEME_PRIVILEGES]);
  app.on('web-contents-created', (_event, contents) => lockContents(contents, log));
  app
    .whenReady()
    .then(() => run(options))
    .catch((thrown) => stop(describeThrown(thrown)));
}

async function run(options: BoothOptions): Promise<void> {
  const { profile: startedWith, dataDir, development } = options;
  const profilesDir = path.join(ROOT, 'resources/profiles');
  const profile = await openProfileChoice({ dataDir, profilesDir, env: process.env, startedWith }, (error) =>
    log({ level: 'error', event: 'profile.choice-unusable', error }),
  );
  if (!profile.ok) {
    stop(profile.error.detail ?? profile.error.code);
    return;
  }
  // Without `persist:` the session lives in memory: a citizen's traces never reach the disk.
  const boothSession = session.fromPartition('booth');
  lockSession(boothSession, path.join(ROOT, '.vite/renderer/booth'));

  let window: BrowserWindow | null = null;
  const booth = createBoothApp({
    options,
    profile: profile.value,
    bundleDir: BUNDLE_DIR,
    session: boothSession,
    window: () => (window?.isDestroyed() ? null : window),
    clock: systemClock,
    log,
  });
  window = createBoothWindow({
    screen: profile.value.profile.screen,
    session: boothSession,
    preload: path.join(BUNDLE_DIR, 'booth-preload.cjs'),
    development,
    clock: systemClock,
    log,
  });
  app.once('will-quit', () => booth.close());
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.quit());
  void loadApp(window, log);
  booth.start();
}

/** A booth that cannot start says why and ends with 1: its service manager sees it and tries again. */
function stop(reason: string): void {
  log({ level: 'error', event: 'booth.not-started', detail: reason });
  app.exit(1);
}

try {
  main();
} catch (thrown) {
  stop(describeThrown(thrown));
}
