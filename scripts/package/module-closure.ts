import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Folders below `node_modules` of the named packages and of all that they depend on, found the way Node finds them. Paths are
 * relative to `root`; an optional package for another platform is left out, any other that is missing is an error.
 */
export function moduleClosure(root: string, names: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string, from: string, isOptional: boolean) => {
    const folder = resolveFolder(root, name, from);
    if (folder === undefined) {
      if (isOptional) return;
      throw new Error(`${from || 'the project'} needs ${name}, which is not installed`);
    }
    if (found.has(folder)) return;
    found.add(folder);
    const manifest: Manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    const { dependencies = {}, optionalDependencies = {} } = manifest;
    for (const name of Object.keys(dependencies)) visit(name, folder, name in optionalDependencies);
    for (const name of Object.keys(optionalDependencies)) visit(name, folder, true);
  };
  for (const name of names) visit(name, '', false);
  return [...found].sort();
}

/** Looks in the `node_modules` of the asking package, then outwards. */
function resolveFolder(root: string, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = path.posix.dirname(folder)) {
    const base = folder === '.' ? '' : folder;
    if (!base.endsWith('node_modules')) {
      const candidate = path.posix.join(base, 'node_modules', name);
      if (existsSync(path.join(root, candidate, 'package.json'))) return candidate;
    }
    if (base === '') return undefined;
  }
}
