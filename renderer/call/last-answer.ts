import type { Signal } from '../../contracts/hub/signal.ts';
import { RETRY_MS } from './line-health.ts';
import { originOf } from './sdp.ts';

/**
 * The offer that was answered last. The same offer may come again when it crossed the answer on its way; applying it again
 * would roll back an offer of ours that the other side is answering. The answer is said again only when it must have been
 * lost.
 */
export class LastAnswer {
  readonly #origin: string | null;
  readonly #answer: Signal;
  #saidAtMs: number;

  constructor(offerSdp: string, answer: Signal, nowMs: number) {
    this.#origin = originOf(offerSdp);
    this.#answer = answer;
    this.#saidAtMs = nowMs;
  }

  isFor(offerSdp: string): boolean {
    return this.#origin === originOf(offerSdp);
  }

  /** The answer, if it is time to say it again: offers are repeated no sooner than after `RETRY_MS`, crossings take less. */
  again(nowMs: number): Signal | null {
    if (nowMs - this.#saidAtMs < RETRY_MS / 2) return null;
    this.#saidAtMs = nowMs;
    return this.#answer;
  }
}
