import { copyFile, mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker as Thread } from 'node:worker_threads';
import { createWorker, OEM, PSM, type Worker, type WorkerParams } from 'tesseract.js';
import type { EngineWord } from '../../../electron/workers/ocr/page.ts';

/** Where the engine's parts lie; a packaged booth has them in its unpacked folder. */
export interface TesseractPaths {
  /** The thread's script of tesseract.js; its own place by default. */
  readonly workerPath?: string;
  /**
   * `<language>.traineddata.gz` by language; all of them are used. The booth reads with `chi_sim` alone: its full data
   * knows Latin letters and digits, and `eng` beside it makes it slower and reads units such as 年 and 月 as letters
   * (measured: test/bench/ocr/README.md).
   */
  readonly data: Readonly<Record<string, string>>;
}

/**
 * A page as sparse pieces of text, which loses no label of a form; one line that holds nothing but the given characters;
 * or as tesseract.js reads by default, in columns and paragraphs (for comparison).
 */
export type TesseractMode =
  | { readonly layout: 'page' | 'automatic' }
  | { readonly layout: 'line'; readonly only: string };

const SEGMENTATION = { page: PSM.SPARSE_TEXT, automatic: PSM.AUTO, line: PSM.SINGLE_LINE } as const;

/** One engine in a thread of its own: takes a picture (PGM, PNG or JPEG) and gives lines of words. */
export interface Tesseract {
  recognise(image: Uint8Array, mode: TesseractMode): Promise<EngineWord[][]>;
  /** Ends the thread; whatever was under way never answers. */
  terminate(): Promise<void>;
}

/** Longest that the start may take: loading the data and compiling the core take 1–2 s on two idle cores, a multiple on busy ones. */
const START_DEADLINE_MS = 55_000;

/** Puts the data files in one folder, which is all that tesseract.js can look into. */
async function gatherData(data: TesseractPaths['data']): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'xiaowu-ocr-'));
  for (const [language, file] of Object.entries(data)) {
    await stat(file);
    const place = join(folder, `${language}.traineddata.gz`);
    // Windows allows links to administrators only.
    await symlink(file, place).catch(() => copyFile(file, place));
  }
  return folder;
}

function linesOf(blocks: Tesseract.Block[] | null): EngineWord[][] {
  return (blocks ?? []).flatMap((block) => block.paragraphs.flatMap(({ lines }) => lines.map(({ words }) => words)));
}

/** Starts an engine. Rejects when its data or script is missing or it does not start in time. */
export async function startTesseract(paths: TesseractPaths): Promise<Tesseract> {
  if (paths.workerPath) await stat(paths.workerPath);
  const folder = await gatherData(paths.data);
  try {
    const worker = await started(paths, folder);
    const crash = crashOf(worker);
    return {
      async recognise(image, mode) {
        await worker.setParameters({
          tessedit_pageseg_mode: SEGMENTATION[mode.layout],
          tessedit_char_whitelist: mode.layout === 'line' ? mode.only : '',
          // Without it every page writes its estimated resolution to stderr.
          debug_file: '/dev/null',
        } as Partial<WorkerParams>);
        const reading = worker.recognize(Buffer.from(image), {}, { text: false, blocks: true });
        const { data } = await Promise.race([reading, crash]);
        return linesOf(data.blocks);
      },
      terminate: async () => {
        await worker.terminate();
      },
    };
  } finally {
    // The data is in the engine's memory by now.
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rejects when the thread dies; tesseract.js itself would leave its callers waiting. */
function crashOf(worker: Worker): Promise<never> {
  const { worker: thread } = worker as unknown as { worker: Thread };
  const crash = new Promise<never>((_, reject) => {
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('the engine has ended')));
  });
  // An end that nobody waits for, as after terminate, is no failure.
  crash.catch(() => undefined);
  return crash;
}

/** tesseract.js tells some failures of the start only to its error handler and then stays silent. */
function started(paths: TesseractPaths, langPath: string): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error('the engine did not start in time')), START_DEADLINE_MS);
    const settle = (act: () => void) => {
      clearTimeout(deadline);
      act();
    };
    createWorker(Object.keys(paths.data), OEM.LSTM_ONLY, {
      langPath,
      cacheMethod: 'none',
      gzip: true,
      errorHandler: (reason: unknown) => settle(() => reject(new Error(String(reason)))),
      ...(paths.workerPath ? { workerPath: paths.workerPath } : {}),
    }).then(
      (worker) => settle(() => resolve(worker)),
      (reason: unknown) => settle(() => reject(new Error(String(reason)))),
    );
  });
}
