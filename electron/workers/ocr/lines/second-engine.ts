import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import type { GreyImage } from '../../../../papers/image.ts';
import type { LineGlyph } from './ctc.ts';

/** Where the second engine lies. */
export interface SecondEngineFiles {
  /** Tesseract compiled to WebAssembly (tesseract.js-core). */
  readonly core: string;
  /** Its data for traditional Chinese, packed. */
  readonly data: string;
}

/** Reads lines of traditional print, which the network for simplified print does not know. */
export interface SecondEngine {
  /** The characters of one level line, without blanks. */
  read(line: GreyImage): LineGlyph[];
  /** Whether it could read a character. */
  knows(text: string): boolean;
}

/** What is used of tesseract.js-core, which has no types. */
interface Core {
  readonly FS: { writeFile(path: string, data: Uint8Array): void; unlink(path: string): void };
  readonly TessBaseAPI: new () => {
    /** Folder of the data (null: here), language, engine mode; 0 is success. */
    Init(folder: string | null, language: string, mode: number): number;
    SetVariable(name: string, value: string): boolean;
    /** Takes `/input`; EXIF orientation and angle; 1 is failure. */
    SetImageFile(orientation: number, angle: number): number;
    Recognize(monitor: null): number;
    GetJSONText(): string;
    IsValidCharacter(text: string): boolean;
  };
}

const LANGUAGE = 'chi_tra';
/** Engine mode of its network (OEM_LSTM_ONLY), and one line a picture (PSM_SINGLE_LINE). */
const NETWORK_ONLY = 1;
const SINGLE_LINE = '7';
/** White around a line, without which the engine loses what touches the edge. */
const RIM_PX = 4;
/** Shares of the pixels that count as ink and as paper: between them the light is spread, so that shadows do no harm. */
const INK_SHARE = 0.01;
const PAPER_SHARE = 0.85;
/** Least difference between them, or an empty line becomes noise. */
const LEAST_CONTRAST = 8;

const answerSchema = z.object({
  blocks: z.array(
    z.object({
      paragraphs: z.array(
        z.object({
          lines: z.array(
            z.object({
              words: z.array(
                z.object({
                  symbols: z.array(
                    z.object({
                      text: z.string(),
                      confidence: z.number(),
                      bbox: z.object({ x0: z.number(), x1: z.number() }),
                    }),
                  ),
                }),
              ),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** The line as a picture file (PGM) with even light and a white rim. */
export function framedLine({ widthPx, heightPx, data }: GreyImage): Uint8Array {
  const sorted = Uint8Array.from(data).sort();
  const ink = sorted[Math.floor(data.length * INK_SHARE)] ?? 0;
  const paper = sorted[Math.floor(data.length * PAPER_SHARE)] ?? 255;
  const scale = 255 / Math.max(LEAST_CONTRAST, paper - ink);
  const [fullWidth, fullHeight] = [widthPx + 2 * RIM_PX, heightPx + 2 * RIM_PX];
  const head = Buffer.from(`P5\n${fullWidth} ${fullHeight}\n255\n`);
  const file = new Uint8Array(head.length + fullWidth * fullHeight).fill(255);
  file.set(head);
  for (let y = 0; y < heightPx; y++) {
    const to = head.length + (y + RIM_PX) * fullWidth + RIM_PX;
    for (let x = 0; x < widthPx; x++) {
      const value = ((data[y * widthPx + x] ?? 0) - ink) * scale;
      file[to + x] = Math.max(0, Math.min(255, value));
    }
  }
  return file;
}

/** Opens the engine. Rejects when a file is missing or is not what it should be. */
export async function openSecondEngine({ core, data }: SecondEngineFiles): Promise<SecondEngine> {
  const start = createRequire(core)(core) as (options: object) => Promise<Core>;
  const trained = await promisify(gunzip)(await readFile(data));
  // Of its messages only names of settings come that the data have and this build has not.
  const { FS, TessBaseAPI } = await start({ print: () => undefined, printErr: () => undefined });
  FS.writeFile(`./${LANGUAGE}.traineddata`, trained);
  const api = new TessBaseAPI();
  if (api.Init(null, LANGUAGE, NETWORK_ONLY) !== 0) throw new Error(`${data} cannot be opened`);
  FS.unlink(`./${LANGUAGE}.traineddata`);
  api.SetVariable('tessedit_pageseg_mode', SINGLE_LINE);
  api.SetVariable('debug_file', '/dev/null');
  return {
    read(line) {
      FS.writeFile('/input', framedLine(line));
      if (api.SetImageFile(1, 0) === 1) throw new Error('the second engine cannot see its line');
      if (api.Recognize(null) !== 0) throw new Error('the second engine failed');
      const { blocks } = answerSchema.parse(JSON.parse(api.GetJSONText()));
      const symbols = blocks
        .flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines))
        .flatMap(({ words }) => words.flatMap((word) => word.symbols));
      return symbols.map(({ text, confidence, bbox }) => ({
        text,
        confidence: confidence / 100,
        from: (bbox.x0 - RIM_PX) / line.widthPx,
        to: (bbox.x1 - RIM_PX) / line.widthPx,
      }));
    },
    knows: (text) => api.IsValidCharacter(text),
  };
}
