/*
 * Draws `resources/glyphs/noto-sans-24.bin`: the characters of a Chinese receipt printer, and the rare ones beyond its font,
 * as dots of a 24 by 24 cell. The booth prints rare characters from it and shows what it will print. Run it by hand, where
 * Noto Sans Mono CJK SC is installed (Debian: fonts-noto-cjk); its result is kept with the sources.
 */
import { writeFileSync } from 'node:fs';
import iconv from 'iconv-lite';
import { chromium } from 'playwright';
import { CELL_DOTS, GLYPH_FILE, packGlyphs } from '../native/printer/glyph-file.ts';

const FAMILY = 'Noto Sans Mono CJK SC';
/** Ink from this share of a dot on, of 255: higher and strokes break, lower and characters of twenty strokes fill up. */
const INK_FROM = 100;
/** The row on which characters stand; letters a little higher, so that their tails stay within the cell. */
const BASELINE = 21;
const ASCII_BASELINE = 19;
/** All that GB18030 has in one or two bytes, and the Han characters of the blocks beyond. */
const RANGES: readonly [from: number, to: number][] = [
  [0x20, 0x9fff],
  [0xf900, 0xffff],
  [0x20000, 0x323af],
];
const UNASSIGNED = 0x10fffd;

function isWanted(code: number): boolean {
  if (code > 0x7e && code < 0xa0) return false;
  const character = String.fromCodePoint(code);
  const encoded = iconv.encode(character, 'gb18030');
  return /\p{Script=Han}/u.test(character) || (encoded.length <= 2 && iconv.decode(encoded, 'gb18030') === character);
}

/** Runs in the browser, which finds a face inside a font collection: the dots of each code point, one character a dot. */
function drawAll({ codes, family, cell, inkFrom, baselines }: DrawOptions): string[] {
  const context = new OffscreenCanvas(cell, cell).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.font = `${cell}px "${family}"`;
  return codes.map((code) => {
    context.clearRect(0, 0, cell, cell);
    context.fillText(String.fromCodePoint(code), 0, code < 0x7f ? baselines.ascii : baselines.other);
    const { data } = context.getImageData(0, 0, cell, cell);
    let dots = '';
    for (let dot = 0; dot < cell * cell; dot++) dots += (data[dot * 4 + 3] ?? 0) >= inkFrom ? '1' : '0';
    return dots;
  });
}

interface DrawOptions {
  readonly codes: readonly number[];
  readonly family: string;
  readonly cell: number;
  readonly inkFrom: number;
  readonly baselines: { readonly ascii: number; readonly other: number };
}

const codes = RANGES.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
const wanted = codes.filter(isWanted);
const [missing, ...drawn] = await page.evaluate(drawAll, {
  codes: [UNASSIGNED, ...wanted],
  family: FAMILY,
  cell: CELL_DOTS,
  inkFrom: INK_FROM,
  baselines: { ascii: ASCII_BASELINE, other: BASELINE },
});
await browser.close();

const glyphs = new Map<number, Uint8Array>();
drawn.forEach((dots, index) => {
  const code = wanted[index] ?? 0;
  if (dots === missing) return;
  glyphs.set(
    code,
    Uint8Array.from(dots.match(/.{8}/g) ?? [], (bits) => Number.parseInt(bits, 2)),
  );
});
writeFileSync(GLYPH_FILE, packGlyphs(glyphs));
console.log(`${glyphs.size} characters in ${GLYPH_FILE}`);
