import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { type BuildPart, buildParts } from './build/parts.ts';
import { contentHash } from './lib/content-hash.ts';
import { withLock } from './lib/lock.ts';
import { isMain, projectRoot } from './lib/project.ts';

const stampFolder = path.join(projectRoot, '.cache/build');

/** Simulators and tests never reach a bundle, so a change in them builds nothing anew. */
const isUnbuilt = (file: string) => /\.test\.tsx?$|^native\/simulators\/|README\.md$/.test(file);

export interface BuildOptions {
  /** Names of the parts to build; all when empty. */
  readonly only?: readonly string[];
  /** Builds even what has not changed. */
  readonly force?: boolean;
  readonly log?: (line: string) => void;
}

/** Builds every part whose sources changed since its last build. Throws when Vite fails. */
export async function buildAll({ only = [], force = false, log = console.log }: BuildOptions = {}): Promise<void> {
  await withLock(path.join(stampFolder, 'lock'), async () => {
    for (const part of buildParts) {
      if (only.length === 0 || only.includes(part.name)) await buildPart(part, force, log);
    }
  });
}

async function buildPart(part: BuildPart, force: boolean, log: (line: string) => void): Promise<void> {
  const absent = part.entries.filter((entry) => !existsSync(path.join(projectRoot, entry)));
  if (absent.length > 0) {
    log(`build ${part.name}: skipped, because ${absent.join(' and ')} does not exist`);
    return;
  }
  const stampFile = path.join(stampFolder, `${part.name}.sha256`);
  const hash = contentHash(projectRoot, part.sources, isUnbuilt);
  const isBuilt = part.outputs.every((output) => existsSync(path.join(projectRoot, output)));
  if (!force && isBuilt && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) {
    log(`build ${part.name}: unchanged`);
    return;
  }
  const startedMs = performance.now();
  await build({ ...part.config, configFile: false, logLevel: 'warn' });
  mkdirSync(stampFolder, { recursive: true });
  writeFileSync(stampFile, hash);
  log(`build ${part.name}: built in ${Math.round(performance.now() - startedMs)} ms`);
}

if (isMain(import.meta.url)) {
  const args = process.argv.slice(2);
  await buildAll({ only: args.filter((arg) => !arg.startsWith('-')), force: args.includes('--force') });
}
