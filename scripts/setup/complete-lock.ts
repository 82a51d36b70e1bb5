import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isMain, projectRoot } from '../lib/project.ts';

/**
 * Completes package-lock.json: `node scripts/setup/complete-lock.ts`, after an npm that could not see a package for another
 * platform (a registry mirror that lags, say) left it out. npm 11 refuses `npm ci` with such a lock file, on every platform.
 */

export interface LockEntry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export type LockPackages = Readonly<Record<string, LockEntry>>;

/** Entries that are wanted by an optional dependency and missing, under the place where npm would put them. */
export function missingEntries(packages: LockPackages): Record<string, LockEntry> {
  const missing: Record<string, LockEntry> = {};
  for (const [folder, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isPresent(packages, name, folder)) continue;
      if (!/^\d/.test(version))
        throw new Error(`${folder} wants ${name} ${version}: only exact versions can be filled in`);
      missing[`node_modules/${name}`] = { version, ...(dev ? { dev } : {}), optional: true, ...platformOf(name) };
    }
  }
  return missing;
}

function isPresent(packages: LockPackages, name: string, from: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (!folder.includes('/node_modules/')) return folder !== '' && packages[`node_modules/${name}`] !== undefined;
  }
}

/** Reads the platform out of names such as `binding-linux-arm64-musl`, which is how all such packages are called. */
export function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const match =
    /-(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)(?:-(\w+))?$/.exec(name);
  const [, os, cpu, abi] = match ?? [];
  if (!os || !cpu) throw new Error(`the platform of ${name} cannot be read from its name`);
  const libc = os !== 'linux' || !abi ? undefined : abi.startsWith('musl') ? 'musl' : 'glibc';
  return { os: [os], cpu: [cpu], ...(libc ? { libc: [libc] } : {}) };
}

if (isMain(import.meta.url)) {
  const file = path.join(projectRoot, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: LockPackages };
  const missing = missingEntries(lock.packages);
  const entries = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} entries filled in`);
}
