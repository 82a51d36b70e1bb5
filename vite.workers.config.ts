import { electronConfig } from './vite.shared.ts';

export default electronConfig(['electron/workers/device-host.ts', 'electron/workers/ocr-worker.ts']);
