import type { Party } from '../../../contracts/domain/visit.ts';
import type { Signal } from '../../../contracts/hub/signal.ts';
import type { Id } from '../../../contracts/ids.ts';
import { createCallSession } from '../../call/session.ts';
import type { CallSession } from '../../call/types.ts';
import type { LocalMedia } from './local-media.ts';

/** The other side may signal before the answer to `offer.accept` is here; more than this is not one call's set-up. */
const MAX_EARLY_SIGNALS = 100;

export interface CallRoomOptions {
  readonly media: LocalMedia;
  readonly sendSignal: (callId: Id, toPartyId: Id, signal: Signal) => Promise<void>;
  readonly onFirstFrame: (callId: Id, fromPartyId: Id, role: 'face' | 'paper') => void;
  readonly onError: (error: Error) => void;
  readonly onChange: () => void;
}

/** The one WebRTC session of the desk: begins with an accepted offer, ends with the call. */
export class CallRoom {
  readonly #options: CallRoomOptions;
  #session: CallSession | null = null;
  #early: { callId: Id; fromPartyId: Id; signal: Signal }[] = [];

  constructor(options: CallRoomOptions) {
    this.#options = options;
  }

  get session(): CallSession | null {
    return this.#session;
  }

  /** Begins the session of a call, or tells the running one who is there. */
  enter(callId: Id, selfPartyId: Id, iceServers: readonly RTCIceServer[], parties: readonly Party[]): void {
    if (this.#session?.getState().callId === callId) {
      this.#session.setParties(parties);
      return;
    }
    this.#session?.close();
    const { media, sendSignal, onFirstFrame, onError } = this.#options;
    const session = createCallSession({
      callId,
      selfPartyId,
      iceServers,
      sendSignal: (toPartyId, signal) => sendSignal(callId, toPartyId, signal),
      onFirstFrame: (fromPartyId, role) => onFirstFrame(callId, fromPartyId, role),
      onError,
    });
    this.#session = session;
    // Tracks before parties: then the first offer or answer carries them.
    if (media.stream) give(session, media.stream);
    session.setParties(parties);
    for (const { fromPartyId, signal } of this.#early.filter((one) => one.callId === callId)) {
      session.receive(fromPartyId, signal);
    }
    this.#early = [];
    void media.acquire().then((result) => {
      if (this.#session !== session) return;
      if (result.ok) give(session, result.value);
      this.#options.onChange();
    });
    this.#options.onChange();
  }

  setParties(callId: Id, parties: readonly Party[]): void {
    if (this.#session?.getState().callId === callId) this.#session.setParties(parties);
  }

  receive(callId: Id, fromPartyId: Id, signal: Signal): void {
    if (this.#session?.getState().callId === callId) this.#session.receive(fromPartyId, signal);
    else if (this.#early.length < MAX_EARLY_SIGNALS) this.#early.push({ callId, fromPartyId, signal });
  }

  leave(): void {
    this.#session?.close();
    this.#session = null;
    this.#early = [];
    this.#options.onChange();
  }
}

function give(session: CallSession, stream: MediaStream): void {
  session.setLocal('voice', stream.getAudioTracks()[0] ?? null);
  session.setLocal('face', stream.getVideoTracks()[0] ?? null);
}
