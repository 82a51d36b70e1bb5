import type { HeldMemory } from './memory-probe.ts';

/** The value below which a share of all lies (nearest rank); NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** How long things took, in milliseconds. */
export interface Spread {
  readonly count: number;
  /** Null of none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

export function spread(values: readonly number[]): Spread {
  const at = (share: number) => (values.length === 0 ? null : percentile(values, share));
  return { count: values.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

/** What one run gave. */
export interface LoadFigures {
  readonly booths: number;
  readonly agents: number;
  /** Of all sockets that were wanted. */
  readonly connected: number;
  /** Lines that were cut or fell silent before the end. */
  readonly lostLines: number;
  /** Until everybody had arrived and been greeted, in seconds. */
  readonly rampS: number;
  readonly lastedS: number;
  readonly visits: number;
  readonly visitsPerMinute: number;
  /** From a booth's telling of an event in a call to the agent's desk. */
  readonly event: Spread;
  /** From the wish for a call to an agent in it. */
  readonly answer: Spread;
  /** What the hub refused or did not answer, and why lines were lost: by call and code. */
  readonly errors: Readonly<Record<string, number>>;
  /** What the hub holds for one more booth or desk that has been greeted; null where that cannot be told. */
  readonly connection: HeldMemory | null;
}

/** Counts what happens while visits are played. */
export class Tally {
  visits = 0;
  lostLines = 0;
  readonly eventMs: number[] = [];
  readonly answerMs: number[] = [];
  readonly errors: Record<string, number> = {};

  failed(what: string): void {
    this.errors[what] = (this.errors[what] ?? 0) + 1;
  }

  lost(reason: string): void {
    this.lostLines++;
    this.failed(`line lost: ${reason}`);
  }

  figures(
    about: Pick<LoadFigures, 'booths' | 'agents' | 'connected' | 'rampS' | 'lastedS' | 'connection'>,
  ): LoadFigures {
    return {
      ...about,
      lostLines: this.lostLines,
      visits: this.visits,
      visitsPerMinute: (this.visits / about.lastedS) * 60,
      event: spread(this.eventMs),
      answer: spread(this.answerMs),
      errors: this.errors,
    };
  }
}
