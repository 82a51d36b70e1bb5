import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  placeholdersOf,
  SCRIPT_PLACEHOLDERS,
  type ScriptFacts,
  type ScriptFile,
  scriptFile,
  scriptOf,
} from './script.ts';

const resources = new URL('../../../resources/', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, resources), 'utf8'));
const names = readdirSync(new URL('scripts/', resources)).filter((name) => name.endsWith('.json'));
const catalogue = readdirSync(new URL('catalogue/', resources))
  .filter((name) => name.endsWith('.json'))
  .map((name) => read(`catalogue/${name}`) as { departments?: { id: string }[]; services?: { id: string }[] });
const departmentIds = catalogue.flatMap(({ departments = [] }) => departments.map(({ id }) => id));
const serviceIds = catalogue.flatMap(({ services = [] }) => services.map(({ id }) => id));

describe('the wording that ships', () => {
  it.each(names)('%s fits its schema, with words that the desk knows', (name) => {
    const file = scriptFile.parse(read(`scripts/${name}`));
    for (const { text } of file.lines) {
      for (const one of [text['zh-CN'], text.en]) {
        for (const placeholder of placeholdersOf(one)) expect(SCRIPT_PLACEHOLDERS).toContain(placeholder);
        expect(one).not.toMatch(/[!！]/);
      }
      // A line that one language leaves out for want of a word would be missing in the other only.
      expect(placeholdersOf(text.en).toSorted()).toEqual(placeholdersOf(text['zh-CN']).toSorted());
    }
  });

  it.each(names)('%s is named after what it is for, which exists', (name) => {
    const { departmentId, serviceId } = scriptFile.parse(read(`scripts/${name}`));
    expect(name).toBe(`${serviceId ?? departmentId ?? 'base'}.json`);
    if (departmentId !== undefined) expect(departmentIds).toContain(departmentId);
    if (serviceId !== undefined) expect(serviceIds).toContain(serviceId);
  });
});

const line = (moment: 'opening' | 'notice', text: string, when?: 'missing') => ({
  moment,
  ...(when && { when }),
  text: { 'zh-CN': text, en: text },
});
const base: ScriptFile = { lines: [line('opening', 'base {{agent}}'), line('notice', 'base notice')] };
const tax: ScriptFile = { departmentId: 'tax', lines: [line('opening', 'tax')] };
const clearance: ScriptFile = {
  departmentId: 'tax',
  serviceId: 'clearance',
  lines: [line('notice', '{{paper}}: {{requirement}}'), line('notice', 'lacks {{missing}}', 'missing')],
};
const facts: ScriptFacts = {
  departmentId: 'tax',
  serviceId: 'clearance',
  words: { agent: 'Li', missing: 'licence' },
  papers: [
    { name: 'form', requirement: 'signed' },
    { name: 'licence', requirement: 'original' },
  ],
  holds: { missing: true },
};
const say = (moment: 'opening' | 'notice', change: Partial<ScriptFacts> = {}) =>
  scriptOf([base, tax, clearance], moment, { ...facts, ...change }, 'en');

describe('scriptOf', () => {
  it('says the nearest wording, moment by moment', () => {
    expect(say('opening')).toEqual(['tax']);
    expect(say('opening', { departmentId: 'market' })).toEqual(['base Li']);
    expect(say('notice', { serviceId: null })).toEqual(['base notice']);
  });

  it('tells of every paper at once, and of what is missing only when something is', () => {
    expect(say('notice')).toEqual(['form: signed', 'licence: original', 'lacks licence']);
    expect(say('notice', { holds: {} })).toEqual(['form: signed', 'licence: original']);
  });

  it('leaves out a line with a gap rather than say it with a hole', () => {
    expect(say('opening', { departmentId: 'market', words: {} })).toEqual([]);
    expect(say('notice', { words: {}, papers: [] })).toEqual(['base notice']);
  });
});
