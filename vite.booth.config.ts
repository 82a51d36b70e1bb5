import path from 'node:path';
import react from '@vitejs/plugin-react';
import { mergeConfig } from 'vite';
import { pageConfig } from './vite.shared.ts';

const folder = 'renderer/booth';

/** The booth's screen, served by the app itself at booth://app/, and the report that is printed from there. */
export default mergeConfig(pageConfig({ folder, outDir: '.vite/renderer/booth', base: './', target: 'booth' }), {
  plugins: [react()],
  build: {
    rolldownOptions: {
      input: ['index.html', 'report.html'].map((page) => path.join(import.meta.dirname, folder, page)),
    },
  },
});
