import { electronConfig } from './vite.shared.ts';

export default electronConfig({ entries: ['electron/main/main.ts'], runsIn: 'node' });
