/**
 * Reads made-up pages one after another, as a booth does that never rests, and prints resident memory:
 * `node test/bench/papers/pages-in-a-row.ts [PAGES] [DIFFERENT]`. Then it releases the engine and prints it once more.
 */
import { unwrap } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { createOcrEngine } from '../../../electron/workers/ocr/engine.ts';
import { installedPaths } from '../../../electron/workers/ocr/paths.ts';
import { startRecogniser } from '../../../electron/workers/ocr/recogniser.ts';
import { isMain } from '../../../scripts/lib/project.ts';
import { albumPhoto } from '../../fixtures/documents/album/album.ts';
import type { AlbumKind } from '../../fixtures/documents/album/invent.ts';

const FILE_ID = '00000000-0000-7000-8000-000000000000';
const FIRST_SEED = 4001;
/** The row may run at the lowest priority of a busy machine: there a page is late without being stuck. */
const PATIENT_DEADLINE_MS = 15 * 60_000;

export interface RowOfPages {
  readonly pages: number;
  /** MB after each page. */
  readonly rssMb: readonly number[];
  /** MB after the engine was released. */
  readonly releasedMb: number;
}

const rssMb = () => process.memoryUsage.rss() / 2 ** 20;

/** Reads `pages` pages, of which `different` are different pictures, all of one kind when it is given. */
export async function readInARow(pages: number, different: number, kind?: AlbumKind): Promise<RowOfPages> {
  const paths = installedPaths(import.meta.filename);
  const engine = createOcrEngine({
    clock: systemClock,
    start: () => startRecogniser(paths),
    deadlineMs: PATIENT_DEADLINE_MS,
  });
  const photos = Array.from(
    { length: different },
    (_, index) => albumPhoto(FIRST_SEED + index, kind ? { kind } : {}).jpeg,
  );
  const seen: number[] = [];
  for (let page = 0; page < pages; page++) {
    const bytes = photos[page % different] as Buffer;
    unwrap(await engine.read({ fileId: FILE_ID, bytes, mimeType: 'image/jpeg' }));
    seen.push(rssMb());
    if (isMain(import.meta.url) && (page + 1) % 25 === 0) console.log(`${page + 1} pages: ${Math.round(rssMb())} MB`);
  }
  unwrap(await engine.release());
  globalThis.gc?.();
  return { pages, rssMb: seen, releasedMb: rssMb() };
}

if (isMain(import.meta.url)) {
  const [pages = 1000, different = 9] = process.argv.slice(2).map(Number);
  const { rssMb: seen, releasedMb } = await readInARow(pages, different);
  console.log(
    `first ${Math.round(seen[0] ?? 0)} MB, last ${Math.round(seen.at(-1) ?? 0)} MB, most ${Math.round(Math.max(...seen))} MB, ` +
      `released: ${Math.round(releasedMb)} MB`,
  );
}
