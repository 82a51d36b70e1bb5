import { describe, expect, it } from 'vitest';
import { isProven, readAgain } from './again.ts';
import { extract, type FoundField } from './extract.ts';
import { frameOf } from './frame.ts';
import type { ReadLine } from './lines/reader.ts';
import type { Slanted } from './lines/rect.ts';
import { type Glyph, segmentOf, withoutTwins, wordsOf } from './page.ts';

const HEIGHT = 40;
const frame = frameOf({ widthPx: 2000, heightPx: 1000 }, []);

const glyph = (text: string, x: number, y: number, confidence = 0.95): Glyph => ({
  text,
  confidence,
  box: { x0: x, y0: y, x1: x + HEIGHT, y1: y + HEIGHT },
});
const piece = (text: string, x: number, y: number, confidence?: number) =>
  [...text].map((character, at) => glyph(character, x + at * HEIGHT, y, confidence));

/** A recogniser that gives one text after another, its first character at `x` of the page. */
function saying(...answers: readonly { text: string; x: number; confidence?: number }[]) {
  const asked: Slanted[] = [];
  return {
    asked,
    async line(place: Slanted): Promise<ReadLine[]> {
      const { text, x, confidence = 0.9 } = answers[asked.length] ?? { text: '', x: 0 };
      asked.push(place);
      const left = place.middle.x - place.across.x;
      const width = 2 * place.across.x;
      const share = (at: number) => (x + at * HEIGHT - left) / width;
      const glyphs = [...text].map((character, at) => ({
        text: character,
        confidence,
        from: share(at),
        to: share(at + 1),
      }));
      return [{ place, glyphs }];
    },
  };
}

/** A card with an address and a name on it. */
function cardWith(address: string, name = '陈样本') {
  const lines = [
    piece('姓名', 100, 100),
    piece(name, 300, 100),
    piece('住址', 100, 300),
    piece(address, 300, 300),
    piece('公民身份号码', 100, 600),
  ];
  const { fields } = extract(lines.map(segmentOf));
  const found = (id: string) => fields.find(({ field }) => field.id === id) as FoundField;
  return { found, fields, others: (one: FoundField) => lines.flat().filter((other) => !one.glyphs.includes(other)) };
}

describe('reading a value again', () => {
  it('is as sure as the surer of two readings that agree, after one more look', async () => {
    const { found, others } = cardWith('福建省厦门市思明区建设二路9号');
    const address = found('address');
    const recogniser = saying({ text: address.field.value, x: 300, confidence: 0.99 });
    const again = await readAgain(recogniser, frame, 'id-card-front', address, others(address));
    expect(again.field).toEqual({ ...address.field, confidence: 0.99 });
    expect(recogniser.asked).toHaveLength(1);
  });

  it('finds a beginning that was lost, and leaves it to a person', async () => {
    const { found, others } = cardWith('建省厦门市思明区建设二路9号');
    const address = found('address');
    expect(address.field.rule).toBe('failed');
    const whole = { text: '福建省厦门市思明区建设二路9号', x: 300 - HEIGHT };
    const recogniser = saying(whole, whole);
    const { field, place } = await readAgain(recogniser, frame, 'id-card-front', address, others(address));
    expect(field).toMatchObject({ value: whole.text, rule: 'passed' });
    expect(field.confidence).toBeLessThan(0.85);
    expect(place.x0).toBeLessThan(address.place.x0 - HEIGHT / 2);
  });

  it('keeps what most readings say', async () => {
    const { found, others } = cardWith('福建省厦门市思明区建设二路9号', '田珊样');
    const name = found('name');
    const recogniser = saying({ text: '田琳样', x: 300 }, { text: '田琳样', x: 300 });
    const { field } = await readAgain(recogniser, frame, 'id-card-front', name, others(name));
    expect(field).toMatchObject({ value: '田琳样', confidence: 0.6 });
  });

  it('does not take the characters beside the value', async () => {
    const { found, others } = cardWith('福建省厦门市思明区建设二路9号');
    const name = found('name');
    const beside = [...others(name), glyph('印', 300 + 3 * HEIGHT, 100)];
    const recogniser = saying({ text: '陈样本印', x: 300 });
    const { field } = await readAgain(recogniser, frame, 'id-card-front', name, beside);
    expect(field.value).toBe('陈样本');
    expect(field.confidence).toBeGreaterThan(0.85);
  });
});

describe('what is proven', () => {
  it('is what a check digit passes, and birth by the number that contains it', () => {
    const base = (id: string, value: string): FoundField => ({
      field: { id, value, confidence: 0.9, rule: 'passed', confirmed: false },
      place: { x0: 0, y0: 0, x1: 1, y1: 1 },
      glyphs: [],
    });
    const fields = [base('id-number', '11010519491231002X'), base('birth', '1949-12-31'), base('name', '陈样本')];
    expect(fields.map((found) => isProven('id-card-front', found, fields))).toEqual([true, true, false]);
    const misread = fields.map((found) => (found.field.id === 'birth' ? base('birth', '1949-12-30') : found));
    expect(isProven('id-card-front', misread[1] as FoundField, misread)).toBe(false);
  });
});

describe('the words of a line', () => {
  it('are parted by blanks, which mean nothing between Chinese characters', () => {
    const spaced = (text: string) => {
      const characters = [...text];
      const glyphs = characters.flatMap((character, at) =>
        character === ' '
          ? []
          : [{ ...glyph(character, at * HEIGHT, 0), ...(characters[at - 1] === ' ' ? { isSpaced: true } : {}) }],
      );
      return wordsOf(segmentOf(glyphs));
    };
    expect(spaced('Form 12-B, in person.')).toBe('Form 12-B, in person.');
    expect(spaced('姓 名 陈样本')).toBe('姓名陈样本');
  });
});

describe('a character where two lines meet', () => {
  it('stays once, from the surer line', () => {
    const [left, right] = [piece('广东省广', 0, 0, 0.7), piece('广州市', 3 * HEIGHT + 6, 3, 0.9)];
    expect(withoutTwins([left, right]).map((line) => line.map(({ text }) => text).join(''))).toEqual([
      '广东省',
      '广州市',
    ]);
  });

  it('stays twice where it stands twice', () => {
    const [left, right] = [piece('样样', 0, 0), piece('样本', 2 * HEIGHT, 0)];
    expect(withoutTwins([left, right]).flat()).toHaveLength(4);
  });
});
