import { createRequire } from 'node:module';
import path from 'node:path';
import type { OcrPaths } from './recogniser.ts';

/**
 * In a packaged booth `node_modules` lies beside the archive, in `app.asar.unpacked`: a thread and links need true files.
 */
export function unpacked(file: string): string {
  return file.replace(/([\\/][^\\/]+\.asar)(?=[\\/])/, '$1.unpacked');
}

/** The engine's parts as npm installed them, seen from a file of ours (`import.meta.filename`). Nothing comes from a network. */
export function installedPaths(from: string): OcrPaths {
  const { resolve } = createRequire(from);
  const data = path.dirname(resolve('@tesseract.js-data/chi_sim/package.json'));
  const engine = path.dirname(resolve('tesseract.js/package.json'));
  return {
    workerPath: unpacked(path.join(engine, 'src/worker-script/node/index.js')),
    // The full data: the smaller best_int misreads place names such as 番禺.
    data: { chi_sim: unpacked(path.join(data, '4.0.0/chi_sim.traineddata.gz')) },
  };
}
