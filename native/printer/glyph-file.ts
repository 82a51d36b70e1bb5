import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Dots of a character's cell, each way. ASCII takes the left half of it. */
export const CELL_DOTS = 24;
const GLYPH_BYTES = (CELL_DOTS * CELL_DOTS) / 8;
const CODE_BYTES = 3;

/** Beside the sources and beside the bundles alike, `resources` lies two folders up. */
export const GLYPH_FILE = path.join(import.meta.dirname, '../../resources/glyphs/noto-sans-24.bin');

/** Rows from the top, the most significant bit on the left. */
export type GlyphBits = Uint8Array;

/** Deflated: the number of characters, their code points in order, their bits in the same order. */
export function packGlyphs(glyphs: ReadonlyMap<number, GlyphBits>): Uint8Array {
  const codes = [...glyphs.keys()].sort((a, b) => a - b);
  const packed = Buffer.alloc(CODE_BYTES + codes.length * (CODE_BYTES + GLYPH_BYTES));
  packed.writeUIntBE(codes.length, 0, CODE_BYTES);
  codes.forEach((code, index) => {
    packed.writeUIntBE(code, CODE_BYTES * (index + 1), CODE_BYTES);
    packed.set(glyphs.get(code) ?? [], CODE_BYTES * (codes.length + 1) + index * GLYPH_BYTES);
  });
  return deflateRawSync(packed, { level: 9 });
}

function unpackGlyphs(file: Uint8Array): ReadonlyMap<number, GlyphBits> {
  const packed = inflateRawSync(file);
  const count = packed.readUIntBE(0, CODE_BYTES);
  const glyphs = new Map<number, GlyphBits>();
  for (let index = 0; index < count; index++) {
    const from = CODE_BYTES * (count + 1) + index * GLYPH_BYTES;
    glyphs.set(packed.readUIntBE(CODE_BYTES * (index + 1), CODE_BYTES), packed.subarray(from, from + GLYPH_BYTES));
  }
  return glyphs;
}

let loaded: ReadonlyMap<number, GlyphBits> | null = null;

/** The dots of a character; undefined when the font has none. Reads the file at the first question. */
export function glyphOf(character: string): GlyphBits | undefined {
  loaded ??= unpackGlyphs(readFileSync(GLYPH_FILE));
  return loaded.get(character.codePointAt(0) ?? 0);
}
