/** The value below which a share of all lies (nearest rank); NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** What one run gave; times in milliseconds. */
export interface LoadFigures {
  readonly booths: number;
  readonly agents: number;
  /** Of all sockets that were wanted. */
  readonly connected: number;
  readonly lastedS: number;
  readonly visits: number;
  readonly visitsPerMinute: number;
  /** Events that a booth told while it was in a call. */
  readonly events: number;
  /** From the booth's telling to the agent's desk. */
  readonly eventP50Ms: number;
  readonly eventP95Ms: number;
  /** From the wish for a call to an agent in it. */
  readonly answerP50Ms: number;
  readonly answerP95Ms: number;
  /** What the hub refused or did not answer, by call and code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Resident memory that the hub took on for one more connection, in kB, without visits; null where that cannot be told. */
  readonly kbPerConnection: number | null;
}

/** Counts what happens while visits are played. */
export class Tally {
  visits = 0;
  readonly eventMs: number[] = [];
  readonly answerMs: number[] = [];
  readonly errors: Record<string, number> = {};

  failed(what: string): void {
    this.errors[what] = (this.errors[what] ?? 0) + 1;
  }

  figures(about: Pick<LoadFigures, 'booths' | 'agents' | 'connected' | 'lastedS' | 'kbPerConnection'>): LoadFigures {
    return {
      ...about,
      visits: this.visits,
      visitsPerMinute: (this.visits / about.lastedS) * 60,
      events: this.eventMs.length,
      eventP50Ms: percentile(this.eventMs, 0.5),
      eventP95Ms: percentile(this.eventMs, 0.95),
      answerP50Ms: percentile(this.answerMs, 0.5),
      answerP95Ms: percentile(this.answerMs, 0.95),
      errors: this.errors,
    };
  }
}
