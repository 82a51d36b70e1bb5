import type { TrackRole } from '../../contracts/domain/call.ts';
import type { MarkMessage } from '../../contracts/domain/marks.ts';
import type { Party } from '../../contracts/domain/visit.ts';
import type { Signal } from '../../contracts/hub/signal.ts';
import type { Id } from '../../contracts/ids.ts';
import type { Quality } from './quality.ts';

/** The line to one other party. `interrupted` heals by itself (ICE restart); `failed` does not. */
export type Connection = 'connecting' | 'connected' | 'interrupted' | 'failed';

/** One other party of the call with what arrives from them. */
export interface Remote {
  readonly party: Party;
  readonly connection: Connection;
  /** How the line is to those who talk over it, while it is connected; `none` when nothing comes in that should. */
  readonly quality: Quality;
  /** Tracks by role; a role is present once its track was announced, and while both stand where it may be seen or heard here. */
  readonly tracks: Readonly<Partial<Record<TrackRole, MediaStreamTrack>>>;
  /** Roles of which at least one frame was decoded here: the proof that the picture is up. */
  readonly decoded: readonly TrackRole[];
  /** They have switched their microphone off. */
  readonly muted: boolean;
}

export interface CallSessionState {
  readonly callId: Id;
  readonly selfPartyId: Id;
  /** This side as a party; null until it was named among the parties. */
  readonly self: Party | null;
  readonly remotes: readonly Remote[];
  readonly muted: boolean;
  readonly closed: boolean;
}

/** What comes over the channels of marks. */
export type MarkNews =
  | { readonly type: 'message'; readonly fromPartyId: Id; readonly message: MarkMessage }
  /** Marks reach this party from now on and did not before: what is still to be seen is to be said to it again. */
  | { readonly type: 'reached'; readonly partyId: Id };

export interface CallSessionOptions {
  readonly callId: Id;
  readonly selfPartyId: Id;
  readonly iceServers: readonly RTCIceServer[];
  /** Carries a signal to another party; a rejection is reported through `onError`. */
  readonly sendSignal: (toPartyId: Id, signal: Signal) => Promise<void>;
  /** Called once for each party and video role, when its first frame was decoded. */
  readonly onFirstFrame?: (fromPartyId: Id, role: 'face' | 'paper') => void;
  readonly onError: (error: Error) => void;
}

/** A mesh call of one self with up to three others, by perfect negotiation. Knows no React. */
export interface CallSession {
  getState(): CallSessionState;
  /** Listens to changes of the state; returns the function that stops listening. */
  subscribe(listener: () => void): () => void;
  /**
   * The parties now, this side among them: connects to new ones, closes those that are gone. What is sent to and shown of each
   * follows from where both stand (`carries`), from this moment on. This side stands where it stood when it is not named;
   * before it was ever named nothing is sent or shown.
   */
  setParties(parties: readonly Party[]): void;
  /**
   * The parties that are being asked to join: the lines to them are made ahead, without sending or showing anything; those
   * to others who were asked and have not joined are dropped. `roles`: what this side will send them once they joined.
   */
  expect(parties: readonly Party[], roles: readonly TrackRole[]): void;
  receive(fromPartyId: Id, signal: Signal): void;
  /** Sets, replaces or (with null) stops what this side sends in a role. */
  setLocal(role: TrackRole, track: MediaStreamTrack | null): void;
  setMuted(muted: boolean): void;
  /** Says a mark to one party, or to all, of those that may see this side's marks (`carries` of the paper) and are connected. */
  sendMark(message: MarkMessage, toPartyId?: Id): void;
  /** Listens to marks of those whose marks may be seen here; returns the function that stops listening. */
  onMark(listener: (news: MarkNews) => void): () => void;
  /**
   * Whether signals reach the hub. While they do not, nothing is negotiated that would be out of date later; as soon as they
   * do, what waited is said and broken lines are tried. Without this news a session goes by signals that are refused.
   */
  setSignalling(up: boolean): void;
  /** Relays with credentials that are good for longer: for paths that are made from now on. */
  setIceServers(servers: readonly RTCIceServer[]): void;
  close(): void;
}

export type CreateCallSession = (options: CallSessionOptions) => CallSession;
