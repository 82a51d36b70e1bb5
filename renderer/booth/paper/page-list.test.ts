import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paperDocument } from '../../../contracts/domain/pages.ts';
import { documentOf, emptyList, type PageEvent, type PageList, reducePages, wantedSide } from './page-list.ts';

const uuid = (last: number) => `01890000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const key = (number: number) => uuid(number);
const file = (number: number) => uuid(1_000 + number);
const taken = (number: number, isCard = false): PageEvent => ({
  type: 'taken',
  key: key(number),
  flaw: null,
  isCard,
});
const stored = (number: number): PageEvent => ({ type: 'stored', key: key(number), fileId: file(number) });
const listAfter = (...events: readonly PageEvent[]) => events.reduce(reducePages, emptyList(uuid(1_000_000)));
const files = (list: PageList) => documentOf(list).pages.map(({ fileId }) => fileId);

describe('the pages of a document', () => {
  it('are told in their order, those that the hub has', () => {
    const list = listAfter(taken(1), taken(2), stored(2), taken(3), stored(3), { type: 'move', key: key(3), by: -1 });
    expect(files(list)).toEqual([file(3), file(2)]);
    expect(files(reducePages(list, stored(1)))).toEqual([file(1), file(3), file(2)]);
  });

  it('keep their place when one is taken again, and the old photograph is dropped', () => {
    const list = listAfter(
      taken(1),
      stored(1),
      taken(2),
      stored(2),
      { type: 'replace', key: key(1) },
      taken(3),
      stored(3),
    );
    expect(files(list)).toEqual([file(3), file(2)]);
    expect(list).toMatchObject({ replacing: null, dropped: [file(1)] });
  });

  it('drop a photograph that arrives when its page was taken away', () => {
    const list = listAfter(taken(1), { type: 'remove', key: key(1) }, stored(1));
    expect(documentOf(list)).toMatchObject({ pages: [], dropped: [file(1)] });
  });

  it('open again when a desk asks for one once more', () => {
    const ask = { reason: 'glare', byName: '演示' } as const;
    const list = listAfter(taken(1), stored(1), { type: 'done' }, { type: 'asked', fileId: file(1), ask });
    expect(list).toMatchObject({ done: false, replacing: key(1), pages: [{ ask }] });
    expect(listAfter(taken(1), { type: 'asked', fileId: file(9), ask })).toEqual(listAfter(taken(1)));
  });

  it('want the back of a card after its front, and no side of anything else', () => {
    expect(wantedSide(listAfter(taken(1, true)))).toBe('back');
    const both = listAfter(taken(1, true), taken(2, true));
    expect(both.pages.map(({ side }) => side)).toEqual(['front', 'back']);
    expect(wantedSide(both)).toBeNull();
    expect(listAfter(taken(1, true), taken(2, true), taken(3, true)).pages.at(-1)?.side).toBe('front');
    expect(wantedSide(listAfter(taken(1)))).toBeNull();
  });

  it('know sides better once a page was read', () => {
    const back = listAfter(taken(1, true), stored(1), { type: 'read', fileId: file(1), kind: 'id-card-back' });
    expect(wantedSide(back)).toBe('front');
    const invoice = listAfter(taken(1, true), stored(1), { type: 'read', fileId: file(1), kind: 'form' });
    expect(wantedSide(invoice)).toBeNull();
    const unknown = listAfter(taken(1, true), stored(1), { type: 'read', fileId: file(1), kind: 'other' });
    expect(wantedSide(unknown)).toBe('back');
  });
});

describe('whatever happens to the pages of a document', () => {
  const number = fc.integer({ min: 1, max: 40 });
  const event = fc.oneof(
    fc.tuple(number, fc.boolean()).map(([which, isCard]) => taken(which, isCard)),
    number.map(stored),
    number.map((which): PageEvent => ({ type: 'failed', key: key(which) })),
    number.map((which): PageEvent => ({ type: 'replace', key: key(which) })),
    number.map((which): PageEvent => ({ type: 'remove', key: key(which) })),
    fc.tuple(number, fc.constantFrom(-1, 1)).map(([which, by]): PageEvent => ({ type: 'move', key: key(which), by })),
    number.map((which): PageEvent => ({ type: 'asked', fileId: file(which), ask: { reason: 'blurred', byName: 'x' } })),
    fc.constantFrom<PageEvent>({ type: 'keep' }, { type: 'done' }),
  );

  it('no page is twice there, none is in and out, and what is told is valid', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120 }), (events) => {
        const list = listAfter(...events);
        const keys = list.pages.map((page) => page.key);
        expect(new Set(keys).size).toBe(keys.length);
        const there = new Set(files(list));
        expect(there.size).toBe(files(list).length);
        if (list.replacing !== null) expect(keys).toContain(list.replacing);
        if (list.done) expect(list.replacing).toBeNull();
        expect(paperDocument.safeParse({ ...documentOf(list), dropped: [] }).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('a stored photograph is in the document or dropped, never lost', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120 }), (events) => {
        // Each photograph is stored once, after it was taken.
        let list = emptyList(uuid(1_000_000));
        const seen = new Set<string>();
        const given = new Set<string>();
        for (const each of events) {
          if (each.type === 'taken') {
            if (seen.has(each.key)) continue;
            seen.add(each.key);
          }
          if (each.type === 'stored') {
            if (!seen.has(each.key) || given.has(each.fileId)) continue;
            given.add(each.fileId);
          }
          list = reducePages(list, each);
        }
        expect(new Set([...files(list), ...list.dropped])).toEqual(given);
      }),
      { numRuns: 500 },
    );
  });
});
