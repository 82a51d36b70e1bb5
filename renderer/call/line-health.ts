import type { Clock, Timer } from '../../contracts/time.ts';
import type { Connection } from './types.ts';

/**
 * The impolite side offers at once; the polite one waits this long for that offer before it makes its own, so that a normal
 * set-up has no collision, and a polite side that was reloaded is still heard.
 */
export const POLITE_OFFER_DELAY_MS = 700;
/** The polite side leaves the first ICE restart to the other for this long. */
export const POLITE_RESTART_DELAY_MS = 1_500;
/** How often an unanswered offer or a line that stays down is tried again. */
export const RETRY_MS = 3_000;
/** After this long without a connection the line counts as failed; trying goes on, for the other side may come back. */
export const GIVE_UP_MS = 45_000;

export interface LineHealthOptions {
  readonly polite: boolean;
  readonly clock: Clock;
  /** Do whatever may bring the line up; called again and again until it is. */
  readonly tryAgain: () => void;
  readonly onConnection: (connection: Connection) => void;
}

/** Decides when a line that is not up is tried again, and what it is called meanwhile. */
export class LineHealth {
  readonly #options: LineHealthOptions;
  #connection: Connection = 'connecting';
  #downSinceMs: number;
  #retry: Timer | null = null;

  constructor(options: LineHealthOptions) {
    this.#options = options;
    this.#downSinceMs = options.clock.nowMs();
    this.#tryAfter(options.polite ? POLITE_OFFER_DELAY_MS : RETRY_MS);
  }

  /** Takes the state of the peer connection (W3C WebRTC 1.0, section 4.4.3). */
  saw(state: RTCPeerConnectionState): void {
    if (state === 'connected') {
      this.#retry?.cancel();
      this.#become('connected');
    } else if (state === 'disconnected' || state === 'failed') {
      this.#down();
      if (this.#options.polite && state === 'disconnected') this.#tryAfter(POLITE_RESTART_DELAY_MS);
      else this.#try();
    }
  }

  /** The connection was replaced by a fresh one, which is being negotiated already. */
  renewed(): void {
    if (this.#connection !== 'connected') return;
    this.#down();
    this.#tryAfter(RETRY_MS);
  }

  stop(): void {
    this.#retry?.cancel();
  }

  #down(): void {
    if (this.#connection === 'connected') this.#downSinceMs = this.#options.clock.nowMs();
    // Only a connection ends a failure: each further attempt would otherwise look like news.
    if (this.#connection !== 'failed') this.#become('interrupted');
  }

  #become(connection: Connection): void {
    if (this.#connection === connection) return;
    this.#connection = connection;
    this.#options.onConnection(connection);
  }

  #tryAfter(delayMs: number): void {
    this.#retry?.cancel();
    this.#retry = this.#options.clock.after(delayMs, () => this.#try());
  }

  #try(): void {
    if (this.#options.clock.nowMs() - this.#downSinceMs >= GIVE_UP_MS) this.#become('failed');
    this.#tryAfter(RETRY_MS);
    this.#options.tryAgain();
  }
}
