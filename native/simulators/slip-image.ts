import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { create as createQr } from 'qrcode';
import { type Align, type Glyph, LINE_DOTS, type Mark } from './escpos-machine.ts';

/** Font A: 12 by 24 dots, Chinese 24 by 24. */
const COLUMN_DOTS = 12;
const GLYPH_DOTS = 24;
/** Paper beside the printable width, and above and below: 4 mm. */
const MARGIN_DOTS = 32;
const INK = '#1c1c1c';
const PAPER = '#fdfdfb';

let fontsReady = false;

/** The font comes with the project, so that a slip looks the same on a machine without Chinese fonts. */
function prepareFonts(): void {
  if (fontsReady) return;
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json')),
    'files',
  );
  for (const subset of ['chinese-simplified', 'latin']) {
    for (const weight of [400, 700]) {
      const path = join(folder, `noto-sans-sc-${subset}-${weight}-normal.woff2`);
      if (!GlobalFonts.registerFromPath(path, fontName(subset, weight))) throw new Error(`cannot load ${path}`);
    }
  }
  fontsReady = true;
}

const fontName = (subset: string, weight: number) => `slip-${subset}-${weight}`;

/** A picture of the paper, one pixel for each dot. */
export async function renderSlip(marks: readonly Mark[], dots: number): Promise<Buffer> {
  prepareFonts();
  const height = marks.reduce((sum, mark) => sum + heightOf(mark), 0) + 2 * MARGIN_DOTS;
  const canvas = createCanvas(dots + 2 * MARGIN_DOTS, height);
  const context = canvas.getContext('2d');
  context.fillStyle = PAPER;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = INK;
  let y = MARGIN_DOTS;
  for (const mark of marks) {
    if (mark.kind === 'line') drawLine(context, mark.glyphs, mark.align, y, dots);
    else if (mark.kind === 'qr') drawQr(context, mark, y, dots);
    y += heightOf(mark);
  }
  return canvas.encode('png');
}

function heightOf(mark: Mark): number {
  switch (mark.kind) {
    case 'line':
      return LINE_DOTS * Math.max(1, ...mark.glyphs.map((glyph) => glyph.scaleY));
    case 'qr':
      return qrOf(mark).size * mark.moduleDots;
    case 'feed':
      return mark.dots;
  }
}

function startX(align: Align, width: number, dots: number): number {
  const free = dots - width;
  return MARGIN_DOTS + (align === 'centre' ? Math.floor(free / 2) : align === 'right' ? free : 0);
}

const widthOf = (glyph: Glyph) => glyph.columns * COLUMN_DOTS * glyph.scaleX;

function drawLine(context: SKRSContext2D, glyphs: readonly Glyph[], align: Align, y: number, dots: number): void {
  const lineScale = Math.max(1, ...glyphs.map((glyph) => glyph.scaleY));
  const baseline = y + GLYPH_DOTS * lineScale - 3 * lineScale;
  let x = startX(
    align,
    glyphs.reduce((sum, glyph) => sum + widthOf(glyph), 0),
    dots,
  );
  for (const glyph of glyphs) {
    drawGlyph(context, glyph, x, baseline);
    x += widthOf(glyph);
  }
}

/** A proportional font in the printer's fixed cells: each glyph in the middle of its cell, narrowed where it is too wide. */
function drawGlyph(context: SKRSContext2D, glyph: Glyph, x: number, baseline: number): void {
  const isChinese = glyph.columns === 2;
  const font = fontName(isChinese ? 'chinese-simplified' : 'latin', glyph.bold ? 700 : 400);
  context.font = `${isChinese ? GLYPH_DOTS : 21}px "${font}"`;
  const cell = glyph.columns * COLUMN_DOTS;
  const width = context.measureText(glyph.character).width;
  const narrow = Math.min(1, cell / Math.max(width, 1));
  context.save();
  context.translate(x, baseline);
  context.scale(glyph.scaleX * narrow, glyph.scaleY);
  context.fillText(glyph.character, (cell / narrow - width) / 2, 0);
  context.restore();
}

function qrOf(mark: Extract<Mark, { kind: 'qr' }>): { size: number; get(row: number, column: number): number } {
  return createQr(mark.text, { errorCorrectionLevel: mark.level }).modules;
}

function drawQr(context: SKRSContext2D, mark: Extract<Mark, { kind: 'qr' }>, y: number, dots: number): void {
  const modules = qrOf(mark);
  const left = startX(mark.align, modules.size * mark.moduleDots, dots);
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      context.fillRect(left + column * mark.moduleDots, y + row * mark.moduleDots, mark.moduleDots, mark.moduleDots);
    }
  }
}
