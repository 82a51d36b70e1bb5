import { electronConfig } from './vite.shared.ts';

export default electronConfig({
  entries: ['electron/workers/device-host.ts', 'electron/workers/ocr-worker.ts'],
  runsIn: 'node',
});
