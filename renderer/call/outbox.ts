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

interface Entry {
  /** Its place in the order in which signals were given. */
  readonly order: number;
  readonly signal: Signal;
}

/**
 * Signals to one other party. Those that did not go out are kept, in their order, and said as soon as the line to the hub is
 * back. A newer description carries all candidates gathered until then and replaces what waits.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #order = 0;
  /** Order from which descriptions of each type count: older ones, and candidates before it, have nothing to add. */
  readonly #newest = { offer: -1, answer: -1 };
  #unsent: Entry[] = [];
  #timer: Timer | null = null;
  #pauseMs = RESEND_MS;
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
    const entry = { order: this.#order, signal };
    this.#order += 1;
    const type = typeOf(signal);
    if (type) this.#newest[type] = entry.order;
    if (this.#unsent.length > 0) this.#keep(entry);
    else this.#try(entry, true);
  }

  /** Says what waits: the line to the hub is back. What hangs on a line that is dead does not hold it up. */
  flush(): void {
    this.#pauseMs = RESEND_MS;
    this.#tryAll();
  }

  /** The offers until now are taken back: those that wait are not said any more, nor the candidates that belong to them. */
  withdraw(): void {
    this.#newest.offer = this.#order;
    this.#unsent = this.#unsent.filter((entry) => !this.#isReplaced(entry));
  }

  close(): void {
    this.#closed = true;
    this.#unsent = [];
    this.#timer?.cancel();
  }

  #try(entry: Entry, isFirst: boolean): void {
    this.#options.send(entry.signal).then(
      () => this.#tell(true),
      (thrown: unknown) => {
        if (this.#closed) return;
        if (isFirst) this.#options.onError(thrown);
        this.#keep(entry);
        this.#later();
        this.#tell(false);
      },
    );
  }

  #tryAll(): void {
    this.#timer?.cancel();
    this.#timer = null;
    for (const entry of this.#unsent.splice(0)) this.#try(entry, false);
  }

  #keep(entry: Entry): void {
    const current = [...this.#unsent, entry].filter((one) => !this.#isReplaced(one));
    this.#unsent = current.toSorted((one, other) => one.order - other.order).slice(0, MAX_UNSENT);
  }

  #isReplaced({ order, signal }: Entry): boolean {
    const type = typeOf(signal);
    return order < (type ? this.#newest[type] : Math.max(this.#newest.offer, this.#newest.answer));
  }

  #later(): void {
    if (this.#timer || this.#unsent.length === 0) return;
    this.#timer = this.#options.clock.after(this.#pauseMs, () => this.#tryAll());
    this.#pauseMs = Math.min(2 * this.#pauseMs, RESEND_LONGEST_MS);
  }

  #tell(reached: boolean): void {
    if (this.#closed || reached === this.#reached) return;
    this.#reached = reached;
    if (reached) this.#pauseMs = RESEND_MS;
    this.#options.onReach(reached);
  }
}

function typeOf(signal: Signal): 'offer' | 'answer' | null {
  return signal.kind === 'description' && (signal.type === 'offer' || signal.type === 'answer') ? signal.type : null;
}
