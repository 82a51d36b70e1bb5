import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UNBUNDLED_MODULES } from '../../vite.shared.ts';
import { projectRoot } from '../lib/project.ts';
import { isNeeded, isShipped } from './app-files.ts';
import { asarFiles, packageFaults } from './faults.ts';
import { moduleClosure } from './module-closure.ts';

const workFolder = () => mkdtempSync(path.join(tmpdir(), 'package-'));

test('ships what the booth runs on, and the folders that lead there', () => {
  for (const file of [
    '',
    '/package.json',
    '/.vite',
    '/.vite/build/main.cjs',
    '/resources',
    '/resources/locales/en/booth.json',
  ]) {
    expect(isShipped(file), file).toBe(true);
  }
});

test('ships neither sources nor tests, simulators, pages of the hub, data of a booth or maps', () => {
  for (const file of [
    '/native/simulators/door.ts',
    '/electron/main/main.ts',
    '/test/rig/booth.ts',
    '/.vite/web/agent/index.html',
    '/.vite/build/main.cjs.map',
    '/var/booth/identity.json',
    '/resources/catalogue/tax.json',
    '/package-lock.json',
  ]) {
    expect(isShipped(file), file).toBe(false);
  }
});

test.each([
  ['/node_modules/tesseract.js-core', true],
  ['/node_modules/tesseract.js-core/package.json', true],
  ['/node_modules/tesseract.js-core/tesseract-core-simd-lstm.js', true],
  ['/node_modules/tesseract.js-core/tesseract-core-simd-lstm.wasm', true],
  ['/node_modules/tesseract.js-core/tesseract-core-simd-lstm.wasm.js', false],
  ['/node_modules/tesseract.js-core/tesseract-core-relaxedsimd.wasm', false],
  ['/node_modules/@tesseract.js-data/chi_tra/package.json', true],
  ['/node_modules/@tesseract.js-data/chi_tra/4.0.0_best_int/chi_tra.traineddata.gz', true],
  ['/node_modules/@tesseract.js-data/chi_tra/4.0.0/chi_tra.traineddata.gz', false],
  ['/node_modules/onnxruntime-web/dist/ort.node.min.js', true],
  ['/node_modules/onnxruntime-web/dist/ort.all.js', false],
])('of what reads papers, takes %s: %s', (file, isWanted) => {
  expect(isNeeded(file)).toBe(isWanted);
});

test('follows dependencies to the copy that Node would load', () => {
  const root = workFolder();
  const install = (folder: string, manifest: object) => {
    mkdirSync(path.join(root, folder), { recursive: true });
    writeFileSync(path.join(root, folder, 'package.json'), JSON.stringify(manifest));
  };
  install('node_modules/a', {
    dependencies: { '@s/b': '1', c: '1' },
    optionalDependencies: { 'for-another-system': '1' },
  });
  install('node_modules/@s/b', { dependencies: { c: '2', a: '1' } });
  install('node_modules/@s/b/node_modules/c', {});
  install('node_modules/c', {});
  install('node_modules/unrelated', {});
  expect(moduleClosure(root, ['a'])).toEqual([
    'node_modules/@s/b',
    'node_modules/@s/b/node_modules/c',
    'node_modules/a',
    'node_modules/c',
  ]);
  expect(() => moduleClosure(root, ['absent'])).toThrow('the project needs absent');
});

test('finds the native parts of the modules that are not bundled', () => {
  const closure = moduleClosure(projectRoot, UNBUNDLED_MODULES);
  expect(closure).toContain('node_modules/@serialport/bindings-cpp');
  expect(closure).toContain('node_modules/onnxruntime-common');
  expect(closure.some((folder) => folder.startsWith('node_modules/@libsql/'))).toBe(true);
});

test('reads the names in an asar archive', () => {
  const json = Buffer.from(JSON.stringify({ files: { a: { files: { 'b.js': { size: 1 } } }, c: { size: 0 } } }));
  const head = Buffer.alloc(16);
  head.writeUInt32LE(json.length, 12);
  const archive = path.join(workFolder(), 'app.asar');
  writeFileSync(archive, Buffer.concat([head, json]));
  expect(asarFiles(archive)).toEqual(['a/b.js', 'c']);
});

test('a folder without a program is no package', async () => {
  expect(await packageFaults(workFolder())).toEqual([expect.stringContaining('does not exist')]);
});
