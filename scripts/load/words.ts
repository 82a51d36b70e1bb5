import type { LoadFigures, Spread } from './figures.ts';
import type { HeldMemory } from './memory-probe.ts';
import type { Verdict } from './promises.ts';
import { memoryRatio } from './promises.ts';

export interface Told {
  readonly figures: LoadFigures;
  readonly bare: HeldMemory | null;
  readonly database: string;
  readonly loadAverage: { readonly before: number; readonly after: number };
  readonly verdicts: readonly Verdict[];
}

/** A run as a table for people. */
export function inWords({ figures, bare, database, loadAverage, verdicts }: Told): string {
  const errors = Object.entries(figures.errors).map(([what, count]) => `${what} × ${count}`);
  const rows: [string, string][] = [
    ['connected', `${figures.connected} of ${figures.booths} booths + ${figures.agents} agents`],
    ['greeted within', `${figures.rampS.toFixed(1)} s`],
    ['lines lost', `${figures.lostLines}`],
    ['visits', `${figures.visits} in ${figures.lastedS.toFixed(1)} s, ${figures.visitsPerMinute.toFixed(1)} a minute`],
    ['event → desk', inMs(figures.event)],
    ['wish → agent', inMs(figures.answer)],
    ['hub, a connection', inKb(figures.connection)],
    ['bare Socket.IO, a connection', inKb(bare)],
    ['ratio', memoryRatio(figures, bare)?.toFixed(2) ?? 'not told'],
    ['errors', errors.length === 0 ? 'none' : errors.join(', ')],
    ['database', database],
    ['load average', `${loadAverage.before.toFixed(1)} before, ${loadAverage.after.toFixed(1)} after`],
  ];
  const promises = verdicts.map(({ what, value, limit, kept }): [string, string] => [
    `${kept === null ? '?' : kept ? '✓' : '✗'} ${what}`,
    `${value} (${limit})`,
  ]);
  return [...aligned(rows), '', ...aligned(promises)].join('\n');
}

function aligned(rows: readonly [string, string][]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

function inMs({ count, p50Ms, p95Ms, p99Ms }: Spread): string {
  const ms = (value: number | null) => (value === null ? '–' : `${value.toFixed(1)} ms`);
  return `p50 ${ms(p50Ms)}, p95 ${ms(p95Ms)}, p99 ${ms(p99Ms)} of ${count}`;
}

function inKb(memory: HeldMemory | null): string {
  if (!memory) return 'not told';
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  return `${kb(memory.residentBytes)} resident, ${kb(memory.liveBytes)} of it live`;
}
