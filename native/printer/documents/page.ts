import type { Language } from '../../../contracts/domain/language.ts';
import type { Instant } from '../../../contracts/time.ts';
import en from '../../../resources/locales/en/slips.json' with { type: 'json' };
import zh from '../../../resources/locales/zh-CN/slips.json' with { type: 'json' };
import type { DocumentBuilder } from '../encoder.ts';
import { columnsOf } from '../text.ts';

const TEXTS = { 'zh-CN': zh, en } as const;

export type SlipTexts = typeof zh;

/** All words of the slips in a language; the receipt has its own file. */
export function textsOf(language: Language): SlipTexts {
  return TEXTS[language];
}

/** Columns that the longest of these labels needs, with the space behind it. */
export function labelColumns(...labels: readonly string[]): number {
  return Math.max(...labels.map(columnsOf)) + 2;
}

/** Puts values into a text's `{{name}}` places, as i18next does. */
export function fill(text: string, values: Readonly<Record<string, number | string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));
}

/** All of China keeps Beijing time; a booth's operating system may be set to anything. */
const TIME_ZONE = 'Asia/Shanghai';
const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE, dateStyle: 'short' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit' });

/** `2026-01-31`, in Beijing. */
export function localDay(at: Instant): string {
  return dayFormat.format(new Date(at));
}

/** `10:02`, in Beijing. */
export function localTime(at: Instant): string {
  return timeFormat.format(new Date(at));
}

/** The name of the document and of the house, the same on every slip. */
export function masthead(page: DocumentBuilder, title: string, product: string): void {
  page.line(title, { align: 'centre', bold: true, large: true }).line(product, { align: 'centre' }).feed(1);
}

/**
 * An address as a code with the words that say what it is for; in letters as well where a line holds it, since nobody types a
 * longer one.
 */
export function codeBlock(page: DocumentBuilder, url: string, words: string): void {
  page.rule('=').feed(1).qr(url).feed(1).line(words, { align: 'centre' });
  if (columnsOf(url) <= page.columns) page.line(url, { align: 'centre' });
}
