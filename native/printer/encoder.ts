import { code128Modules } from './code128.ts';
import { cutCommand } from './protocol.ts';
import { columnsOf, encodeText, wrapText } from './text.ts';

const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const LF = 0x0a;

interface TextStyle {
  readonly bold?: boolean;
  /** Twice as wide and high. */
  readonly large?: boolean;
  readonly align?: 'left' | 'centre';
}

/** What of a printer's profile shows on its paper. */
export interface DocumentOptions {
  readonly paperWidthMm: 58 | 80;
  readonly cut: 'gs-v' | 'esc-i';
}

/** Dots across the printable width at 8 dots/mm, and columns of font A (12 dots). */
export const PAPER = {
  58: { dots: 384, columns: 32 },
  80: { dots: 576, columns: 48 },
} as const;

/** Builds the bytes of one document, line by line. Every line ends where it began: left, plain, small. */
export interface DocumentBuilder {
  readonly columns: number;
  /** One line or, when it is too long, several. */
  line(text: string, style?: TextStyle): DocumentBuilder;
  /** A label on the left and a value at a fixed column, which wraps below itself. */
  pair(label: string, value: string, labelColumns: number, style?: TextStyle): DocumentBuilder;
  /** Text on the left and on the right of one line. */
  spread(left: string, right: string, style?: TextStyle): DocumentBuilder;
  rule(character: '-' | '='): DocumentBuilder;
  feed(lines: number): DocumentBuilder;
  qr(text: string): DocumentBuilder;
  /** Code 128 with its text below, for laser scanners that read no QR; nothing where the paper is too narrow for it. */
  barcode(text: string): DocumentBuilder;
  /** Feeds to the cutter and cuts. */
  cut(): DocumentBuilder;
  bytes(): Uint8Array;
}

/** Dots a module: 6 dots are 0.75 mm, which phones read at arm's length. */
const QR_MODULE_DOTS = 6;

/** Bars of three dots, of two where these do not fit: a thinner one is lost on worn paper. */
const BAR_MODULE_DOTS = [3, 2] as const;
const BAR_HEIGHT_DOTS = 60;

const RULE_AIR_DOTS = 4;

export function createDocument({ paperWidthMm, cut }: DocumentOptions): DocumentBuilder {
  const { columns, dots } = PAPER[paperWidthMm];
  const out: number[] = [];
  const put = (...bytes: number[]) => {
    out.push(...bytes);
  };

  // ESC @ forgets the last job's settings; FS & follows always, as libraries and some models leave Chinese mode with it.
  put(ESC, 0x40, FS, 0x26);

  const styled = (style: TextStyle, text: string) => {
    if (style.align === 'centre') put(ESC, 0x61, 1);
    if (style.bold) put(ESC, 0x45, 1);
    // Two size commands: one for ASCII, one for Chinese; printers differ in whether the first covers both.
    if (style.large) put(GS, 0x21, 0x11, FS, 0x21, 0x0c);
    put(...encodeText(text, style), LF);
    if (style.large) put(GS, 0x21, 0x00, FS, 0x21, 0x00);
    if (style.bold) put(ESC, 0x45, 0);
    if (style.align === 'centre') put(ESC, 0x61, 0);
  };

  const builder: DocumentBuilder = {
    columns,
    line(text, style = {}) {
      for (const part of wrapText(text, style.large ? columns / 2 : columns)) styled(style, part);
      return builder;
    },
    pair(label, value, labelColumns, style = {}) {
      wrapText(value, columns - labelColumns).forEach((part, index) => {
        const head = index === 0 ? label : '';
        styled(style, head + ' '.repeat(Math.max(0, labelColumns - columnsOf(head))) + part);
      });
      return builder;
    },
    spread(left, right, style = {}) {
      const gap = columns - columnsOf(left) - columnsOf(right);
      if (gap < 1) {
        builder.line(left, style);
        for (const part of wrapText(right, columns)) styled(style, ' '.repeat(columns - columnsOf(part)) + part);
        return builder;
      }
      styled(style, left + ' '.repeat(gap) + right);
      return builder;
    },
    rule(character) {
      // A little air on both sides: the line is drawn at half the height of its row.
      put(ESC, 0x4a, RULE_AIR_DOTS);
      styled({}, character.repeat(columns));
      put(ESC, 0x4a, RULE_AIR_DOTS);
      return builder;
    },
    feed(lines) {
      put(ESC, 0x64, lines);
      return builder;
    },
    qr(text) {
      const data = Buffer.from(text, 'utf8');
      const store = data.length + 3;
      put(ESC, 0x61, 1);
      put(GS, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0);
      put(GS, 0x28, 0x6b, 3, 0, 0x31, 0x43, QR_MODULE_DOTS);
      // Level M: a slip is folded and rubbed in a pocket.
      put(GS, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x31);
      put(GS, 0x28, 0x6b, store & 0xff, store >> 8, 0x31, 0x50, 0x30, ...data);
      put(GS, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30);
      put(ESC, 0x61, 0);
      return builder;
    },
    barcode(text) {
      const modules = code128Modules(text);
      const bar = BAR_MODULE_DOTS.find((width) => modules * width <= dots);
      if (bar === undefined) return builder;
      const data = Buffer.from(`{B${text.replaceAll('{', '{{')}`, 'latin1');
      put(ESC, 0x61, 1);
      put(GS, 0x68, BAR_HEIGHT_DOTS, GS, 0x77, bar, GS, 0x48, 2, GS, 0x6b, 73, data.length, ...data);
      put(ESC, 0x61, 0);
      return builder;
    },
    cut() {
      put(...cutCommand(cut));
      return builder;
    },
    bytes: () => Uint8Array.from(out),
  };
  return builder;
}
