import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { BrowserWindow, Session } from 'electron';
import type { Log } from '../booth/log.ts';
import type { WipeStep } from '../booth/wipe.ts';
import { loadApp } from './window.ts';

/** Newer Electron clears more in one call (`Session.clearData`); older has only its parts. */
interface ThoroughSession {
  clearData?(): Promise<void>;
}

/** What a visit leaves in Chromium and in the folder for temporary files. The page goes last: it may still write. */
export function shellWipeSteps(
  window: () => BrowserWindow | null,
  session: Session,
  tempDir: string,
  log: Log,
): WipeStep[] {
  return [
    { name: 'temporary-files', run: () => emptyFolder(tempDir) },
    {
      name: 'page',
      async run() {
        const shown = window();
        if (shown) await loadApp(shown, log);
      },
    },
    { name: 'storage', run: () => session.clearStorageData() },
    { name: 'all-data', run: () => (session as ThoroughSession).clearData?.() },
    { name: 'cache', run: () => session.clearCache() },
    { name: 'logins', run: () => session.clearAuthCache() },
    { name: 'host-names', run: () => session.clearHostResolverCache() },
  ];
}

/** Makes the folder if it is not there; removes everything in it. */
export function emptyFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true, force: true });
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);
}
