import { expect, it } from 'vitest';
import { type Action, DESKS, type Seen, type SeenAsk, type Who } from './alphabet.ts';
import { Played } from './played.ts';
import { brokenBy, brokenIn } from './promises.ts';

const NO_BOUND = Number.POSITIVE_INFINITY;
const takes = (who: 'a' | 'b'): Action => ({ who, does: 'takes' });
const asks = (purpose: 'add' | 'consult' | 'transfer'): Action => ({ who: 'a', does: 'asks', purpose });
const leaves: Action = { who: 'a', does: 'leaves' };
const holds: Action = { who: 'a', does: 'puts the citizen', place: 'hold' };
const hangsUp: Action = { who: 'citizen', does: 'hangs up' };

function after(...order: Action[]): Seen {
  const played = new Played({ desks: DESKS.slice(0, 2), mostWaits: NO_BOUND, mostGone: NO_BOUND });
  for (const action of order) played.do(action);
  expect(played.broken()).toEqual([]);
  return played.seen();
}

const put = (seen: Seen, whom: Who, change: Partial<Seen['parties'][number]>): Seen => ({
  ...seen,
  parties: seen.parties.map((one) => (one.who === whom ? { ...one, ...change } : one)),
});
const asking = (seen: Seen, ask: Partial<SeenAsk>): Seen => ({
  ...seen,
  asks: [...seen.asks, { purpose: 'add', departmentId: 'tax', by: 'a', ringing: null, ...ask }],
});

/** What would be seen of a hub that keeps every promise but one. */
const BROKEN: readonly (readonly [string, Seen, string])[] = [
  [
    'who is left of a word aside is not put back to the table',
    put(after(takes('a'), asks('consult'), takes('b'), leaves), 'b', { place: 'aside' }),
    'the citizen is alone without notice, and who is left stands aside',
  ],
  [
    'a word aside is asked for on, though its asker is gone',
    asking(after(takes('a'), asks('add'), takes('b'), leaves), { purpose: 'consult' }),
    'a word aside is asked for a, who is gone',
  ],
  [
    'a colleague is asked on to a table that everybody left',
    asking(after(takes('a'), leaves), { purpose: 'add' }),
    'somebody is asked to a table at which nobody is left',
  ],
  [
    'the citizen is asked on for, though somebody came',
    asking(after(takes('a')), { purpose: 'answer' }),
    'somebody is asked to answer a call that is answered',
  ],
  [
    'the citizen stays on hold when all are gone',
    put(after(takes('a'), holds, leaves), 'citizen', { place: 'hold' }),
    'the citizen is on hold, and nobody is there to end it',
  ],
  [
    'nobody is found for a citizen whom everybody left',
    { ...after(takes('a'), leaves), asks: [] },
    'the citizen is alone without notice',
  ],
  [
    'an owner who is gone has no successor',
    put(after(takes('a'), asks('add'), takes('b'), leaves), 'b', { owner: false }),
    '0 owners of 1 agents',
  ],
  [
    'a call is over though the citizen is there',
    { ...after(takes('a'), hangsUp), ended: 'lost' },
    'the citizen was dropped: lost',
  ],
];

it.each(BROKEN)('says so when %s', (_what, seen, said) => {
  expect(brokenIn(seen)).toContain(said);
});

it('says so when an action changes nothing', () => {
  const before = after(takes('a'), asks('add'), takes('b'));
  for (const action of [leaves, holds, { who: 'a', does: 'sends out', whom: 'b' } as const]) {
    expect(brokenBy(action, before, before)).toHaveLength(1);
    expect(brokenBy(action, before, after(takes('a'), asks('add'), takes('b'), action))).toEqual([]);
  }
});
