import type { UserConfig } from 'vite';
import boothConfig from '../../vite.booth.config.ts';
import mainConfig from '../../vite.main.config.ts';
import ocrThreadConfig from '../../vite.ocr-thread.config.ts';
import preloadConfig from '../../vite.preload.config.ts';
import { WEB_PAGES, webConfig } from '../../vite.web.config.ts';
import workersConfig from '../../vite.workers.config.ts';

/** One thing that is built by one run of Vite. */
export interface BuildPart {
  readonly name: string;
  readonly config: UserConfig;
  /** Files that must exist for the part to be built, from the project's root. */
  readonly entries: readonly string[];
  /** Files that exist when it was built. */
  readonly outputs: readonly string[];
  /** Folders and files that it is made from; tests and simulators in them do not count. */
  readonly sources: readonly string[];
}

const toolchain = ['vite.shared.ts', 'package-lock.json', 'tsconfig.json'];
const electronSources = ['electron', 'native', 'contracts', 'papers', 'resources/locales', ...toolchain];
const pageSources = [
  'renderer/bench',
  'renderer/call',
  'renderer/form',
  'renderer/ink',
  'renderer/ui',
  'contracts',
  'papers',
  'resources/locales',
  'resources/icons',
  ...toolchain,
];

export const buildParts: readonly BuildPart[] = [
  {
    name: 'main',
    config: mainConfig,
    entries: ['electron/main/main.ts'],
    outputs: ['.vite/build/main.cjs'],
    sources: [...electronSources, 'vite.main.config.ts'],
  },
  {
    name: 'preload',
    config: preloadConfig,
    entries: ['electron/preload/booth-preload.ts'],
    outputs: ['.vite/build/booth-preload.cjs'],
    sources: [...electronSources, 'vite.preload.config.ts'],
  },
  {
    name: 'workers',
    config: workersConfig,
    entries: ['electron/workers/device-host.ts', 'electron/workers/ocr-worker.ts'],
    outputs: ['.vite/build/device-host.cjs', '.vite/build/ocr-worker.cjs'],
    sources: [...electronSources, 'vite.workers.config.ts'],
  },
  {
    name: 'ocr-thread',
    config: ocrThreadConfig,
    entries: ['electron/workers/ocr-thread.ts'],
    outputs: ['.vite/build/ocr-thread.cjs'],
    sources: [...electronSources, 'vite.ocr-thread.config.ts'],
  },
  {
    name: 'booth',
    config: boothConfig,
    entries: ['renderer/booth/index.html'],
    outputs: ['.vite/renderer/booth/index.html'],
    sources: ['renderer/booth', ...pageSources, 'vite.booth.config.ts'],
  },
  ...WEB_PAGES.map((page) => ({
    name: page,
    config: webConfig(page),
    entries: [`renderer/${page}/index.html`],
    outputs: [`.vite/web/${page}/index.html`],
    sources: [`renderer/${page}`, ...pageSources, 'vite.web.config.ts', 'vite.precompress.ts'],
  })),
];
