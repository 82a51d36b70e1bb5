import { PNG } from 'pngjs';
import { create as createQr } from 'qrcode';
import { code128Modules, code128Widths } from './code128.ts';
import { CELL_DOTS, glyphOf } from './glyph-file.ts';
import { type Align, COLUMN_DOTS, type Glyph, LINE_DOTS, type Mark } from './marks.ts';
import { inkAt } from './text.ts';

/** Paper beside the printable width, and above and below: 4 mm. */
const MARGIN_DOTS = 32;
const INK = 0x1c;
const PAPER = 0xfd;

/** A picture of paper, one pixel for each dot of the head. */
export interface SlipImage {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly widthDots: number;
  readonly heightDots: number;
}

interface Sheet {
  /** Blackens a rectangle of dots. */
  ink(x: number, y: number, width: number, height: number): void;
}

/**
 * Draws what stands on the paper, `dots` wide. A character of the printer's own font is shown as the glyph file has it;
 * bold is the same dots printed twice, a column apart, and double size is each dot as four, as printers do it.
 */
export function drawSlip(marks: readonly Mark[], dots: number): SlipImage {
  const widthDots = dots + 2 * MARGIN_DOTS;
  const heightDots = marks.reduce((sum, mark) => sum + heightOf(mark), 0) + 2 * MARGIN_DOTS;
  const pixels = Buffer.alloc(widthDots * heightDots, PAPER);
  const sheet: Sheet = {
    ink(x, y, width, height) {
      for (let row = y; row < y + height; row++) pixels.fill(INK, row * widthDots + x, row * widthDots + x + width);
    },
  };
  let y = MARGIN_DOTS;
  for (const mark of marks) {
    if (mark.kind === 'line') drawLine(sheet, mark.glyphs, mark.align, y, dots);
    else if (mark.kind === 'qr') drawQr(sheet, mark, y, dots);
    else if (mark.kind === 'barcode') drawBarcode(sheet, mark, y, dots);
    y += heightOf(mark);
  }
  return { png: encodePng(pixels, widthDots, heightDots), widthDots, heightDots };
}

function encodePng(pixels: Buffer, width: number, height: number): Uint8Array<ArrayBuffer> {
  const GREYSCALE = 0;
  const png = new PNG({ width, height });
  png.data = pixels;
  return Uint8Array.from(
    PNG.sync.write(png, { colorType: GREYSCALE, inputColorType: GREYSCALE, inputHasAlpha: false }),
  );
}

function heightOf(mark: Mark): number {
  switch (mark.kind) {
    case 'line':
      return LINE_DOTS * lineScale(mark.glyphs);
    case 'qr':
      return qrOf(mark).size * mark.moduleDots;
    case 'barcode':
      return mark.heightDots + (mark.hasText ? LINE_DOTS : 0);
    case 'feed':
      return mark.dots;
  }
}

const lineScale = (glyphs: readonly Glyph[]) => Math.max(1, ...glyphs.map((glyph) => glyph.scaleY));
const widthOf = (glyph: Glyph) => glyph.columns * COLUMN_DOTS * glyph.scaleX;

function startX(align: Align, width: number, dots: number): number {
  const free = dots - width;
  return MARGIN_DOTS + (align === 'centre' ? Math.floor(free / 2) : align === 'right' ? free : 0);
}

function drawLine(sheet: Sheet, glyphs: readonly Glyph[], align: Align, y: number, dots: number): void {
  const width = glyphs.reduce((sum, glyph) => sum + widthOf(glyph), 0);
  const bottom = y + CELL_DOTS * lineScale(glyphs);
  let x = startX(align, width, dots);
  for (const glyph of glyphs) {
    drawGlyph(sheet, glyph, x, bottom - CELL_DOTS * glyph.scaleY);
    x += widthOf(glyph);
  }
}

function drawGlyph(sheet: Sheet, glyph: Glyph, x: number, y: number): void {
  const { scaleX, scaleY } = glyph;
  const columns = glyph.columns * COLUMN_DOTS;
  const isInk = glyph.picture ? pictureInk(glyph.picture) : characterInk(glyph);
  for (let row = 0; row < CELL_DOTS; row++) {
    for (let column = 0; column < columns; column++) {
      if (isInk(column, row)) sheet.ink(x + column * scaleX, y + row * scaleY, scaleX, scaleY);
    }
  }
}

type Ink = (column: number, row: number) => boolean;

function characterInk({ character, bold, columns }: Glyph): Ink {
  const bits = glyphOf(character);
  if (bits) return (x, y) => inkAt(bits, x, y) || (bold && inkAt(bits, x - 1, y));
  // The printer's font has it, the glyph file does not: a frame says that something stands there.
  const last = columns * COLUMN_DOTS - 2;
  return (x, y) =>
    x >= 1 && x <= last && y >= 1 && y < CELL_DOTS - 1 && (x === 1 || x === last || y === 1 || y === CELL_DOTS - 2);
}

function pictureInk(picture: Uint8Array): Ink {
  return (x, y) => ((picture[x * 3 + (y >> 3)] ?? 0) & (0x80 >> (y & 7))) !== 0;
}

type Barcode = Extract<Mark, { kind: 'barcode' }>;

function drawBarcode(sheet: Sheet, mark: Barcode, y: number, dots: number): void {
  const { text, align, moduleDots, heightDots, hasText } = mark;
  const widths = code128Widths(text).map((modules) => modules * moduleDots);
  let x = startX(align, code128Modules(text) * moduleDots, dots);
  widths.forEach((width, index) => {
    if (index % 2 === 0) sheet.ink(x, y, width, heightDots);
    x += width;
  });
  if (!hasText) return;
  const glyphs = [...text].map((character) => ({ character, bold: false, scaleX: 1, scaleY: 1, columns: 1 }));
  drawLine(sheet, glyphs, align, y + heightDots, dots);
}

type Qr = Extract<Mark, { kind: 'qr' }>;

function qrOf({ text, level }: Qr): { size: number; get(row: number, column: number): number } {
  return createQr(text, { errorCorrectionLevel: level }).modules;
}

function drawQr(sheet: Sheet, mark: Qr, y: number, dots: number): void {
  const modules = qrOf(mark);
  const side = mark.moduleDots;
  const left = startX(mark.align, modules.size * side, dots);
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) sheet.ink(left + column * side, y + row * side, side, side);
    }
  }
}
