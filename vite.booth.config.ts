import react from '@vitejs/plugin-react';
import { mergeConfig } from 'vite';
import { pageConfig } from './vite.shared.ts';

/** The booth's screen, served by the app itself at booth://app/. */
export default mergeConfig(
  pageConfig({ folder: 'renderer/booth', outDir: '.vite/renderer/booth', base: './', target: 'booth' }),
  { plugins: [react()] },
);
