import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carries, place, trackRole } from './call.ts';

const standing = (partyId: string) =>
  fc.record({
    partyId: fc.constant(partyId),
    kind: fc.constantFrom('citizen' as const, 'agent' as const, 'interpreter' as const, 'supervisor' as const),
    place: fc.constantFrom(...place.options),
    earOf: fc.constantFrom(undefined, 'a', 'b', 'citizen'),
  });
const role = fc.constantFrom(...trackRole.options);
const citizen = { partyId: 'citizen', kind: 'citizen', place: 'table' } as const;
const agent = { partyId: 'a', kind: 'agent', place: 'table' } as const;

describe('what flows between two parties', () => {
  it('is everything at the table', () => {
    for (const each of trackRole.options) {
      expect(carries(citizen, agent, each)).toBe(true);
      expect(carries(agent, citizen, each)).toBe(true);
    }
  });

  it('is nothing to or from somebody on hold', () => {
    fc.assert(
      fc.property(standing('a'), standing('b'), role, (from, to, what) => {
        if (from.place === 'hold' || to.place === 'hold') expect(carries(from, to, what)).toBe(false);
      }),
    );
  });

  it('is nothing from somebody who only listens', () => {
    fc.assert(
      fc.property(standing('a'), standing('b'), role, (from, to, what) => {
        if (from.place === 'gallery') expect(carries(from, to, what)).toBe(false);
      }),
    );
  });

  it('keeps a whisper from everyone but the one it is for', () => {
    const boss = { partyId: 'boss', kind: 'supervisor', place: 'ear', earOf: 'a' } as const;
    expect(carries(boss, agent, 'voice')).toBe(true);
    expect(carries(boss, agent, 'face')).toBe(false);
    for (const each of trackRole.options) expect(carries(boss, citizen, each)).toBe(false);
    expect(carries(boss, { ...agent, partyId: 'b' }, 'voice')).toBe(false);
    expect(carries(citizen, boss, 'voice')).toBe(true);
  });

  it('keeps what is said aside from the citizen, and shows those aside the paper only', () => {
    const aside = { ...agent, place: 'aside' } as const;
    for (const each of trackRole.options) {
      expect(carries(aside, citizen, each)).toBe(false);
      expect(carries(citizen, aside, each)).toBe(each === 'paper');
      expect(carries(aside, { ...aside, partyId: 'b' }, each)).toBe(true);
      expect(carries(aside, agent, each)).toBe(false);
    }
  });
});
