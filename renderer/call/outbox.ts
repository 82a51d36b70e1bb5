import type { Signal } from '../../contracts/hub/signal.ts';
import type { Clock, Timer } from '../../contracts/time.ts';

/** First pause before an unsent signal is tried again by itself; doubles up to the longest. Whoever knows better calls `flush`. */
export const RESEND_MS = 500;
export const RESEND_LONGEST_MS = 2_000;
/** A machine with several networks gathers some dozens of candidates. */
const MAX_UNSENT = 100;

export interface OutboxOptions {
  readonly clock: Clock;
  /** Rejects when the signal did not go out, or when nobody knows. */
  readonly send: (signal: Signal) => Promise<void>;
  /** Whether the last signal went out, told when it is another answer than before. */
  readonly onReach: (reached: boolean) => void;
  readonly onError: (thrown: unknown) => void;
}

/**
 * Signals to one other party. Those that did not go out are kept, in their order, and said as soon as the line to the hub is
 * back. A newer description carries all candidates gathered until then and replaces what waits.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #unsent: Signal[] = [];
  #timer: Timer | null = null;
  #pauseMs = RESEND_MS;
  #sending = false;
  #reached = true;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#unsent.length;
  }

  send(signal: Signal): void {
    if (this.#closed) return;
    if (this.#unsent.length > 0) {
      this.#keep(signal);
      return;
    }
    this.#options.send(signal).then(
      () => this.#tell(true),
      (thrown: unknown) => {
        if (this.#closed) return;
        this.#options.onError(thrown);
        this.#keep(signal);
        this.#later();
        this.#tell(false);
      },
    );
  }

  /** Says what waits: the line to the hub is back. */
  flush(): void {
    this.#pauseMs = RESEND_MS;
    void this.#sendAll();
  }

  close(): void {
    this.#closed = true;
    this.#unsent = [];
    this.#timer?.cancel();
  }

  #keep(signal: Signal): void {
    if (signal.kind === 'description') {
      // A signal that failed late may be older than what waits: then it has nothing to add.
      this.#unsent = this.#unsent.filter((one) => one.kind === 'description' && one.type !== signal.type);
    }
    if (this.#unsent.length < MAX_UNSENT) this.#unsent.push(signal);
  }

  #later(): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after(this.#pauseMs, () => void this.#sendAll());
    this.#pauseMs = Math.min(2 * this.#pauseMs, RESEND_LONGEST_MS);
  }

  async #sendAll(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let next = this.#unsent[0]; next && !this.#closed; next = this.#unsent[0]) {
        await this.#options.send(next);
        this.#unsent = this.#unsent.filter((one) => one !== next);
        this.#pauseMs = RESEND_MS;
      }
    } catch {
      // Reported when it was first tried; it waits on.
      if (!this.#closed) this.#later();
      return;
    } finally {
      this.#sending = false;
    }
    if (!this.#closed) this.#tell(true);
  }

  #tell(reached: boolean): void {
    if (this.#closed || reached === this.#reached) return;
    this.#reached = reached;
    this.#options.onReach(reached);
  }
}
