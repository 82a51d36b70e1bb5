import react from '@vitejs/plugin-react';
import { mergeConfig, type UserConfig } from 'vite';
import { precompress } from './vite.precompress.ts';
import { pageConfig } from './vite.shared.ts';

/** The pages that the hub serves. */
export const WEB_PAGES = ['agent', 'phone', 'technician'] as const;
export type WebPage = (typeof WEB_PAGES)[number];

export function webConfig(page: WebPage): UserConfig {
  return mergeConfig(
    pageConfig({ folder: `renderer/${page}`, outDir: `.vite/web/${page}`, base: `/${page}/`, target: 'browser' }),
    { plugins: [react(), precompress()] },
  );
}

/** For `vite -c vite.web.config.ts`: the environment variable PAGE names the page. */
export default webConfig(WEB_PAGES.find((page) => page === process.env.PAGE) ?? 'agent');
