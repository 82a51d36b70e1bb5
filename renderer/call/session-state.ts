import type { TrackRole } from '../../contracts/domain/call.ts';
import type { Party } from '../../contracts/domain/visit.ts';
import type { Id } from '../../contracts/ids.ts';
import { assertNever } from '../../contracts/result.ts';
import type { Quality } from './quality.ts';
import type { CallSessionState, Connection, Remote } from './types.ts';

/** What can happen to a call, as this side sees it. */
export type SessionEvent =
  | { readonly type: 'parties'; readonly parties: readonly Party[] }
  | { readonly type: 'connection'; readonly partyId: Id; readonly connection: Connection }
  | { readonly type: 'quality'; readonly partyId: Id; readonly quality: Quality }
  | { readonly type: 'tracks'; readonly partyId: Id; readonly tracks: Remote['tracks'] }
  | { readonly type: 'decoded'; readonly partyId: Id; readonly role: TrackRole }
  | { readonly type: 'muted'; readonly muted: boolean }
  | { readonly type: 'remote-muted'; readonly partyId: Id; readonly muted: boolean }
  | { readonly type: 'closed' };

export function initialSession(callId: Id, selfPartyId: Id): CallSessionState {
  return { callId, selfPartyId, self: null, remotes: [], muted: false, closed: false };
}

/** The next state of a call. Events of parties that are gone, and all events after the end, change nothing. */
export function reduceSession(state: CallSessionState, event: SessionEvent): CallSessionState {
  if (state.closed) return state;
  switch (event.type) {
    case 'parties':
      return { ...state, self: selfOf(state, event.parties), remotes: remotesOf(state, event.parties) };
    case 'connection':
      return changeRemote(state, event.partyId, (remote) =>
        remote.connection === event.connection ? remote : { ...remote, connection: event.connection },
      );
    case 'quality':
      return changeRemote(state, event.partyId, (remote) =>
        remote.quality === event.quality ? remote : { ...remote, quality: event.quality },
      );
    case 'tracks':
      return changeRemote(state, event.partyId, (remote) => withTracks(remote, event.tracks));
    case 'decoded':
      return changeRemote(state, event.partyId, (remote) =>
        remote.decoded.includes(event.role) || !remote.tracks[event.role]
          ? remote
          : { ...remote, decoded: [...remote.decoded, event.role] },
      );
    case 'muted':
      return state.muted === event.muted ? state : { ...state, muted: event.muted };
    case 'remote-muted':
      return changeRemote(state, event.partyId, (remote) =>
        remote.muted === event.muted ? remote : { ...remote, muted: event.muted },
      );
    case 'closed':
      return { ...state, remotes: [], closed: true };
    default:
      return assertNever(event);
  }
}

/** Who must be connected to and who let go, when the parties become `parties`. */
export function diffParties(
  state: CallSessionState,
  parties: readonly Party[],
): { readonly joined: readonly Party[]; readonly left: readonly Id[] } {
  const others = othersOf(state, parties);
  return {
    joined: others.filter((party) => !state.remotes.some((remote) => remote.party.partyId === party.partyId)),
    left: state.remotes
      .map((remote) => remote.party.partyId)
      .filter((partyId) => !others.some((party) => party.partyId === partyId)),
  };
}

/** How a party stands in the call; null for one who is not in it. */
export function standingOf(state: CallSessionState, partyId: Id): Party | null {
  if (partyId === state.selfPartyId) return state.self;
  return state.remotes.find((remote) => remote.party.partyId === partyId)?.party ?? null;
}

/** Parties without this side are those who were there before the hub told of its joining: it stands where it stood. */
function selfOf(state: CallSessionState, parties: readonly Party[]): Party | null {
  return parties.find((party) => party.partyId === state.selfPartyId) ?? state.self;
}

function othersOf(state: CallSessionState, parties: readonly Party[]): readonly Party[] {
  const seen = new Set<Id>([state.selfPartyId]);
  return parties.filter((party) => {
    if (seen.has(party.partyId)) return false;
    seen.add(party.partyId);
    return true;
  });
}

function remotesOf(state: CallSessionState, parties: readonly Party[]): readonly Remote[] {
  return othersOf(state, parties).map((party) => {
    const known = state.remotes.find((remote) => remote.party.partyId === party.partyId);
    if (known) return { ...known, party };
    return { party, connection: 'connecting', quality: 'good', tracks: {}, decoded: [], muted: false };
  });
}

/** A role whose track went or was exchanged for another receiver's has to prove itself again. */
function withTracks(remote: Remote, tracks: Remote['tracks']): Remote {
  return {
    ...remote,
    tracks,
    decoded: remote.decoded.filter((role) => tracks[role] && tracks[role] === remote.tracks[role]),
  };
}

function changeRemote(state: CallSessionState, partyId: Id, change: (remote: Remote) => Remote): CallSessionState {
  let changed = false;
  const remotes = state.remotes.map((remote) => {
    if (remote.party.partyId !== partyId) return remote;
    const next = change(remote);
    if (next !== remote) changed = true;
    return next;
  });
  return changed ? { ...state, remotes } : state;
}
