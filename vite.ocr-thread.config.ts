import { electronConfig } from './vite.shared.ts';

/** By itself, so that it shares no file with the worker: it is started from outside the archive. */
export default electronConfig({ entries: ['electron/workers/ocr-thread.ts'], runsIn: 'node' });
