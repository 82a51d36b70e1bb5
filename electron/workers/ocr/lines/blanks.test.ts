import { expect, it } from 'vitest';
import { withBlanks } from './blanks.ts';
import type { LineGlyph } from './ctc.ts';

const HEIGHT_PX = 48;
const LETTER_PX = 14;

/** A line whose letters are bars, so many pixels apart as said behind each; darker to the right when in shadow. */
function drawn(letters: readonly (readonly [text: string, gapPx: number])[], paper: (x: number) => number = () => 220) {
  const widthPx = letters.reduce((sum, [, gap]) => sum + LETTER_PX + gap, 40);
  const data = Uint8Array.from({ length: widthPx * HEIGHT_PX }, (_, at) => paper(at % widthPx));
  const glyphs: LineGlyph[] = [];
  let x = 10;
  for (const [text, gap] of letters) {
    for (let y = 12; y < 36; y++) for (let dx = 0; dx < LETTER_PX; dx++) data[y * widthPx + x + dx] = paper(x) * 0.2;
    glyphs.push({ text, confidence: 0.9, from: x / widthPx, to: (x + LETTER_PX) / widthPx });
    x += LETTER_PX + gap;
  }
  return { line: { widthPx, heightPx: HEIGHT_PX, data }, glyphs };
}

const textOf = (picture: ReturnType<typeof drawn>) =>
  withBlanks(picture.glyphs, picture.line)
    .map(({ text }) => text)
    .join('');

const spaced = (words: string, blankPx: number) =>
  words
    .split(' ')
    .flatMap((word) => [...word].map((text, at) => [text, at === word.length - 1 ? blankPx : 2] as const));

it('finds the blanks that the picture has', () => {
  expect(textOf(drawn(spaced('fax: is no 12', 10)))).toBe('fax: is no 12');
});

it('finds them where a shadow crosses the line', () => {
  const shadow = (x: number) => 220 - 130 * Math.max(0, Math.min(1, (x - 40) / 120));
  expect(textOf(drawn(spaced('fax is now', 10), shadow))).toBe('fax is now');
});

it('finds narrow ones behind marks, and none inside numbers or names', () => {
  expect(textOf(drawn(spaced('at, b', 6)))).toBe('at, b');
  expect(textOf(drawn([...spaced('1,2', 6), ['a', 2], ['b', 0]]))).toBe('1,2ab');
  expect(textOf(drawn([...'e.com'].map((text) => [text, 6] as const)))).toBe('e.com');
  expect(textOf(drawn([...'9144X'].map((text) => [text, 20] as const)))).toBe('9144X');
});

it('learns from the blanks that were given how wide they are', () => {
  const letters = spaced('now is it', 7);
  const { line, glyphs } = drawn(letters);
  expect(textOf({ line, glyphs })).toBe('nowisit');
  const blank: LineGlyph = { text: ' ', confidence: 1, from: glyphs[2]?.to ?? 0, to: glyphs[3]?.from ?? 0 };
  expect(textOf({ line, glyphs: [...glyphs.slice(0, 3), blank, ...glyphs.slice(3)] })).toBe('now is it');
});

it('puts none between Chinese characters, whatever stands apart', () => {
  expect(
    textOf(
      drawn([
        ['姓', 12],
        ['名', 12],
        ['a', 2],
        ['b', 0],
      ]),
    ),
  ).toBe('姓名ab');
});
