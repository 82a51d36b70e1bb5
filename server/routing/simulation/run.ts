import { RoutingEngine } from '../engine/engine.ts';
import { Heap } from '../engine/heap.ts';
import type { RoutingEffect, RoutingEvent, Work } from '../engine/types.ts';
import { Figures } from './figures.ts';
import { Oracle } from './oracle.ts';
import { Random } from './random.ts';
import { makeWorld, type Worker, type World, type WorldOptions } from './world.ts';

/**
 * Days of arrivals in seconds: citizens come through the day, people of the departments answer, miss, take breaks, have
 * somebody at their counter and go home. The engine decides, the oracle watches, the figures are kept.
 */

export interface SimulationOptions extends WorldOptions {
  /** Citizens that come in all. */
  readonly arrivals: number;
  /** Work that comes in the busy hours, as a share of what the people on duty can do. */
  readonly load: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** 00:00 in the engine's local time. */
const MIDNIGHT_MS = Date.UTC(2026, 0, 4, 16);
/** Arrivals of each hour against the busiest: two peaks, a thin night (24-hour booths). */
const BY_HOUR = [3, 2, 2, 2, 2, 3, 5, 8, 45, 90, 100, 85, 55, 60, 90, 95, 85, 50, 12, 10, 9, 7, 5, 4];
const PEAK = 100;
const DAY_SHIFT = { fromMs: 8 * HOUR_MS, untilMs: 18 * HOUR_MS };

/** How people are; shares and means. */
const PEOPLE = {
  answers: 0.94,
  declines: 0.02,
  answersAfterMs: [800, 4_200],
  backAfterMissingMs: [60_000, 180_000],
  wrapUpMs: 25_000,
  callSpread: 0.5,
  breakEveryMs: 150 * MINUTE_MS,
  breakMs: 10 * MINUTE_MS,
  counterEveryMs: 30 * MINUTE_MS,
  counterMs: 5 * MINUTE_MS,
  citizenPatienceMs: 15 * MINUTE_MS,
  secondCall: 0.12,
  secondCallAfterMs: [20_000, 120_000],
  takesAlternative: 0.3,
} as const;

type Thing = { readonly atMs: number; readonly order: number; readonly act: () => void };

export function simulate(options: SimulationOptions): Figures {
  return new Simulation(options).run();
}

class Simulation {
  readonly #options: SimulationOptions;
  readonly #world: World;
  readonly #random: Random;
  readonly #engine: RoutingEngine;
  readonly #oracle: Oracle;
  readonly #figures: Figures;
  readonly #things = new Heap<Thing>((a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order));
  readonly #works = new Map<string, { work: Work; assigned: boolean }>();
  readonly #away = new Set<string>();
  #order = 0;
  #arrived = 0;
  #nowMs = MIDNIGHT_MS;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#world = makeWorld(options);
    this.#random = new Random(options.seed ^ 0x5eed);
    this.#engine = new RoutingEngine(this.#world.settings);
    this.#oracle = new Oracle(this.#world.settings);
    this.#figures = new Figures(options, this.#world, this.#oracle);
  }

  run(): Figures {
    for (const worker of this.#world.workers) this.#employ(worker);
    this.#nextArrival(this.#peakPerMs());
    while (this.#step());
    return this.#figures;
  }

  /** The next thing of the world or deadline of the engine. False when the last citizen has gone. */
  #step(): boolean {
    if (this.#arrived >= this.#options.arrivals && this.#works.size === 0) return false;
    const thing = this.#things.peek();
    const dueMs = this.#engine.nextDueMs;
    if (dueMs !== null && (!thing || dueMs <= thing.atMs)) {
      this.#nowMs = dueMs;
      this.#tell({ type: 'tick' });
      return true;
    }
    if (!thing) return false;
    this.#things.pop();
    this.#nowMs = thing.atMs;
    thing.act();
    return true;
  }

  #in(delayMs: number, act: () => void): void {
    this.#things.push({ atMs: Math.round(this.#nowMs + delayMs), order: ++this.#order, act });
  }

  #tell(event: RoutingEvent): void {
    const effects = this.#engine.handle(event, this.#nowMs);
    this.#oracle.saw(event, effects, this.#nowMs);
    for (const effect of effects) {
      this.#figures.saw(effect);
      this.#follow(effect);
    }
  }

  // The people

  /** Comes for each shift, and lives through it. */
  #employ(worker: Worker): void {
    const { fromMs, untilMs } = DAY_SHIFT;
    // Shifts overlap by some minutes: people come and go one by one.
    const early = this.#random.between(0, 15 * MINUTE_MS);
    const [begin, end] = worker.night ? [untilMs, fromMs + DAY_MS] : [fromMs, untilMs];
    const shift = (dayMs: number) => {
      this.#in(dayMs + begin - early - this.#sinceMidnight(), () => this.#come(worker));
      this.#in(dayMs + end + early - this.#sinceMidnight(), () => this.#go(worker));
    };
    if (worker.night) this.#come(worker);
    const days = Math.ceil((2 * this.#options.arrivals) / Math.max(1, this.#perDay())) + 3;
    if (worker.night) this.#in(fromMs + early, () => this.#go(worker));
    for (let day = 0; day < days; day++) shift(day * DAY_MS);
  }

  #sinceMidnight(): number {
    return (this.#nowMs - MIDNIGHT_MS) % DAY_MS;
  }

  #come(worker: Worker): void {
    const agentId = worker.profile.id;
    this.#away.delete(agentId);
    this.#tell({ type: 'agent.signed-in', agent: worker.profile });
    this.#tell({ type: 'agent.ready', agentId });
    this.#figures.came(agentId, this.#nowMs);
    this.#in(this.#random.exponential(PEOPLE.breakEveryMs), () => this.#rest(worker));
    if (worker.counter) this.#in(this.#random.exponential(PEOPLE.counterEveryMs), () => this.#counter(worker));
  }

  #go({ profile: { id } }: Worker): void {
    this.#away.add(id);
    this.#tell({ type: 'agent.signed-out', agentId: id });
    this.#figures.went(id, this.#nowMs);
  }

  #rest(worker: Worker): void {
    const agentId = worker.profile.id;
    if (this.#away.has(agentId)) return;
    this.#tell({ type: 'agent.break', agentId, reason: 'rest' });
    this.#figures.went(agentId, this.#nowMs);
    this.#in(PEOPLE.breakMs, () => {
      if (this.#away.has(agentId)) return;
      this.#tell({ type: 'agent.ready', agentId });
      this.#figures.came(agentId, this.#nowMs);
      this.#in(this.#random.exponential(PEOPLE.breakEveryMs), () => this.#rest(worker));
    });
  }

  #counter(worker: Worker): void {
    const agentId = worker.profile.id;
    if (this.#away.has(agentId)) return;
    this.#tell({ type: 'agent.counter', agentId, busy: true });
    this.#in(this.#random.exponential(PEOPLE.counterMs), () => {
      if (this.#away.has(agentId)) return;
      this.#tell({ type: 'agent.counter', agentId, busy: false });
      this.#in(this.#random.exponential(PEOPLE.counterEveryMs), () => this.#counter(worker));
    });
  }

  // The citizens

  #perDay(): number {
    return BY_HOUR.reduce((sum, share) => sum + (share / PEAK) * this.#peakPerMs() * HOUR_MS, 0);
  }

  /** Arrivals in a millisecond of the busiest hour. */
  #peakPerMs(): number {
    const lengths = [...this.#world.callMs.values()];
    const boundMs = lengths.reduce((sum, ms) => sum + ms, 0) / lengths.length + PEOPLE.wrapUpMs;
    const people = this.#world.workers.filter((one) => !one.night).length;
    return (this.#options.load * people) / boundMs / (1 + PEOPLE.secondCall);
  }

  #nextArrival(peakPerMs: number): void {
    this.#in(this.#random.exponential(1 / peakPerMs), () => {
      const hour = Math.floor(this.#sinceMidnight() / HOUR_MS);
      if (this.#random.chance((BY_HOUR[hour] ?? 0) / PEAK)) {
        this.#ask(`visit-${this.#arrived}`, this.#world.priority(this.#random));
      }
      if (this.#arrived < this.#options.arrivals) this.#nextArrival(peakPerMs);
    });
  }

  #ask(visitId: string, priority: Work['priority'], need = this.#world.need(this.#random)): void {
    const work: Work = { id: `work-${this.#arrived++}`, visitId, priority, ...need };
    this.#works.set(work.id, { work, assigned: false });
    this.#in(this.#random.exponential(PEOPLE.citizenPatienceMs), () => {
      const mine = this.#works.get(work.id);
      if (!mine || mine.assigned || this.#patient.has(work.id)) return;
      this.#works.delete(work.id);
      this.#tell({ type: 'work.ended', workId: work.id });
    });
    this.#tell({ type: 'work.asked', work });
  }

  readonly #patient = new Set<string>();

  #follow(effect: RoutingEffect) {
    switch (effect.type) {
      case 'offer':
        return this.#answer(effect.offer);
      case 'assigned':
        return this.#talk(effect.workId, effect.agentId);
      case 'alternatives': {
        if (!this.#random.chance(PEOPLE.takesAlternative)) return;
        const choice = this.#random.pick(effect.choices);
        if (choice === 'call-back') this.#patient.add(effect.workId);
        this.#in(this.#random.between(3_000, 15_000), () => {
          const mine = this.#works.get(effect.workId);
          if (mine && !mine.assigned) this.#tell({ type: 'work.alternative', workId: effect.workId, choice });
        });
        return;
      }
      case 'refused':
      case 'left-queue':
        this.#works.delete(effect.workId);
        return;
      case 'agent': {
        const { agentId } = effect;
        if (effect.state !== 'not-responding') return;
        const [low, high] = PEOPLE.backAfterMissingMs;
        this.#in(this.#random.between(low, high), () => {
          if (!this.#away.has(agentId)) this.#tell({ type: 'agent.ready', agentId });
        });
        return;
      }
      default:
        return;
    }
  }

  #answer({ offerId, agentId }: { offerId: string; agentId: string }): void {
    const dice = this.#random.next();
    const [low, high] = PEOPLE.answersAfterMs;
    const afterMs = this.#random.between(low, high);
    if (dice < PEOPLE.answers) this.#in(afterMs, () => this.#tell({ type: 'offer.accepted', offerId, agentId }));
    else if (dice < PEOPLE.answers + PEOPLE.declines) {
      this.#in(afterMs, () => this.#tell({ type: 'offer.declined', offerId, agentId }));
    }
  }

  #talk(workId: string, agentId: string): void {
    const mine = this.#works.get(workId);
    if (!mine) return;
    mine.assigned = true;
    const { visitId, departmentId } = mine.work;
    const meanMs = this.#world.callMs.get(departmentId) ?? 5 * MINUTE_MS;
    this.#in(this.#random.logNormal(meanMs, PEOPLE.callSpread), () => {
      this.#works.delete(workId);
      this.#tell({ type: 'work.ended', workId });
      this.#in(this.#random.exponential(PEOPLE.wrapUpMs), () => {
        if (!this.#away.has(agentId)) this.#tell({ type: 'wrap-up.ended', agentId });
      });
      if (!this.#random.chance(PEOPLE.secondCall)) {
        this.#tell({ type: 'visit.ended', visitId });
        return;
      }
      const [low, high] = PEOPLE.secondCallAfterMs;
      const need = this.#random.chance(0.5) ? mine.work : undefined;
      this.#in(this.#random.between(low, high), () => this.#ask(visitId, 'second-call', need && needOf(need)));
    });
  }
}

function needOf({ id: _id, visitId: _visit, priority: _priority, ...need }: Work) {
  return need;
}
