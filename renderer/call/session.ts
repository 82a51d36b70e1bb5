import 'webrtc-adapter';
import { carries, type TrackRole } from '../../contracts/domain/call.ts';
import type { Party } from '../../contracts/domain/visit.ts';
import type { Signal } from '../../contracts/hub/signal.ts';
import type { Id } from '../../contracts/ids.ts';
import { systemClock } from '../../contracts/time.ts';
import { hintTrack } from './local-media.ts';
import { MarkPorts } from './marks/mark-ports.ts';
import { Peer } from './peer.ts';
import { diffParties, initialSession, reduceSession, type SessionEvent, standingOf } from './session-state.ts';
import { watchSleep } from './sleep.ts';
import type { CallSessionState, CreateCallSession } from './types.ts';

/** One offer with all candidates of a machine with several networks fits; more than that is not a call of ours. */
const MAX_EARLY_SIGNALS = 100;
const MAX_EARLY_PARTIES = 8;

/** Starts a mesh call: one peer connection for each other party. The one with the smaller party id yields when offers cross. */
export const createCallSession: CreateCallSession = (options) => {
  const { selfPartyId, onError } = options;
  const peers = new Map<Id, Peer>();
  /** Lines to parties that are being asked to join. */
  const expected = new Map<Id, Peer>();
  const local = new Map<TrackRole, MediaStreamTrack>();
  const listeners = new Set<() => void>();
  /** Parties and roles that were told of: each is told once, also when the line was built anew. */
  const told = new Set<string>();
  /** Signals that overtook the news of who is in the call. */
  const early = new Map<Id, Signal[]>();
  let iceServers = options.iceServers;
  let signalling = true;
  let state: CallSessionState = initialSession(options.callId, selfPartyId);

  const dispatch = (event: SessionEvent): void => {
    const next = reduceSession(state, event);
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };

  const decoded = (partyId: Id, role: TrackRole): void => {
    dispatch({ type: 'decoded', partyId, role });
    if (role !== 'face' && role !== 'paper') return;
    const key = `${partyId}/${role}`;
    if (told.has(key)) return;
    told.add(key);
    options.onFirstFrame?.(partyId, role);
  };

  const applyMute = (): void => {
    const voice = local.get('voice');
    if (voice) voice.enabled = !state.muted;
  };

  const flows = (fromPartyId: Id, toPartyId: Id, role: TrackRole): boolean => {
    const from = standingOf(state, fromPartyId);
    const to = standingOf(state, toPartyId);
    return from !== null && to !== null && carries(from, to, role);
  };

  const connect = (party: Party, silent: readonly TrackRole[] | null): Peer => {
    const { partyId } = party;
    const peer = new Peer({
      party,
      polite: selfPartyId < partyId,
      iceServers: () => iceServers,
      local,
      silent,
      maySend: (role) => flows(selfPartyId, partyId, role),
      mayShow: (role) => flows(partyId, selfPartyId, role),
      remotes: () => state.remotes.length,
      isMuted: () => state.muted,
      clock: systemClock,
      send: (signal) => options.sendSignal(partyId, signal),
      onConnection: (connection) => dispatch({ type: 'connection', partyId, connection }),
      onQuality: (quality) => dispatch({ type: 'quality', partyId, quality }),
      onTracks: (tracks) => dispatch({ type: 'tracks', partyId, tracks }),
      onDecoded: (role) => decoded(partyId, role),
      onMuted: (muted) => dispatch({ type: 'remote-muted', partyId, muted }),
      onMark: (message) => marks.take(partyId, message),
      onMarksOpen: () => marks.opened(partyId),
      onError,
    });
    if (!signalling) peer.signalling(false);
    return peer;
  };

  const marks = new MarkPorts({
    peers,
    maySend: (partyId) => flows(selfPartyId, partyId, 'paper'),
    mayTake: (partyId) => flows(partyId, selfPartyId, 'paper'),
  });

  const everyPeer = () => [...peers.values(), ...expected.values()];
  const sleep = watchSleep(systemClock, () => {
    for (const peer of everyPeer()) {
      peer.restart();
      peer.nudge();
    }
  });

  const giveEarly = (partyId: Id, peer: Peer): void => {
    for (const signal of early.get(partyId) ?? []) peer.receive(signal);
    early.delete(partyId);
  };

  return {
    getState: () => state,

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    setParties(parties) {
      if (state.closed) return;
      const { joined, left } = diffParties(state, parties);
      const before = new Map(state.remotes.map(({ party }) => [party.partyId, party.awaySince]));
      dispatch({ type: 'parties', parties });
      for (const partyId of left) {
        peers.get(partyId)?.close();
        peers.delete(partyId);
      }
      for (const [partyId, peer] of peers) {
        peer.regroup();
        // Only news: the same parties may be given again after a signal has proved that somebody is back.
        const awaySince = standingOf(state, partyId)?.awaySince;
        if (before.get(partyId) !== awaySince) peer.away(awaySince !== undefined);
      }
      for (const party of joined) {
        const { partyId } = party;
        const warm = expected.get(partyId);
        expected.delete(partyId);
        const peer = warm ?? connect(party, null);
        peers.set(partyId, peer);
        if (warm) warm.join();
        else giveEarly(partyId, peer);
        if (party.awaySince !== undefined) peer.away(true);
      }
      marks.regroup();
    },
    expect(parties, roles) {
      if (state.closed) return;
      const wanted = parties.filter(({ partyId }) => partyId !== selfPartyId && !peers.has(partyId));
      for (const [partyId, peer] of expected) {
        if (wanted.some((party) => party.partyId === partyId)) continue;
        peer.close();
        expected.delete(partyId);
        // Whoever is asked again begins anew.
        early.delete(partyId);
      }
      for (const party of wanted) {
        if (expected.has(party.partyId)) continue;
        const peer = connect(party, roles);
        expected.set(party.partyId, peer);
        giveEarly(party.partyId, peer);
      }
    },

    receive(fromPartyId, signal) {
      const peer = peers.get(fromPartyId) ?? expected.get(fromPartyId);
      if (peer) {
        peer.receive(signal);
        return;
      }
      if (state.closed) return;
      const waiting = early.get(fromPartyId) ?? [];
      if (waiting.length < MAX_EARLY_SIGNALS && (early.has(fromPartyId) || early.size < MAX_EARLY_PARTIES)) {
        early.set(fromPartyId, [...waiting, signal]);
      }
    },

    setLocal(role, track) {
      if (state.closed) return;
      if (track) {
        hintTrack(role, track);
        local.set(role, track);
      } else local.delete(role);
      if (role === 'voice') applyMute();
      for (const peer of peers.values()) peer.relay(role);
    },

    setMuted(muted) {
      if (state.closed || state.muted === muted) return;
      dispatch({ type: 'muted', muted });
      applyMute();
      for (const peer of everyPeer()) peer.sayMuted();
    },

    sendMark: (message, toPartyId) => marks.send(message, toPartyId),
    onMark: (listener) => marks.listen(listener),

    setSignalling(up) {
      if (up === signalling) return;
      signalling = up;
      for (const peer of everyPeer()) peer.signalling(up);
    },

    setIceServers(servers) {
      iceServers = servers;
      for (const peer of everyPeer()) peer.refreshIceServers();
    },

    close() {
      sleep.stop();
      for (const peer of everyPeer()) peer.close();
      peers.clear();
      expected.clear();
      early.clear();
      local.clear();
      dispatch({ type: 'closed' });
      listeners.clear();
      marks.close();
    },
  };
};
