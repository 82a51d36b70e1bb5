import type { AskPurpose, CallAsk, TrackRole } from '../../../contracts/domain/call.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import type { Signal } from '../../../contracts/hub/signal.ts';
import type { Id } from '../../../contracts/ids.ts';
import { createCallSession } from '../../call/session.ts';
import type { CallSession } from '../../call/types.ts';
import type { LocalMedia } from './local-media.ts';

/** What a desk sends, if its devices allow: then nothing has to be negotiated once a call is taken. */
const rolesOf = (kind: Party['kind']): readonly TrackRole[] => ['voice', pictureOf(kind)];
/** An interpreter's hands are pinned for everyone. */
const pictureOf = (kind: Party['kind']): TrackRole => (kind === 'interpreter' ? 'interpreter' : 'face');
/** The other side may signal before the answer to `offer.accept` is here; more than this is not one call's set-up. */
const MAX_EARLY_SIGNALS = 100;

export interface CallRoomOptions {
  readonly media: LocalMedia;
  readonly sendSignal: (callId: Id, toPartyId: Id, signal: Signal) => Promise<void>;
  readonly onFirstFrame: (callId: Id, fromPartyId: Id, role: 'face' | 'paper') => void;
  readonly onError: (error: Error) => void;
  readonly onChange: () => void;
}

/**
 * The one WebRTC session of the desk: begins with an accepted offer, ends with the call. While an offer rings, the line to
 * the booth is made ahead in a session that nothing shows yet.
 */
export class CallRoom {
  readonly #options: CallRoomOptions;
  #session: CallSession | null = null;
  #ringing: { readonly session: CallSession; readonly parties: readonly Party[] | null } | null = null;
  #early: { callId: Id; fromPartyId: Id; signal: Signal }[] = [];

  constructor(options: CallRoomOptions) {
    this.#options = options;
  }

  get session(): CallSession | null {
    return this.#session;
  }

  /**
   * An offer rings: makes the lines to those who are in the call, without sending or showing anything.
   * @param purpose the citizen's own request (`answer`): the agent will stand at the table with them alone, so that sending may
   * begin with the agent's yes. Into a running call it begins when the hub has said where everybody stands.
   */
  ring(
    callId: Id,
    selfPartyId: Id,
    iceServers: readonly RTCIceServer[],
    present: readonly Party[],
    purpose: AskPurpose,
  ): void {
    this.stopRinging();
    const session = this.#create(callId, selfPartyId, iceServers);
    const kind = purpose === 'interpreter' ? 'interpreter' : 'agent';
    const self: Party = { partyId: selfPartyId, kind, displayName: '', place: 'table', owner: false };
    this.#ringing = { session, parties: purpose === 'answer' ? [...present, self] : null };
    session.expect(present, rolesOf(kind));
    this.#deliverEarly(session);
  }

  /**
   * The agent says yes: the desk sends at once, while the hub writes the joining down. The booth shows and sends only when
   * the hub has told it who joined.
   */
  take(): void {
    if (!this.#ringing) return;
    const { session, parties } = this.#ringing;
    if (!parties) return;
    give(session, this.#options.media.stream, kindIn(parties, session));
    session.setParties(parties);
  }

  /** The offer is gone, or nobody knows: what was made for it is dropped. */
  stopRinging(): void {
    this.#ringing?.session.close();
    this.#ringing = null;
    this.#early = [];
  }

  /** Begins the session of a call, or tells the running one who is there. */
  enter(
    callId: Id,
    selfPartyId: Id,
    iceServers: readonly RTCIceServer[],
    parties: readonly Party[],
    asks: readonly CallAsk[] = [],
  ): void {
    if (this.#session?.getState().callId === callId) {
      this.setParties(callId, parties, asks);
      return;
    }
    this.#session?.close();
    const { media } = this.#options;
    const rang = this.#ringing?.session.getState().callId === callId ? this.#ringing.session : null;
    if (!rang) this.#ringing?.session.close();
    this.#ringing = null;
    const session = rang ?? this.#create(callId, selfPartyId, iceServers);
    this.#session = session;
    // Tracks before parties: then the first offer or answer carries them.
    const kind = kindIn(parties, session);
    if (media.stream) give(session, media.stream, kind);
    session.setParties(parties);
    session.expect(asks.flatMap(askedParty), rolesOf(kind));
    this.#deliverEarly(session);
    void media.acquire().then((result) => {
      if (this.#session !== session) return;
      if (result.ok) give(session, result.value, kind);
      this.#options.onChange();
    });
    this.#options.onChange();
  }

  /** Who is in the call, and who is being asked into it: the lines to these are made while it rings at them. */
  setParties(callId: Id, parties: readonly Party[], asks: readonly CallAsk[] = []): void {
    if (this.#session?.getState().callId !== callId) return;
    this.#session.setParties(parties);
    this.#session.expect(asks.flatMap(askedParty), rolesOf(kindIn(parties, this.#session)));
  }

  /** Sends what camera and microphone give now: in a running call, not while one only rings. */
  sendMedia(): void {
    const session = this.#session;
    if (session) give(session, this.#options.media.stream, session.getState().self?.kind ?? 'agent');
  }

  /** Whether the line to the hub is up: broken calls are mended as soon as it is. */
  setSignalling(up: boolean): void {
    for (const session of this.#sessions()) session.setSignalling(up);
  }

  /** Fresh credentials of the relays, for what is connected from now on. */
  setIceServers(servers: readonly RTCIceServer[]): void {
    for (const session of this.#sessions()) session.setIceServers(servers);
  }

  receive(callId: Id, fromPartyId: Id, signal: Signal): void {
    const session = [this.#session, this.#ringing?.session].find((one) => one?.getState().callId === callId);
    if (session) session.receive(fromPartyId, signal);
    else if (this.#early.length < MAX_EARLY_SIGNALS) this.#early.push({ callId, fromPartyId, signal });
  }

  leave(): void {
    this.#session?.close();
    this.#session = null;
    this.stopRinging();
    this.#options.onChange();
  }

  #sessions(): CallSession[] {
    return [this.#session, this.#ringing?.session].filter((one) => one != null);
  }

  #create(callId: Id, selfPartyId: Id, iceServers: readonly RTCIceServer[]): CallSession {
    const { sendSignal, onFirstFrame, onError } = this.#options;
    return createCallSession({
      callId,
      selfPartyId,
      iceServers,
      sendSignal: (toPartyId, signal) => sendSignal(callId, toPartyId, signal),
      onFirstFrame: (fromPartyId, role) => onFirstFrame(callId, fromPartyId, role),
      onError,
    });
  }

  #deliverEarly(session: CallSession): void {
    const { callId } = session.getState();
    for (const each of this.#early) if (each.callId === callId) session.receive(each.fromPartyId, each.signal);
    this.#early = [];
  }
}

function askedParty({ ringingAgentId }: CallAsk): readonly Party[] {
  if (!ringingAgentId) return [];
  return [{ partyId: ringingAgentId, kind: 'agent', displayName: '', place: 'table', owner: false }];
}

/** What this side is in the call. */
function kindIn(parties: readonly Party[], session: CallSession): Party['kind'] {
  const { self, selfPartyId } = session.getState();
  return parties.find(({ partyId }) => partyId === selfPartyId)?.kind ?? self?.kind ?? 'agent';
}

function give(session: CallSession, stream: MediaStream | null, kind: Party['kind']): void {
  session.setLocal('voice', stream?.getAudioTracks()[0] ?? null);
  session.setLocal(pictureOf(kind), stream?.getVideoTracks()[0] ?? null);
}
