import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Party } from '../../contracts/domain/visit.ts';
import { diffParties, initialSession, reduceSession, type SessionEvent, standingOf } from './session-state.ts';
import type { CallSessionState } from './types.ts';

const SELF = 'self';
const party = (partyId: string): Party => ({
  partyId,
  kind: 'agent',
  displayName: partyId,
  place: 'table',
  owner: false,
});
const track = (id: string) => ({ id }) as unknown as MediaStreamTrack;
const run = (...events: SessionEvent[]): CallSessionState => events.reduce(reduceSession, initialSession('call', SELF));

describe('reduceSession', () => {
  it('makes a remote of every party but the self, and none twice', () => {
    const state = run({ type: 'parties', parties: [party(SELF), party('a'), party('a'), party('b')] });
    expect(state.remotes.map((remote) => remote.party.partyId)).toEqual(['a', 'b']);
    expect(state.remotes[0]).toMatchObject({ connection: 'connecting', tracks: {}, decoded: [] });
  });

  it('keeps what is known of a party that stays and forgets one that left', () => {
    const face = track('face');
    const before = run(
      { type: 'parties', parties: [party('a'), party('b')] },
      { type: 'connection', partyId: 'a', connection: 'connected' },
      { type: 'tracks', partyId: 'a', tracks: { face } },
      { type: 'decoded', partyId: 'a', role: 'face' },
    );
    const after = reduceSession(before, { type: 'parties', parties: [party('a')] });
    expect(after.remotes).toEqual([
      {
        party: party('a'),
        connection: 'connected',
        quality: 'good',
        tracks: { face },
        decoded: ['face'],
        muted: false,
      },
    ]);
  });

  it('knows how each party stands, and stands itself where it stood when it is not named', () => {
    const before = run({ type: 'parties', parties: [{ ...party(SELF), place: 'aside' }, party('a')] });
    const after = reduceSession(before, { type: 'parties', parties: [{ ...party('a'), place: 'hold' }] });
    expect(standingOf(after, SELF)?.place).toBe('aside');
    expect(standingOf(after, 'a')?.place).toBe('hold');
    expect(standingOf(after, 'b')).toBeNull();
    expect(standingOf(run({ type: 'parties', parties: [party('a')] }), SELF), 'never named').toBeNull();
  });

  it('takes a picture for proven only while its track is there', () => {
    const events: SessionEvent[] = [
      { type: 'parties', parties: [party('a')] },
      { type: 'decoded', partyId: 'a', role: 'paper' },
    ];
    expect(run(...events).remotes[0]?.decoded).toEqual([]);
    const proven = run(
      ...events,
      { type: 'tracks', partyId: 'a', tracks: { paper: track('1') } },
      { type: 'decoded', partyId: 'a', role: 'paper' },
    );
    expect(proven.remotes[0]?.decoded).toEqual(['paper']);
    const exchanged = reduceSession(proven, { type: 'tracks', partyId: 'a', tracks: { paper: track('2') } });
    expect(exchanged.remotes[0]?.decoded).toEqual([]);
  });

  it('is the same object when nothing changed, so that screens need not draw', () => {
    const state = run({ type: 'parties', parties: [party('a')] });
    expect(reduceSession(state, { type: 'connection', partyId: 'a', connection: 'connecting' })).toBe(state);
    expect(reduceSession(state, { type: 'decoded', partyId: 'gone', role: 'face' })).toBe(state);
    expect(reduceSession(state, { type: 'muted', muted: false })).toBe(state);
  });

  it('stays closed', () => {
    const closed = run({ type: 'parties', parties: [party('a')] }, { type: 'closed' });
    expect(closed).toMatchObject({ remotes: [], closed: true });
    expect(reduceSession(closed, { type: 'parties', parties: [party('a')] })).toBe(closed);
  });

  it('holds its invariants under any order of events', () => {
    const partyId = fc.constantFrom('a', 'b', 'c', SELF);
    const role = fc.constantFrom('face' as const, 'paper' as const);
    const event: fc.Arbitrary<SessionEvent> = fc.oneof(
      fc.record({ type: fc.constant('parties' as const), parties: fc.array(partyId.map(party), { maxLength: 5 }) }),
      fc.record({
        type: fc.constant('connection' as const),
        partyId,
        connection: fc.constantFrom('connecting' as const, 'connected', 'interrupted', 'failed'),
      }),
      fc.record({
        type: fc.constant('tracks' as const),
        partyId,
        tracks: fc.constantFrom({}, { face: track('1') }, { face: track('2'), paper: track('3') }),
      }),
      fc.record({ type: fc.constant('decoded' as const), partyId, role }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const state = run(...events);
        const ids = state.remotes.map((remote) => remote.party.partyId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).not.toContain(SELF);
        for (const remote of state.remotes) {
          for (const proven of remote.decoded) expect(remote.tracks[proven]).toBeDefined();
        }
      }),
    );
  });
});

describe('diffParties', () => {
  it('names who came and who went', () => {
    const state = run({ type: 'parties', parties: [party('a'), party('b')] });
    const { joined, left } = diffParties(state, [party('b'), party('c'), party(SELF)]);
    expect(joined).toEqual([party('c')]);
    expect(left).toEqual(['a']);
  });
});
