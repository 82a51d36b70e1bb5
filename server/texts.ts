import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Language, language } from '../contracts/domain/language.ts';

/** The few texts that the hub itself says, by key. */
export interface HubTexts {
  text(key: string, language: Language): string;
}

const texts = z.record(z.string(), z.string().min(1));

/** Loads `hub.json` of every language; throws when a language lacks a key that another has. */
export async function loadHubTexts(localesDir: string): Promise<HubTexts> {
  const loaded = new Map<Language, Record<string, string>>();
  for (const one of language.options) {
    loaded.set(one, texts.parse(JSON.parse(await readFile(join(localesDir, one, 'hub.json'), 'utf8'))));
  }
  const keys = new Set([...loaded.values()].flatMap((entries) => Object.keys(entries)));
  for (const [one, entries] of loaded) {
    const missing = [...keys].filter((key) => !(key in entries));
    if (missing.length > 0) throw new Error(`hub.json of ${one} lacks ${missing.join(', ')}`);
  }
  return {
    text(key, wanted) {
      const text = loaded.get(wanted)?.[key];
      if (text === undefined) throw new Error(`hub.json has no ${key}`);
      return text;
    },
  };
}
