import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

function palette(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

/** Relative luminance of an sRGB colour, WCAG 2.2. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const base = palette(':root');
const high = { ...base, ...palette(':root[data-contrast="high"]') };

/** Text, ground, least ratio. States stand at 9:1 on paper; their washes are large and carry a shape and a word. */
const PAIRS = [
  ['ink', 'paper', 15],
  ['ink', 'paper-deep', 10],
  ['ink-soft', 'paper', 10],
  ['ink', 'dawn-wash', 10],
  ['ink', 'water-wash', 10],
  ['on-dawn', 'dawn', 10],
  ['on-water', 'water', 10],
  ['on-stage', 'stage', 10],
  ['amber', 'paper', 9],
  ['red', 'paper', 9],
  ['green', 'paper', 8.5],
  ['amber', 'amber-wash', 8],
  ['red', 'red-wash', 8],
  ['green', 'green-wash', 8],
  ['water', 'water-wash', 8],
] as const;

describe.each([
  ['default', base],
  ['high', high],
])('palette %s', (_name, colours) => {
  it.each(PAIRS)('%s on %s has at least %d:1', (text, ground, least) => {
    expect(contrast(colours[text] as string, colours[ground] as string)).toBeGreaterThanOrEqual(least);
  });
});
