import { describe, expect, it } from 'vitest';
import type { LineGlyph } from './ctc.ts';
import { isTraditionalPrint, traditionalOf } from './han.ts';
import { merged } from './merge.ts';

/** Characters side by side, `pitch` of the line apart; `_` leaves a place empty. */
function reading(text: string, confidence = 0.95, pitch = 0.05): LineGlyph[] {
  return [...text].flatMap((one, at) =>
    one === '_' ? [] : [{ text: one, confidence, from: at * pitch, to: (at + 1) * pitch }],
  );
}

const KNOWN_TO_FIRST = new Set('負責人證明該員民國兹花承辦理機關税闕瓣準准叁內内户参參承干幹A1234567，。：（）,-');
const options = {
  first: (text: string) => KNOWN_TO_FIRST.has(text),
  second: (text: string) => text !== '叁',
  height: 0.06,
};
const textOf = (first: LineGlyph[], second: LineGlyph[]) =>
  merged(first, second, options)
    .map(({ text }) => text)
    .join('');

describe('one reading of two', () => {
  it.each([
    ['writes as traditional what the first network knows in simplified form alone', '税', '稅', '稅'],
    ['fills in what the first network left out', '承_人', '承繼人', '承繼人'],
    ['believes a sure first network about a character that it knows', '機關', '機闕', '機關'],
    ['believes the first where the second has no such character', '叁', '參', '叁'],
    ['takes a form that the first would have known for no other character', '兹證明', '花證明', '茲證明'],
    ['keeps figures and letters of the first', 'A123', 'Al23', 'A123'],
    ['narrows marks inside numbers', 'A123（7）', 'A123(7)', 'A123(7)'],
    ['narrows the comma between figures only', '1，234，人', '1,234,人', '1,234，人'],
    ['reads a stroke where a mark stands as the mark', '人丶民', '人、民', '人、民'],
    ['finds a full stop that was lost at the end', '人民', '人民。', '人民。'],
    ['finds it where a ring was read', '人民°', '人民°。', '人民。'],
    ['finds a comma that was lost, where there is room for it', '人_民', '人,民', '人，民'],
    ['takes the form that only traditional print has', '后', '後', '後'],
  ])('%s', (_, first, second, wanted) => {
    expect(textOf(reading(first), reading(second))).toBe(wanted);
  });

  it('does not take a doubtful character that the first network would have known', () => {
    expect(textOf(reading('負_人'), reading('負責人', 0.7))).toBe('負人');
    expect(textOf(reading('負_人'), reading('負責人', 0.95))).toBe('負責人');
  });

  it('keeps the surer of two characters that both could read', () => {
    expect(textOf(reading('瓣理', 0.8), reading('辦理', 0.99))).toBe('辦理');
    expect(textOf(reading('辦理', 0.9), reading('瓣理', 0.5))).toBe('辦理');
  });

  it('puts what only the second saw between its neighbours, however it was measured', () => {
    const late = reading('負責人').map((glyph) => ({ ...glyph, from: glyph.from + 0.04, to: glyph.to + 0.04 }));
    const [, middle] = merged(reading('負_人'), late, options);
    expect(middle?.text).toBe('責');
    expect(((middle?.from ?? 0) + (middle?.to ?? 0)) / 2).toBeCloseTo(0.075);
  });

  it.each([0, 1, 5, 40])('comes to an end where one reading has %i characters and the other 33', (count) => {
    const [long, short] = [reading('民'.repeat(33)), reading('民'.repeat(count))];
    const longest = Math.max(33, count);
    expect(textOf(long, short)).toHaveLength(longest);
    expect(textOf(short, long)).toHaveLength(longest);
  });

  it('keeps blanks before letters', () => {
    const first = reading('人 A1');
    expect(textOf(first, reading('人A1'))).toBe('人 A1');
  });
});

describe('print', () => {
  it('tells traditional print from simplified', () => {
    expect(isTraditionalPrint(['納税義務人应於三十日內向機關提交證明'])).toBe(true);
    expect(isTraditionalPrint(['纳税义务人应于三十日内向机关提交证明'])).toBe(false);
  });

  it('takes no traditional name for traditional print', () => {
    expect(
      isTraditionalPrint(['姓名陳麗華', '纳税义务人应于三十日内向机关提交证明，不得延误或者拒绝提交相关材料。']),
    ).toBe(false);
  });

  it('leaves what both prints have', () => {
    expect(traditionalOf('叁')).toBe('叁');
    expect(traditionalOf('税')).toBe('稅');
    expect(traditionalOf('人')).toBe('人');
  });
});
