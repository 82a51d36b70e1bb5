import { OFFER_AGAIN_MS } from './line-health.ts';
import { originOf } from './sdp.ts';

/**
 * The offer that was answered last. The same offer may come again when it crossed the answer on its way; applying it again
 * would roll back an offer of ours that the other side is answering. The answer is said again only when it must have been
 * lost.
 */
export class LastAnswer {
  readonly #origin: string | null;
  #saidAtMs: number;

  constructor(offerSdp: string, nowMs: number) {
    this.#origin = originOf(offerSdp);
    this.#saidAtMs = nowMs;
  }

  isFor(offerSdp: string): boolean {
    return this.#origin === originOf(offerSdp);
  }

  /** Whether it is time to say the answer again: offers are repeated no sooner than after a second, crossings take less. */
  isToBeSaidAgain(nowMs: number): boolean {
    if (nowMs - this.#saidAtMs < OFFER_AGAIN_MS[0] / 2) return false;
    this.#saidAtMs = nowMs;
    return true;
  }
}
