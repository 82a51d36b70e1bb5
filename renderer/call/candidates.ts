import type { Signal } from '../../contracts/hub/signal.ts';
import { candidateFits } from './sdp.ts';

/** An ICE candidate as it crosses the wire; null marks the end of candidates. */
export type WireCandidate = Extract<Signal, { kind: 'candidate' }>['candidate'];

/** A machine with several networks gathers some dozens; more than this is not one call's. */
const MAX_EARLY_CANDIDATES = 200;

export function wireCandidate(candidate: RTCIceCandidate | null): WireCandidate {
  if (!candidate) return null;
  const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
  return { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment: usernameFragment ?? null };
}

/** Candidates that came before the description that they belong to. */
export class EarlyCandidates {
  #waiting: NonNullable<WireCandidate>[] = [];

  add(candidate: NonNullable<WireCandidate>): void {
    if (this.#waiting.length < MAX_EARLY_CANDIDATES) this.#waiting.push(candidate);
  }

  /** Those of this description; candidates of older ones are of no more use and are dropped. */
  take(sdp: string): readonly NonNullable<WireCandidate>[] {
    const fitting = this.#waiting.filter(({ usernameFragment }) => candidateFits(sdp, usernameFragment));
    this.#waiting = [];
    return fitting;
  }
}
