import type { Estimate, RoutingEffect } from '../engine/types.ts';
import type { Oracle, Violations } from './oracle.ts';
import { isNear, Told, type ToldFigures } from './told.ts';
import type { World } from './world.ts';

/** What a simulation has shown. Waits are counted from the citizen's touch to a person's answer. */

const SERVICE_LEVEL_MS = 15_000;
const LONG_WAIT_MS = 30_000;

export interface SimulationReport {
  readonly options: object;
  readonly arrivals: number;
  readonly answered: number;
  readonly gaveUp: number;
  readonly tookAlternative: number;
  readonly refused: number;
  /** Share of all arrivals answered within 15 s. */
  readonly serviceLevel: number;
  readonly waitSeconds: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number };
  readonly estimates: {
    /** Told at once to each citizen who was answered in the end. */
    readonly told: number;
    /** Share of them within max(30 s, 30 % of the wait). */
    readonly good: number;
    /** Among them those for whom nobody could be rung at once. */
    readonly inLine: number;
    readonly goodInLine: number;
    /** And waits above 30 s, where a guess of nothing would not do. */
    readonly longWaits: number;
    readonly goodOfLongWaits: number;
    /** Half of the waits in line were shorter than this many times the estimate; 1 is without bias. */
    readonly medianRatioInLine: number;
    /** What those were told who found nobody free. */
    readonly queued: ToldFigures;
  };
  readonly violations: Violations;
  readonly examples: readonly string[];
  /** Instants at which a free person farther away was kept for the next ring. */
  readonly heldForNearer: number;
  /** Jain's index over the share of their time on duty that people were bound: 1 is all alike. */
  readonly fairness: number;
  readonly utilisation: { readonly p10: number; readonly p50: number; readonly p90: number };
  readonly offers: { readonly made: number; readonly expired: number; readonly declined: number };
  readonly rings: Readonly<Record<string, number>>;
  /** Of the offers of a second call, those that went to the person of the first. */
  readonly keptOwner: number;
}

interface Guess {
  readonly waitMs: number;
  readonly toldMs: number;
  readonly good: boolean;
  readonly inLine: boolean;
}

export class Figures {
  readonly #options: object;
  readonly #oracle: Oracle;
  readonly #duty = new Map<string, { sinceMs: number | null; onDutyMs: number; boundMs: number }>();
  readonly #estimates = new Map<string, { atMs: number; waitMs: number | null; inLine: boolean }>();
  readonly #errors: Guess[] = [];
  readonly #waits: number[] = [];
  readonly #rings: Record<string, number> = {};
  readonly #asked = new Set<string>();
  readonly #told = new Told();
  readonly #counts = { refused: 0, ended: 0, alternative: 0, made: 0, expired: 0, declined: 0, kept: 0 };

  constructor(options: object, world: World, oracle: Oracle) {
    this.#options = options;
    this.#oracle = oracle;
    for (const { profile } of world.workers) {
      this.#duty.set(profile.id, { sinceMs: null, onDutyMs: 0, boundMs: 0 });
    }
  }

  came(agentId: string, nowMs: number): void {
    const duty = this.#duty.get(agentId);
    if (duty) duty.sinceMs ??= nowMs;
  }

  went(agentId: string, nowMs: number): void {
    const duty = this.#duty.get(agentId);
    if (!duty || duty.sinceMs === null) return;
    duty.onDutyMs += nowMs - duty.sinceMs;
    duty.sinceMs = null;
  }

  saw(effect: RoutingEffect) {
    switch (effect.type) {
      case 'offer':
        this.#tell(effect.offer.workId, effect, false);
        this.#counts.made++;
        this.#rings[effect.why.ring] = (this.#rings[effect.why.ring] ?? 0) + 1;
        if (effect.why.owner) this.#counts.kept++;
        return;
      case 'offer.gone':
        if (effect.reason === 'expired') this.#counts.expired++;
        if (effect.reason === 'declined') this.#counts.declined++;
        return;
      case 'waiting':
        this.#tell(effect.workId, effect, true);
        return this.#told.waiting(effect.workId, effect.why, effect.estimate, effect.atMs);
      case 'revised':
        return this.#told.revised(effect.workId, effect.estimate, effect.atMs);
      case 'assigned':
        this.#told.answered(effect.workId, effect.atMs);
        return this.#assigned(effect.workId, effect.waitedMs, effect.atMs);
      case 'finished': {
        const duty = this.#duty.get(effect.agentId);
        if (duty) duty.boundMs += effect.lengthMs;
        return;
      }
      case 'refused':
        this.#asked.add(effect.workId);
        this.#counts.refused++;
        return;
      case 'left-queue':
        this.#told.left(effect.workId, effect.atMs);
        if (effect.reason === 'ended') this.#counts.ended++;
        else this.#counts.alternative++;
        return;
      default:
        return;
    }
  }

  /** The first word counts. */
  #tell(workId: string, { atMs, estimate }: { atMs: number; estimate: Estimate }, inLine: boolean): void {
    this.#asked.add(workId);
    if (!this.#estimates.has(workId)) this.#estimates.set(workId, { atMs, waitMs: estimate.waitMs, inLine });
  }

  #assigned(workId: string, waitedMs: number, atMs: number): void {
    this.#waits.push(waitedMs);
    const told = this.#estimates.get(workId);
    if (!told) return;
    const waitMs = atMs - told.atMs;
    const good = told.waitMs !== null && isNear(told.waitMs, waitMs);
    this.#errors.push({ waitMs, good, toldMs: told.waitMs ?? 0, inLine: told.inLine });
  }

  report(): SimulationReport {
    const { refused, ended, alternative, made, expired, declined, kept } = this.#counts;
    const waits = [...this.#waits].sort((a, b) => a - b);
    const good = this.#errors.filter(isGood);
    const long = this.#errors.filter(({ waitMs }) => waitMs > LONG_WAIT_MS);
    const inLine = this.#errors.filter((one) => one.inLine);
    const ratios = inLine.map(({ waitMs, toldMs }) => waitMs / Math.max(1, toldMs)).sort((a, b) => a - b);
    const shares = [...this.#duty.values()]
      .filter(({ onDutyMs }) => onDutyMs > 0)
      .map(({ boundMs, onDutyMs }) => boundMs / onDutyMs)
      .sort((a, b) => a - b);
    return {
      options: this.#options,
      arrivals: this.#asked.size,
      answered: waits.length,
      gaveUp: ended,
      tookAlternative: alternative,
      refused,
      serviceLevel: share(waits.filter((ms) => ms <= SERVICE_LEVEL_MS).length, this.#asked.size),
      waitSeconds: {
        p50: seconds(quantile(waits, 0.5)),
        p90: seconds(quantile(waits, 0.9)),
        p99: seconds(quantile(waits, 0.99)),
        max: seconds(quantile(waits, 1)),
      },
      estimates: {
        told: this.#errors.length,
        good: share(good.length, this.#errors.length),
        inLine: inLine.length,
        goodInLine: share(inLine.filter(isGood).length, inLine.length),
        longWaits: long.length,
        goodOfLongWaits: share(long.filter(isGood).length, long.length),
        medianRatioInLine: rounded(quantile(ratios, 0.5)),
        queued: this.#told.figures(),
      },
      violations: this.#oracle.violations,
      examples: this.#oracle.examples,
      heldForNearer: this.#oracle.heldForNearer,
      fairness: jain(shares),
      utilisation: {
        p10: rounded(quantile(shares, 0.1)),
        p50: rounded(quantile(shares, 0.5)),
        p90: rounded(quantile(shares, 0.9)),
      },
      offers: { made, expired, declined },
      rings: this.#rings,
      keptOwner: kept,
    };
  }
}

function isGood({ good }: Guess): boolean {
  return good;
}

function quantile(sorted: readonly number[], at: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? 0;
}

function jain(values: readonly number[]): number {
  const sum = values.reduce((all, one) => all + one, 0);
  const squares = values.reduce((all, one) => all + one * one, 0);
  return squares === 0 ? 1 : rounded((sum * sum) / (values.length * squares));
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : rounded(part / whole);
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
