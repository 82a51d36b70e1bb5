import type { Handlers } from '../../../contracts/channel.ts';
import type { ocrCalls } from '../../../contracts/device/ocr.ts';
import { ok } from '../../../contracts/result.ts';
import type { OcrEngine } from './engine.ts';

/** The calls of the OCR worker on an engine. */
export function ocrHandlers(engine: OcrEngine): Handlers<typeof ocrCalls, undefined> {
  const silent = async (work: ReturnType<OcrEngine['warm']>) => {
    const result = await work;
    return result.ok ? ok(undefined) : result;
  };
  return {
    read: (still) => engine.read(still),
    warm: () => silent(engine.warm()),
    release: () => silent(engine.release()),
  };
}
