import { describe, expect, it } from 'vitest';
import { PARTY_HELD_MS } from '../../../contracts/domain/call.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import { heldUntilMs, peopleOf, placedSince, unheardBecause, wouldLeaveAlone } from './call-people.ts';
import { IDS, LOCAL_NOW_MS } from './testing.ts';

const citizen: Party = { partyId: IDS.visit, kind: 'citizen', displayName: 'c', place: 'table', owner: false };
const me: Party = { partyId: IDS.me, kind: 'agent', displayName: 'me', place: 'table', owner: true };
const tax: Party = { partyId: IDS.tax, kind: 'agent', displayName: 'tax', place: 'table', owner: false };
const boss: Party = { partyId: IDS.case, kind: 'supervisor', displayName: 'boss', place: 'gallery', owner: false };
const NOW = new Date(LOCAL_NOW_MS).toISOString();
const deedsOf = (partyId: string, ...parties: Party[]) =>
  peopleOf({ parties }, IDS.me).find(({ party }) => party.partyId === partyId)?.deeds;

describe('peopleOf', () => {
  it('lets the owner move everybody, hand over, and send colleagues out', () => {
    expect(deedsOf(IDS.tax, citizen, me, tax)).toEqual(['to-aside', 'hand-over', 'remove']);
    expect(deedsOf(IDS.tax, citizen, me, { ...tax, place: 'aside' })).toEqual(['to-table', 'hand-over', 'remove']);
    expect(deedsOf(IDS.visit, citizen, me)).toEqual(['hold']);
    expect(deedsOf(IDS.visit, { ...citizen, place: 'hold' }, me)).toEqual(['resume']);
  });

  it('lets others move only themselves', () => {
    const guest = { ...me, owner: false };
    const owner = { ...tax, owner: true };
    expect(deedsOf(IDS.me, citizen, guest, owner)).toEqual(['to-aside']);
    expect(deedsOf(IDS.tax, citizen, guest, owner)).toEqual([]);
    expect(deedsOf(IDS.visit, citizen, guest, owner)).toEqual([]);
  });

  it('hands nothing over to somebody whose line is lost, and leaves supervisors alone', () => {
    expect(deedsOf(IDS.tax, citizen, me, { ...tax, awaySince: NOW })).toEqual(['to-aside', 'remove']);
    expect(deedsOf(IDS.case, citizen, me, boss)).toEqual([]);
  });
});

describe('unheardBecause', () => {
  it('names what stands between agent and citizen, the weightiest first', () => {
    const why = (parties: Party[], muted = false) => unheardBecause({ parties }, IDS.me, muted);
    expect(why([citizen, me])).toBeNull();
    expect(why([citizen, me], true)).toBe('muted');
    expect(why([citizen, { ...me, place: 'aside' }], true)).toBe('aside');
    expect(
      why([
        { ...citizen, place: 'hold' },
        { ...me, place: 'aside' },
      ]),
    ).toBe('on-hold');
    expect(why([{ ...citizen, place: 'hold', awaySince: NOW }, me])).toBe('line-lost');
    expect(why([citizen, { ...boss, partyId: IDS.me }])).toBe('watching');
  });
});

describe('times and leaving', () => {
  it('counts the held place on the browser’s own clock', () => {
    expect(heldUntilMs({ ...tax, awaySince: NOW }, 250)).toBe(LOCAL_NOW_MS - 250 + PARTY_HELD_MS);
    expect(heldUntilMs(tax, 0)).toBeNull();
  });

  it('finds since when somebody stands there in the record', () => {
    const entry = (order: number, partyId: string) => ({
      id: `${order}`,
      order,
      visitId: IDS.visit,
      at: `2026-03-02T01:00:0${order}.000Z`,
      source: 'hub' as const,
      sourceId: 'hub',
      fact: { type: 'call.placed' as const, partyId, place: 'hold' as const },
    });
    expect(placedSince([entry(1, IDS.visit), entry(2, IDS.visit), entry(3, IDS.tax)], IDS.visit)).toBe(
      '2026-03-02T01:00:02.000Z',
    );
    expect(placedSince([], IDS.visit)).toBeNull();
  });

  it('knows when the citizen would be left alone', () => {
    expect(wouldLeaveAlone({ parties: [citizen, me] }, IDS.me)).toBe(true);
    expect(wouldLeaveAlone({ parties: [citizen, me, boss] }, IDS.me)).toBe(true);
    expect(wouldLeaveAlone({ parties: [citizen, me, tax] }, IDS.me)).toBe(false);
    expect(wouldLeaveAlone({ parties: [citizen, { ...boss, partyId: IDS.me }] }, IDS.me)).toBe(false);
  });
});
