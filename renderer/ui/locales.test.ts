import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_TABLE } from '../../contracts/errors.ts';

const LOCALES = join(import.meta.dirname, '../../resources/locales');
const PLURAL = /_(one|other)$/;

function texts(language: string, file: string): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') found[path] = value;
    else for (const [key, inner] of Object.entries(value as object)) walk(inner, path === '' ? key : `${path}.${key}`);
  };
  walk(JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8')), '');
  return found;
}

/** English needs a plural ending where Chinese has none, so endings are left out of the comparison. */
function keys(language: string, file: string): string[] {
  return [...new Set(Object.keys(texts(language, file)).map((key) => key.replace(PLURAL, '')))].sort();
}

const files = readdirSync(join(LOCALES, 'zh-CN'));

describe('locale files', () => {
  it('exist for the same namespaces in every language', () => {
    expect(readdirSync(join(LOCALES, 'en')).sort()).toEqual(files.sort());
  });

  it.each(files)('%s has the same keys in both languages', (file) => {
    if (!existsSync(join(LOCALES, 'en', file))) return;
    expect(keys('en', file)).toEqual(keys('zh-CN', file));
  });

  it.each(files)('%s has no empty text and no exclamation mark', (file) => {
    for (const language of ['zh-CN', 'en']) {
      for (const [key, text] of Object.entries(texts(language, file))) {
        expect(text.trim(), `${language} ${file} ${key}`).not.toBe('');
        expect(text, `${language} ${file} ${key}`).not.toMatch(/[!！]/);
      }
    }
  });

  it('have a text for every error code, and none for codes that do not exist', () => {
    const codes = Object.keys(ERROR_TABLE).sort();
    expect(keys('zh-CN', 'errors.json')).toEqual(codes);
    expect(keys('en', 'errors.json')).toEqual(codes);
  });
});
