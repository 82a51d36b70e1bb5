import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { TIME_ZONE } from '../store/numbers.ts';
import { fontOfWoff } from './woff.ts';

/** What the hub's PDFs have alike: the font, the colours, times in words. */

export const INK = '#1c2733';
export const SOFT = '#5b6875';
export const RULE = '#9aa5b1';

const FONT_FILE = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff';
let font: Promise<Buffer> | undefined;

/** Noto Sans SC, unpacked once. */
export function loadFont(): Promise<Buffer> {
  font ??= readFile(createRequire(import.meta.url).resolve(FONT_FILE)).then(fontOfWoff);
  return font;
}

export function localTime(at: string): string {
  const parts = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeStyle: 'short', timeZone: TIME_ZONE });
  return parts.format(new Date(at));
}
