import { electronConfig } from './vite.shared.ts';

/** One file without shared chunks: a sandboxed preload can require nothing but Electron. */
export default electronConfig({ entries: ['electron/preload/booth-preload.ts'], runsIn: 'sandbox' });
