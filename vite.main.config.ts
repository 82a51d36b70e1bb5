import { electronConfig } from './vite.shared.ts';

export default electronConfig(['electron/main/main.ts']);
