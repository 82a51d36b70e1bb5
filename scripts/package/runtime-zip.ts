import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../lib/project.ts';
import { findElectron } from '../setup/electron.ts';

const zipFolder = path.join(projectRoot, '.cache/electron-zip');

/**
 * Packs the runtime of set-up the way Electron's packager wants it (`packagerConfig.electronZipDir`), so that packaging needs
 * no network. Returns the folder with the archive.
 */
export function ensureRuntimeZip(): string {
  const runtime = findElectron();
  if (!runtime) throw new Error('there is no Electron runtime; `npm run setup` brings one');
  const manifest = path.join(projectRoot, 'node_modules/electron/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  // The packager looks for the version of the `electron` package, whichever runtime stands in for it.
  const folder = path.join(zipFolder, runtime.source.replaceAll(' ', '-'));
  const zip = path.join(folder, `electron-v${version}-${process.platform}-${process.arch}.zip`);
  if (existsSync(zip) && runtime.source !== 'ELECTRON_OVERRIDE_DIST_PATH') return folder;

  const work = path.join(folder, 'work');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Without the program that starts apps by folder: it would come before the packaged app.
  const isStarter = (file: string) => path.relative(runtime.distPath, file) === path.join('resources', 'app');
  cpSync(runtime.distPath, work, { recursive: true, verbatimSymlinks: true, filter: (file) => !isStarter(file) });
  execFileSync('python3', ['-c', ZIP, work, `${zip}.new`]);
  rmSync(work, { recursive: true });
  renameSync(`${zip}.new`, zip);
  return folder;
}

/** Python's zipfile keeps the permissions of files. Level 1: the archive is only for the packager, which unpacks it at once. */
const ZIP = `
import os, sys, zipfile
folder, target = sys.argv[1:]
with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
    for parent, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(parent, name)
            archive.write(file, os.path.relpath(file, folder))
`;
