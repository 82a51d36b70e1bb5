import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface GutenLine {
  readonly text: string;
  readonly mean: number;
  readonly box?: readonly (readonly [number, number])[];
}

export interface GutenOcr {
  detect(file: string): Promise<readonly GutenLine[]>;
}

const folder = path.resolve(import.meta.dirname, '../../../.cache/bench-ocr');
const NAME = '@gutenye/ocr-node';
const VERSION = '1.4.8';
const INSTALL_DEADLINE_MS = 10 * 60_000;

function find(): string | null {
  try {
    return createRequire(path.join(folder, 'package.json')).resolve(NAME);
  } catch {
    return null;
  }
}

/**
 * Opens the rival reader. It is no dependency of ours: it is installed on demand into `.cache/bench-ocr`, without its
 * install scripts (its binaries for Linux x64 are inside the packages). Null, with the reason on stderr, when that fails.
 */
export async function openGutenOcr(): Promise<GutenOcr | null> {
  if (!find()) {
    process.stderr.write(`installing ${NAME} into .cache/bench-ocr (335 MB)\n`);
    const npm = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, `${NAME}@${VERSION}`];
    spawnSync('npm', npm, { stdio: ['ignore', 'ignore', 'inherit'], timeout: INSTALL_DEADLINE_MS });
  }
  const entry = find();
  if (!entry) {
    process.stderr.write(`${NAME} could not be installed: its rows are left out\n`);
    return null;
  }
  try {
    const { default: Ocr } = (await import(pathToFileURL(entry).href)) as {
      default: { create(): Promise<GutenOcr> };
    };
    return await Ocr.create();
  } catch (thrown) {
    process.stderr.write(`${NAME} does not start, its rows are left out: ${String(thrown)}\n`);
    return null;
  }
}
