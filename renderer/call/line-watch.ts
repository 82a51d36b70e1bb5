import type { Clock, Timer } from '../../contracts/time.ts';
import { type Adaptation, adapt, FULL } from './adaptation.ts';
import { figuresBetween, type LineSample, sampleOf } from './line-figures.ts';
import { FIRST_WORD, judge, nextWord, type Quality, type Word } from './quality.ts';

/** How often a line is looked at. The browser keeps a report for less, and a second has enough packets to say something. */
export const LOOK_MS = 1_000;

export interface LineWatchOptions {
  readonly clock: Clock;
  /** The connection now; another one after the line was made anew. */
  readonly connection: () => RTCPeerConnection;
  /** Whether somebody is to be heard or seen on this line now. */
  readonly isExpected: () => boolean;
  readonly onQuality: (quality: Quality) => void;
  /** How much of our pictures the line is to be given, see `adaptation.ts`. */
  readonly onLevel: (level: number) => void;
}

/** Looks at a line's statistics once a second: a word for people, and how much it is given. */
export class LineWatch {
  readonly #options: LineWatchOptions;
  #before: { readonly sample: LineSample; readonly of: RTCPeerConnection } | null = null;
  #word: Word = FIRST_WORD;
  #adaptation: Adaptation = FULL;
  #timer: Timer | null = null;
  #stopped = false;

  constructor(options: LineWatchOptions) {
    this.#options = options;
    this.#later();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #later(): void {
    this.#timer = this.#options.clock.after(LOOK_MS, () => {
      void this.#look()
        // A connection that was closed meanwhile has no statistics; the next look finds the one in its place.
        .catch(() => undefined)
        .then(() => {
          if (!this.#stopped) this.#later();
        });
    });
  }

  async #look(): Promise<void> {
    const { clock, connection, isExpected, onQuality, onLevel } = this.#options;
    const of = connection();
    const before = this.#before;
    const report = await of.getStats();
    if (this.#stopped) return;
    const sample = sampleOf(report.values(), clock.nowMs());
    this.#before = { sample, of };
    // Before the first connection nothing is known, and the totals of another connection say nothing about this one.
    if (before?.of !== of || of.connectionState === 'new' || of.connectionState === 'connecting') return;
    const figures = figuresBetween(before.sample, sample);
    const word = nextWord(this.#word, judge(figures, isExpected()));
    if (word.quality !== this.#word.quality) onQuality(word.quality);
    this.#word = word;
    const adaptation = adapt(this.#adaptation, figures);
    if (adaptation.level !== this.#adaptation.level) onLevel(adaptation.level);
    this.#adaptation = adaptation;
  }
}
