import { describe, expect, it } from 'vitest';
import { Told } from './told.ts';

/** A measure that is always content proves nothing: each way of being wrong is shown to it once. */

const MINUTE_MS = 60_000;

function told(fromMs: number, waitMs: number, toMs: number): Parameters<Told['revised']>[1] {
  return { place: 1, onDuty: 1, fromMs, waitMs, toMs };
}

function answeredAfter(
  waitMs: number,
  revised?: { readonly atMs: number; readonly fromMs: number; readonly toMs: number },
) {
  const book = new Told();
  book.waiting('w', 'all-busy', told(2 * MINUTE_MS, 3 * MINUTE_MS, 5 * MINUTE_MS), 0);
  if (revised) book.revised('w', told(revised.fromMs, revised.fromMs, revised.toMs), revised.atMs);
  book.answered('w', waitMs);
  return book.figures();
}

describe('what was told', () => {
  it('was true within the range, to the millisecond', () => {
    expect(answeredAfter(2 * MINUTE_MS).first).toEqual({ of: 1, range: 1, middle: 0 });
    expect(answeredAfter(5 * MINUTE_MS).first).toMatchObject({ range: 1 });
    expect(answeredAfter(2 * MINUTE_MS - 1).first).toMatchObject({ range: 0 });
    expect(answeredAfter(5 * MINUTE_MS + 1).first).toMatchObject({ range: 0 });
  });

  it('counts by how long it stood on the screen, from a revision on anew', () => {
    const figures = answeredAfter(10 * MINUTE_MS, { atMs: 4 * MINUTE_MS, fromMs: 5 * MINUTE_MS, toMs: 7 * MINUTE_MS });
    // Wrong for four minutes, right for six.
    expect(figures).toMatchObject({ first: { range: 0 }, lastWord: { range: 1 }, revisions: 1 });
    expect(figures.shown).toMatchObject({ of: 600, range: 0.6 });
  });

  it('takes a last word just before the answer for no word', () => {
    const figures = answeredAfter(10 * MINUTE_MS, { atMs: 9.5 * MINUTE_MS, fromMs: 0, toMs: MINUTE_MS });
    expect(figures.lastWord).toMatchObject({ of: 1, range: 0 });
  });

  it('was wrong for who left after its end, and of others who left nobody knows', () => {
    const book = new Told();
    for (const id of ['a', 'b']) book.waiting(id, 'all-busy', told(0, MINUTE_MS, 2 * MINUTE_MS), 0);
    book.left('a', MINUTE_MS);
    book.left('b', 3 * MINUTE_MS);
    expect(book.figures()).toMatchObject({ first: { of: 1, range: 0 }, shown: { of: 180, range: 0 } });
  });

  it('counts neither who only waited for a ring, nor time without an estimate as one', () => {
    const book = new Told();
    book.waiting('ring', 'nearer-first', told(0, 8_000, 10_000), 0);
    book.answered('ring', 8_000);
    const none = { place: 1, onDuty: 0, fromMs: null, waitMs: null, toMs: null };
    book.waiting('night', 'nobody-on-duty', none, 0);
    book.answered('night', MINUTE_MS);
    expect(book.figures()).toMatchObject({ first: { of: 0 }, shown: { of: 0 }, withoutSeconds: 60 });
  });
});
