import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PaperReading } from '../../../contracts/domain/paper.ts';
import { unwrap } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { createOcrEngine } from '../../../electron/workers/ocr/engine.ts';
import { crossJudged, extract } from '../../../electron/workers/ocr/extract.ts';
import { decodeImage } from '../../../electron/workers/ocr/image.ts';
import type { EngineWord } from '../../../electron/workers/ocr/page.ts';
import { segmentsOfLine } from '../../../electron/workers/ocr/page.ts';
import { installedPaths } from '../../../electron/workers/ocr/paths.ts';
import { prepare } from '../../../electron/workers/ocr/prepare.ts';
import { startRecogniser } from '../../../electron/workers/ocr/recogniser.ts';
import type { GreyImage } from '../../../papers/image.ts';
import { openGutenOcr } from './guten.ts';
import { evenLight } from './light.ts';
import { startTesseract, type Tesseract } from './tesseract.ts';
import { level, tiltDegrees } from './tilt.ts';

type Found = Pick<PaperReading, 'kind' | 'fields'>;

/** Reads the fields of one photograph. Every reader finds fields by the same extraction. */
export interface Reader {
  readonly name: string;
  /** Name in a row of results. */
  readonly short: string;
  read(jpeg: Buffer): Promise<Found>;
  close(): Promise<void>;
}

const FILE_ID = '019ac000-0000-7000-8000-000000000000';
const paths = installedPaths(import.meta.filename);

function foundIn(lines: readonly (readonly EngineWord[])[]): Found {
  const { kind, fields } = extract(lines.flatMap(segmentsOfLine));
  return { kind, fields: crossJudged(kind, fields).map(({ field }) => field) };
}

/** The booth's own reading. */
export async function ourReader(): Promise<Reader> {
  const engine = createOcrEngine({ clock: systemClock, start: () => startRecogniser(paths) });
  unwrap(await engine.warm());
  return {
    name: 'xiaowu',
    short: 'xiaowu',
    async read(jpeg) {
      return unwrap(await engine.read({ fileId: FILE_ID, bytes: jpeg, mimeType: 'image/jpeg' }));
    },
    close: async () => void (await engine.release()),
  };
}

/** tesseract.js with the full data of `chi_sim`. */
function openTesseract(): Promise<Tesseract> {
  const data = createRequire(import.meta.filename).resolve('@tesseract.js-data/chi_sim/package.json');
  return startTesseract({
    data: { chi_sim: path.join(path.dirname(data), '4.0.0/chi_sim.traineddata.gz') },
  });
}

/** Its defaults: the photograph as it is, automatic page segmentation. */
export async function rawTesseract(): Promise<Reader> {
  const engine = await openTesseract();
  return {
    name: 'tesseract.js',
    short: 'tesseract',
    read: async (jpeg) => foundIn(await engine.recognise(jpeg, { layout: 'automatic' })),
    close: () => engine.terminate(),
  };
}

/** With the light evened out, the lines levelled, and read as sparse text. */
export async function preparedTesseract(): Promise<Reader> {
  const engine = await openTesseract();
  return {
    name: 'tesseract.js, prepared',
    short: 'prepared-tesseract',
    async read(jpeg) {
      const lit = evenLight(prepare(unwrap(decodeImage(jpeg, 'image/jpeg'))));
      return foundIn(await engine.recognise(toPgm(level(lit, tiltDegrees(lit))), { layout: 'page' }));
    },
    close: () => engine.terminate(),
  };
}

/** Binary PGM (netpbm P5): the simplest form that Tesseract's Leptonica reads, without compression. */
export function toPgm({ widthPx, heightPx, data }: GreyImage): Uint8Array {
  const head = new TextEncoder().encode(`P5\n${widthPx} ${heightPx}\n255\n`);
  const out = new Uint8Array(head.length + data.length);
  out.set(head);
  out.set(data, head.length);
  return out;
}

/** `@gutenye/ocr-node` (PP-OCRv4 mobile in ONNX Runtime); null, with the reason on stderr, when it cannot be installed. */
export async function gutenOcr(): Promise<Reader | null> {
  const ocr = await openGutenOcr();
  if (!ocr) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'xiaowu-bench-ocr-'));
  const file = path.join(folder, 'page.jpg');
  return {
    name: '@gutenye/ocr-node',
    short: 'guten',
    async read(jpeg) {
      // It takes a path, never bytes.
      writeFileSync(file, jpeg);
      const lines = await ocr.detect(file);
      return foundIn(
        lines.flatMap(({ text, mean, box }) => {
          if (!text || !box) return [];
          const [xs, ys] = [box.map(([x]) => x), box.map(([, y]) => y)];
          const bbox = { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
          return [[{ text: text.replaceAll(' ', ''), confidence: mean * 100, bbox }]];
        }),
      );
    },
    async close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const READERS = { ours: ourReader, tesseract: rawTesseract, prepared: preparedTesseract, guten: gutenOcr } as const;
export type ReaderName = keyof typeof READERS;

/** A reader by its name; null when it cannot be had. */
export const openReader = (name: ReaderName): Promise<Reader | null> => READERS[name]();
