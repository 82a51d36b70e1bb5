import type { LoadFigures } from './figures.ts';
import type { HeldMemory } from './memory-probe.ts';

/** What a hub promises under load, and whether a run kept it. */

/** A booth's event is at the desk within this, 95 of 100. */
export const EVENT_P95_MS = 100;
/** Memory of a connection against one of a bare Socket.IO server. */
export const MEMORY_RATIO = 2;
/** With fewer lines, what a server takes for itself as it gets to work outweighs what the lines cost: nothing is judged. */
export const JUDGED_FROM_LINES = 1_000;
/** Visits under way at the end are played out, which takes longer than the time wanted. */
const RATE_SHARE = 0.9;

export interface Verdict {
  readonly what: string;
  readonly value: string;
  readonly limit: string;
  /** Null: this run cannot tell. */
  readonly kept: boolean | null;
}

export interface Against {
  /** The rate that was wanted. */
  readonly visitsPerMinute: number;
  /** What a connection costs a bare server in the same run; null where none ran. */
  readonly bare: HeldMemory | null;
}

export function judge(figures: LoadFigures, { visitsPerMinute, bare }: Against): Verdict[] {
  const wanted = figures.booths + figures.agents;
  const failures = Object.values(figures.errors).reduce((sum, count) => sum + count, 0);
  const { p95Ms } = figures.event;
  const ratio = memoryRatio(figures, bare);
  return [
    {
      what: 'connected',
      value: `${figures.connected}`,
      limit: `${wanted}`,
      kept: figures.connected === wanted,
    },
    { what: 'lines lost', value: `${figures.lostLines}`, limit: '0', kept: figures.lostLines === 0 },
    { what: 'errors, lost lines among them', value: `${failures}`, limit: '0', kept: failures === 0 },
    {
      what: 'visits a minute',
      value: figures.visitsPerMinute.toFixed(1),
      limit: `>= ${(visitsPerMinute * RATE_SHARE).toFixed(1)}`,
      kept: figures.visitsPerMinute >= visitsPerMinute * RATE_SHARE,
    },
    {
      what: 'booth event to desk, p95',
      value: p95Ms === null ? 'none came' : `${p95Ms.toFixed(1)} ms`,
      limit: `<= ${EVENT_P95_MS} ms`,
      kept: p95Ms !== null && p95Ms <= EVENT_P95_MS,
    },
    {
      what: 'memory of a connection, of a bare one',
      value: ratio === null ? 'not told' : `${ratio.toFixed(2)} ×`,
      limit: `<= ${MEMORY_RATIO} ×`,
      kept: ratio === null || figures.connected < JUDGED_FROM_LINES ? null : ratio <= MEMORY_RATIO,
    },
  ];
}

/** Null where the hub or the bare server does not tell. */
export function memoryRatio({ connection }: Pick<LoadFigures, 'connection'>, bare: HeldMemory | null): number | null {
  return connection && bare ? connection.residentBytes / bare.residentBytes : null;
}
