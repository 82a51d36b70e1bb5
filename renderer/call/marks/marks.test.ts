import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MARK_FADES_MS,
  MAX_POINTS_PER_MARK,
  type MarkMessage,
  type MarkSurface,
  markMessage,
} from '../../../contracts/domain/marks.ts';
import { MAX_MARKS_PER_AUTHOR, type Marks, NO_MARKS, newestOfOthers, seenMarks, takeMark, wipeOf } from './marks.ts';

const AGENT = '0199f000-0000-7000-8000-000000000001';
const CITIZEN = '0199f000-0000-7000-8000-000000000009';
const PAPER: MarkSurface = { on: 'paper' };
const STILL: MarkSurface = { on: 'still', fileId: '0199f000-0000-7000-8000-00000000000a' };
const NOW_MS = 1_000_000;

type Said = readonly [authorId: string, message: MarkMessage];

const drawn = (number: number, from = 0, phase: 'begin' | 'extend' | 'end' = 'end', x = 0.5): MarkMessage => ({
  type: 'mark',
  number,
  surface: PAPER,
  kind: 'stroke',
  keep: 'stays',
  phase,
  from,
  points: [[x, 0.5, 0]],
});

/** A hand's whole mark, as the messages in which it was said, with what its author then did to it. */
const hand = (authorId: string, number: number) =>
  fc
    .record({
      surface: fc.constantFrom(PAPER, STILL),
      kind: fc.constantFrom('point' as const, 'stroke' as const, 'circle' as const, 'underline' as const),
      keep: fc.constantFrom('fades' as const, 'stays' as const),
      parts: fc.array(
        fc.array(
          fc.tuple(
            fc.double({ min: 0, max: 1, noNaN: true }),
            fc.double({ min: 0, max: 1, noNaN: true }),
            fc.nat(9_999),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        { minLength: 1, maxLength: 4 },
      ),
      undone: fc.boolean(),
    })
    .map(({ surface, kind, keep, parts, undone }): Said[] => {
      let from = 0;
      const messages: MarkMessage[] = parts.map((points, at) => {
        const phase = at === parts.length - 1 ? 'end' : at === 0 ? 'begin' : 'extend';
        const message: MarkMessage = { type: 'mark', number, surface, kind, keep, phase, from, points };
        from += points.length;
        return message;
      });
      if (undone) messages.push({ type: 'undo', number, surface });
      return messages.map((message) => [authorId, message]);
    });

const wipe = fc
  .record({ surface: fc.constantFrom(PAPER, STILL), agent: fc.nat(6), citizen: fc.nat(6) })
  .map(
    ({ surface, agent, citizen }): Said => [
      AGENT,
      { type: 'clear', surface, upTo: { [AGENT]: agent, [CITIZEN]: citizen } },
    ],
  );

const talk = fc
  .tuple(
    ...[0, 1, 2, 3, 4, 5].flatMap((number) => [hand(AGENT, number), hand(CITIZEN, number)]),
    fc.array(wipe, { maxLength: 2 }),
  )
  .map((hands) => hands.flat() as Said[]);

const all = (said: readonly Said[]): Marks =>
  said.reduce((marks, [authorId, message]) => takeMark(marks, authorId, message, NOW_MS), NO_MARKS);
const picture = (marks: Marks, atMs = NOW_MS) => [PAPER, STILL].map((surface) => seenMarks(marks, surface, atMs));

describe('marks', () => {
  it('are the same in whatever order and however often their messages come', () => {
    fc.assert(
      fc.property(
        talk.chain((said) =>
          fc.tuple(fc.constant(said), fc.shuffledSubarray([...said, ...said], { minLength: 2 * said.length })),
        ),
        ([said, shuffled]) => {
          for (const [, message] of said) markMessage.parse(message);
          expect(picture(all(shuffled))).toEqual(picture(all(said)));
          expect(picture(all(shuffled), NOW_MS + MARK_FADES_MS)).toEqual(picture(all(said), NOW_MS + MARK_FADES_MS));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('take nothing new from a message that came before', () => {
    const once = all([[AGENT, drawn(1)]]);
    expect(takeMark(once, AGENT, drawn(1), NOW_MS + 9)).toBe(once);
  });

  it('fade by the clock, and not while a finger is held', () => {
    const held: MarkMessage = { ...drawn(1, 0, 'begin'), kind: 'point', keep: 'fades' } as MarkMessage;
    const marks = all([[AGENT, held]]);
    expect(seenMarks(marks, PAPER, NOW_MS + 60_000)).toHaveLength(1);
    const lifted = takeMark(marks, AGENT, { ...held, phase: 'end', from: 1 } as MarkMessage, NOW_MS);
    expect(seenMarks(lifted, PAPER, NOW_MS + MARK_FADES_MS - 500)[0]?.strength).toBeCloseTo(0.5);
    expect(seenMarks(lifted, PAPER, NOW_MS + MARK_FADES_MS)).toEqual([]);
  });

  it('are undone by their author only', () => {
    const undo: MarkMessage = { type: 'undo', number: 1, surface: PAPER };
    const marks = all([[AGENT, drawn(1)]]);
    expect(seenMarks(takeMark(marks, CITIZEN, undo, NOW_MS), PAPER, NOW_MS)).toHaveLength(1);
    expect(seenMarks(takeMark(marks, AGENT, undo, NOW_MS), PAPER, NOW_MS)).toEqual([]);
  });

  it('are wiped as far as they were seen', () => {
    const seen = all([
      [AGENT, drawn(1)],
      [CITIZEN, drawn(4)],
    ]);
    const clear = wipeOf(seen, PAPER);
    expect(clear?.upTo).toEqual({ [AGENT]: 1, [CITIZEN]: 4 });
    const later = takeMark(takeMark(seen, CITIZEN, drawn(5), NOW_MS), AGENT, clear as MarkMessage, NOW_MS);
    expect(seenMarks(later, PAPER, NOW_MS).map(({ number }) => number)).toEqual([5]);
  });

  it('tell where somebody else marked last, of what is still to be seen', () => {
    const still: MarkMessage = { ...drawn(5), surface: STILL } as MarkMessage;
    const marks = all([
      [AGENT, drawn(4)],
      [AGENT, still],
      [CITIZEN, drawn(7)],
    ]);
    expect(newestOfOthers(marks, CITIZEN, NOW_MS)).toEqual({ surface: STILL, number: 5 });
    expect(newestOfOthers(marks, AGENT, NOW_MS)).toEqual({ surface: PAPER, number: 7 });
    const undo: MarkMessage = { type: 'undo', number: 5, surface: STILL };
    expect(newestOfOthers(takeMark(marks, AGENT, undo, NOW_MS), CITIZEN, NOW_MS)?.surface).toEqual(PAPER);
    expect(newestOfOthers(NO_MARKS, CITIZEN, NOW_MS)).toBeUndefined();
  });

  it('are bounded in number for each author, and in points', () => {
    let marks: Marks = takeMark(NO_MARKS, CITIZEN, drawn(0), NOW_MS);
    for (let number = 0; number < MAX_MARKS_PER_AUTHOR + 50; number++) {
      marks = takeMark(marks, AGENT, drawn(number), NOW_MS);
    }
    const seen = seenMarks(marks, PAPER, NOW_MS);
    expect(seen.filter(({ authorId }) => authorId === AGENT)).toHaveLength(MAX_MARKS_PER_AUTHOR);
    expect(seen.filter(({ authorId }) => authorId === CITIZEN)).toHaveLength(1);
    for (let from = 0; from <= MAX_POINTS_PER_MARK; from += 50) {
      const message = drawn(999, from, 'extend');
      marks = takeMark(marks, AGENT, { ...message, points: Array(50).fill([0.1, 0.1, 0]) } as MarkMessage, NOW_MS);
    }
    expect(seenMarks(marks, PAPER, NOW_MS).at(-1)?.points).toHaveLength(MAX_POINTS_PER_MARK);
  });
});
