import { describe, expect, it } from 'vitest';
import { fenOfCapitals, isLuhn } from '../../../electron/workers/ocr/checks.ts';
import { albumPhoto } from '../../fixtures/documents/album/album.ts';
import { ALBUM_KINDS, inCapitals, inventPaper } from '../../fixtures/documents/album/invent.ts';
import { seededRandom } from '../../fixtures/documents/random.ts';

describe('the album of made-up papers', { timeout: 60_000 }, () => {
  it('gives the same picture for the same seed', () => {
    const [first, again] = [albumPhoto(12), albumPhoto(12)];
    expect(Buffer.compare(first.jpeg, again.jpeg)).toBe(0);
    expect(first.truth).toEqual(again.truth);
    expect(albumPhoto(13).kind).not.toBe(first.kind);
  });

  it('writes amounts as the reading understands them', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 2000; round++) {
      const fen = random.between(1, 99_999_999) * 100 + (round % 3 === 0 ? random.between(0, 99) : 0);
      expect(fenOfCapitals(inCapitals(fen)), inCapitals(fen)).toBe(fen);
    }
  });

  it('invents card numbers with a right check digit, and nobody born after 1909', () => {
    for (let seed = 0; seed < 200; seed++) {
      for (const kind of ALBUM_KINDS) {
        const truth = inventPaper(kind, seededRandom(seed));
        if (truth['card-number']) expect(isLuhn(truth['card-number'])).toBe(true);
        if (truth['id-number']) expect(Number(truth['id-number'].slice(6, 10))).toBeLessThan(1910);
      }
    }
  });
});
