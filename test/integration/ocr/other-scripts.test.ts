import { afterAll, expect, it } from 'vitest';
import { unwrap } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { createOcrEngine } from '../../../electron/workers/ocr/engine.ts';
import { installedPaths } from '../../../electron/workers/ocr/paths.ts';
import { startRecogniser } from '../../../electron/workers/ocr/recogniser.ts';
import type { Script } from '../../fixtures/documents/album/text-lines.ts';
import { textPhoto } from '../../fixtures/documents/album/texts.ts';

/** A page on a busy machine. */
const PAGE_MS = 90_000;
const paths = installedPaths(import.meta.filename);
const engine = createOcrEngine({ clock: systemClock, start: () => startRecogniser(paths) });
afterAll(async () => {
  unwrap(await engine.release());
});

/** Lines of a page that were read without a slip. */
async function exactLines(script: Script, seed: number): Promise<number> {
  const { jpeg, lines } = textPhoto(seed, script);
  const fileId = '00000000-0000-7000-8000-000000000000';
  const { text } = unwrap(await engine.read({ fileId, bytes: jpeg, mimeType: 'image/jpeg', kind: 'other' }));
  const read = text.split('\n');
  return lines.filter((line) => read.includes(line)).length;
}

// Clean pages of 14 lines, in hands that come with the project.
it(
  'reads traditional print',
  async () => expect(await exactLines('traditional', 7101)).toBeGreaterThanOrEqual(13),
  PAGE_MS,
);
it(
  'reads English with its blanks',
  async () => expect(await exactLines('english', 7104)).toBeGreaterThanOrEqual(13),
  PAGE_MS,
);

it(
  'says so when the second engine cannot be opened, and reads what does not need it',
  async () => {
    const second = { ...paths.second, data: 'no-such-file.gz' };
    const other = createOcrEngine({ clock: systemClock, start: () => startRecogniser({ ...paths, second }) });
    const read = (script: Script, seed: number) => {
      const fileId = '00000000-0000-7000-8000-000000000000';
      return other.read({ fileId, bytes: textPhoto(seed, script).jpeg, mimeType: 'image/jpeg', kind: 'other' });
    };
    const traditional = await read('traditional', 7101);
    expect(!traditional.ok && traditional.error.code).toBe('ocr_failed');
    expect((await read('english', 7104)).ok).toBe(true);
    unwrap(await other.release());
  },
  2 * PAGE_MS,
);
