/** How often a hub gives a sign of life. */
export const BEAT_MS = 400;
/** A hub of which nothing is heard for as many beats of one's own, each heard back, is gone: 2 s. */
const SILENT_BEATS = 5;
/** One's own beat that took longer came through a channel that stood still, and says nothing about others. */
const FRESH_MS = 1_000;
/** The channel counts as broken when one's own beat has not come back for this long. */
export const CHANNEL_SILENT_MS = 2_000;

/**
 * Who else is there. Silence is counted in beats of one's own that came back over the channel: when the channel itself
 * stands still, nobody is taken for dead.
 */
export class Members {
  readonly #me: string;
  readonly #silentBeats = new Map<string, number>();
  #heardOwnMs: number;

  constructor(me: string, nowMs: number) {
    this.#me = me;
    this.#heardOwnMs = nowMs;
  }

  /** Notes a sign of life, and gives the hubs that are gone since the last. */
  hearBeat({ from, sentMs }: { readonly from: string; readonly sentMs: number }, nowMs: number): readonly string[] {
    if (from !== this.#me) {
      this.#silentBeats.set(from, 0);
      return [];
    }
    this.#heardOwnMs = nowMs;
    const isFresh = nowMs - sentMs < FRESH_MS;
    const gone: string[] = [];
    for (const [hub, beats] of this.#silentBeats) {
      if (!isFresh) this.#silentBeats.set(hub, 0);
      else if (beats + 1 >= SILENT_BEATS) gone.push(hub);
      else this.#silentBeats.set(hub, beats + 1);
    }
    for (const hub of gone) this.#silentBeats.delete(hub);
    return gone;
  }

  forget(hub: string): void {
    this.#silentBeats.delete(hub);
  }

  /** Whether what this hub says reaches the channel and comes back. */
  isHeard(nowMs: number): boolean {
    return nowMs - this.#heardOwnMs < CHANNEL_SILENT_MS;
  }

  /** The other hubs. */
  get others(): readonly string[] {
    return [...this.#silentBeats.keys()];
  }
}
