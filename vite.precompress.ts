import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** What shrinks; pictures and fonts are compressed already. */
const TEXT_FILE = /\.(?:js|css|html|svg|json)$/;
/** Below this the headers cost more than is saved. */
const MIN_BYTES = 1024;
/** One step below the best: a tenth of its time for two more per cent. */
const BROTLI_QUALITY = 9;

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Lays `.br` and `.gz` beside every text file of a built page, for the hub to send as they are. */
export function precompress(): Plugin {
  let outDir = '';
  return {
    name: 'xiaowu-precompress',
    apply: 'build',
    configResolved(config) {
      outDir = path.resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      for (const file of await readdir(outDir, { recursive: true })) {
        if (!TEXT_FILE.test(file)) continue;
        const whole = path.join(outDir, file);
        const bytes = await readFile(whole);
        if (bytes.length < MIN_BYTES) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
        await writeFile(`${whole}.br`, await brotli(bytes, { params }));
        await writeFile(`${whole}.gz`, await deflate(bytes));
      }
    },
  };
}
