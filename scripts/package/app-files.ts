import { cpSync } from 'node:fs';
import path from 'node:path';
import { UNBUNDLED_MODULES } from '../../vite.shared.ts';
import { projectRoot } from '../lib/project.ts';
import { moduleClosure } from './module-closure.ts';

/** What goes into the booth's app, besides the modules that are not bundled. Everything else of the project stays out. */
const SHIPPED = [
  'package.json',
  '.vite/build',
  '.vite/renderer/booth',
  'resources/locales',
  'resources/profiles',
  'resources/glyphs',
];

/** Of ONNX Runtime Web the part for Node is needed, 15 of its 139 MB. */
const OTHER_RUNTIME = /\/onnxruntime-web\/(lib|dist\/(?!(ort\.node\.min\.m?js|ort-wasm-simd-threaded\.(mjs|wasm))$).+)/;

/** Of Tesseract the build with SIMD and networks alone, and the small data: 5 of its 82 MB. */
const OTHER_ENGINE = /\/(tesseract\.js-core\/tesseract-core(?!-simd-lstm\.(js|wasm)$).+|chi_tra\/4\.0\.0(\/.+)?$)/;

/** Not needed at run time. */
const isUnneeded = (file: string) =>
  /\.(d\.ts|map|md|mts)$|\/(test|tests|__tests__|docs|example|examples|benchmarks|\.github)(\/|$)/.test(file);

/** Whether a file of the project is shipped; the path begins with a slash, as Electron's packager gives it. */
export function isShipped(file: string): boolean {
  const relative = file.replace(/^\//, '');
  if (relative === '') return true;
  if (relative.endsWith('.map') || relative.endsWith('.md')) return false;
  return SHIPPED.some(
    (shipped) => relative === shipped || relative.startsWith(`${shipped}/`) || shipped.startsWith(`${relative}/`),
  );
}

/** Whether a file of a module that is not bundled is needed at run time. */
export function isNeeded(file: string): boolean {
  const slashed = file.replaceAll('\\', '/');
  return !isUnneeded(slashed) && !OTHER_RUNTIME.test(slashed) && !OTHER_ENGINE.test(slashed);
}

/** Copies the modules that are not bundled, with all that they depend on, into an app that is being packaged. */
export function copyUnbundledModules(appFolder: string): void {
  for (const folder of moduleClosure(projectRoot, UNBUNDLED_MODULES)) {
    const source = path.join(projectRoot, folder);
    cpSync(source, path.join(appFolder, folder), {
      recursive: true,
      dereference: true,
      filter: (file) => {
        const inside = file.slice(source.length);
        // Nested packages come as entries of their own.
        return !inside.startsWith('/node_modules') && isNeeded(`/${folder}${inside}`);
      },
    });
  }
}
