import type { Clock, Timer } from '../../contracts/time.ts';
import type { Connection } from './types.ts';

/**
 * The impolite side offers at once; the polite one waits this long for that offer before it makes its own, so that a normal
 * set-up has no collision, and a polite side that was reloaded is still heard.
 */
export const POLITE_OFFER_DELAY_MS = 700;
/** Both sides see a cut within the same second. The polite one leaves the first restart to the other for this long. */
export const POLITE_RESTART_DELAY_MS = 300;
/** How often a line that stays down is tried again: a restart on a slow line takes one to two seconds. */
export const RETRY_MS = 3_000;
/**
 * Pauses before an offer that nobody answers is said again; the last one is repeated. An offer said twice costs its bytes
 * only, a lost one costs the pause: offers are lost for the most part in the first seconds after a line has come back.
 */
export const OFFER_AGAIN_MS = [1_000, 2_000, RETRY_MS] as const;
/**
 * A line that restarts have not brought back by then, while signals went through, is made anew. Later than a blackout that
 * the path outlives: making it anew costs the handshake of the encryption as well.
 */
export const REJOIN_AFTER_MS = 8_000;
/** The polite side leaves making it anew to the other for this much longer. */
export const POLITE_REJOIN_DELAY_MS = 3_000;
/** A line made anew has this long before it is made anew once more. */
export const REJOIN_AGAIN_MS = 15_000;
/**
 * A connection that breaks within this of its beginning was none: who refuses this side's certificate says so a round trip after
 * this side's half of the handshake is done (RFC 8122), and does so at every further try.
 */
export const HOLDS_MS = 1_000;
/** After this long without a connection the line counts as failed; trying goes on, for the other side may come back. */
export const GIVE_UP_MS = 45_000;

export interface LineHealthOptions {
  readonly polite: boolean;
  readonly clock: Clock;
  /** Do whatever may bring the line up; called again and again until it is. */
  readonly tryAgain: () => void;
  /** Take another connection: this one is not coming back. */
  readonly rejoin: () => void;
  readonly onConnection: (connection: Connection) => void;
}

/**
 * The ladder of a line that is not up: wait for the path to come back by itself, restart it, make the line anew. A path that
 * was cut is checked every 50 ms or so by the browser itself and comes back in a tenth of a second for as long as it is kept,
 * 30 s or so; trying matters for what lasts longer, and where the network became another one.
 */
export class LineHealth {
  readonly #options: LineHealthOptions;
  #connection: Connection = 'connecting';
  /** Since when there has been no connection that held. */
  #downSinceMs: number;
  #upSinceMs = 0;
  /** Restarts count towards making the line anew only from when the other side could be told of them. */
  #tryingSinceMs: number;
  #signalling = true;
  /** When both sides last agreed upon paths to look for. */
  #agreedAtMs = Number.NEGATIVE_INFINITY;
  #retry: Timer | null = null;

  constructor(options: LineHealthOptions) {
    this.#options = options;
    this.#downSinceMs = options.clock.nowMs();
    this.#tryingSinceMs = this.#downSinceMs;
    this.#tryAfter(options.polite ? POLITE_OFFER_DELAY_MS : RETRY_MS);
  }

  /** Takes the state of the peer connection (W3C WebRTC 1.0, section 4.4.3). */
  saw(state: RTCPeerConnectionState): void {
    if (state === 'connected') {
      this.#retry?.cancel();
      if (this.#connection !== 'connected') this.#upSinceMs = this.#options.clock.nowMs();
      this.#become('connected');
    } else if (state === 'disconnected' || state === 'failed') {
      this.#down();
      if (this.#options.polite && state === 'disconnected') this.#tryAfter(POLITE_RESTART_DELAY_MS);
      else this.#try();
    }
  }

  /** Whether the other side can be told anything now. */
  signalling(up: boolean): void {
    const back = up && !this.#signalling;
    this.#signalling = up;
    if (!back || this.#connection === 'connected') return;
    const nowMs = this.#options.clock.nowMs();
    this.#tryingSinceMs = nowMs;
    // The other side was told first, and its offer was answered: its paths are being looked for, not to be asked for again.
    if (nowMs - this.#agreedAtMs >= RETRY_MS) this.#try();
  }

  /** An offer of either side was answered: the next try waits until the paths in it had their time. */
  agreed(): void {
    this.#agreedAtMs = this.#options.clock.nowMs();
    if (this.#connection === 'connected') return;
    // Sides that agree again and again and never connect put off each other's tries, not the word for it.
    this.#giveUpInTime();
    this.#tryAfter(RETRY_MS);
  }

  /** Something happened after which the line is worth a try at once, whatever was tried before: the other side came back. */
  nudge(): void {
    if (this.#connection !== 'connected') this.#try();
  }

  /** The connection was replaced by a fresh one, which is being negotiated already. */
  renewed(): void {
    if (this.#connection === 'connected') this.#down();
    this.#tryAfter(RETRY_MS);
  }

  stop(): void {
    this.#retry?.cancel();
  }

  #down(): void {
    const nowMs = this.#options.clock.nowMs();
    if (this.#connection === 'connected' && nowMs - this.#upSinceMs >= HOLDS_MS) {
      this.#downSinceMs = nowMs;
      this.#tryingSinceMs = nowMs;
    }
    this.#giveUpInTime();
    // Only a connection ends a failure: each further attempt would otherwise look like news.
    if (this.#connection !== 'failed') this.#become('interrupted');
  }

  #giveUpInTime(): void {
    if (this.#options.clock.nowMs() - this.#downSinceMs >= GIVE_UP_MS) this.#become('failed');
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
    const { clock, polite } = this.#options;
    const nowMs = clock.nowMs();
    this.#giveUpInTime();
    this.#tryAfter(RETRY_MS);
    // What is made while nobody can be told is out of date when somebody can.
    if (!this.#signalling) return;
    const limitMs = REJOIN_AFTER_MS + (polite ? POLITE_REJOIN_DELAY_MS : 0);
    if (this.#connection === 'connecting' || nowMs - this.#tryingSinceMs < limitMs) {
      this.#options.tryAgain();
      return;
    }
    this.#tryingSinceMs = nowMs + REJOIN_AGAIN_MS - limitMs;
    this.#options.rejoin();
  }
}
