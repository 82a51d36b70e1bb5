import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spliceBetween } from './splice.ts';

const apply = (text: string, { at, remove, insert }: { at: number; remove: number; insert: string }) =>
  text.slice(0, at) + insert + text.slice(at + remove);

describe('a splice between two texts', () => {
  it('makes the one of the other, and cuts no letter in two', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '北', '𠮷', '😀'), maxLength: 12 });
    fc.assert(
      fc.property(letters, letters, fc.nat(12), (before, after, caret) => {
        const splice = spliceBetween(before, after, caret);
        expect(splice === null ? before : apply(before, splice)).toBe(after);
        if (splice === null) return;
        for (const part of [before.slice(0, splice.at), splice.insert]) expect(part).not.toMatch(/\p{Surrogate}/u);
      }),
      { numRuns: 2000 },
    );
  });

  it('puts a repeated letter where the cursor stands', () => {
    expect(spliceBetween('aa', 'aaa', 1)).toEqual({ at: 0, remove: 0, insert: 'a' });
    expect(spliceBetween('aa', 'aaa', 3)).toEqual({ at: 2, remove: 0, insert: 'a' });
  });
});
