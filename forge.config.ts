import { FusesPlugin } from '@electron-forge/plugin-fuses';
import { VitePlugin } from '@electron-forge/plugin-vite';
import { copyUnbundledModules, isShipped } from './scripts/package/app-files.ts';
import { fuseConfig } from './scripts/package/fuses.ts';
import { ensureRuntimeZip } from './scripts/package/runtime-zip.ts';
import { electronPath } from './scripts/setup/electron.ts';

export default {
  packagerConfig: {
    executableName: 'xiaowu',
    appBundleId: 'cn.example.xiaowu',
    electronZipDir: ensureRuntimeZip(),
    ignore: (file: string) => !isShipped(file),
    // Already the closure of what runs; the packager would prune by its own idea of production dependencies.
    prune: false,
    // Shared libraries can only be loaded from real files; the thread that reads papers starts from one.
    asar: { unpackDir: 'node_modules', unpack: 'ocr-thread.cjs' },
  },
  // serialport and libsql are built on Node-API: the binaries that npm brings serve every Node and every Electron.
  rebuildConfig: { onlyModules: [] },
  hooks: {
    packageAfterCopy: async (_config: unknown, appFolder: string) => copyUnbundledModules(appFolder),
  },
  plugins: [
    new VitePlugin({
      build: [
        { entry: 'electron/main/main.ts', config: 'vite.main.config.ts', target: 'main' },
        // `main` for all three: the configurations are complete, the plugin has nothing to add for a preload.
        { entry: 'electron/preload/booth-preload.ts', config: 'vite.preload.config.ts', target: 'main' },
        {
          entry: ['electron/workers/device-host.ts', 'electron/workers/ocr-worker.ts'],
          config: 'vite.workers.config.ts',
          target: 'main',
        },
        { entry: 'electron/workers/ocr-thread.ts', config: 'vite.ocr-thread.config.ts', target: 'main' },
      ],
      renderer: [{ name: 'booth', config: 'vite.booth.config.ts' }],
    }),
    new FusesPlugin(await fuseConfig(electronPath())),
  ],
};
