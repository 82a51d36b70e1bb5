import { Deadlines } from './deadlines.ts';
import { NO_ROW } from './front.ts';
import type { Agent, Item, Pool } from './kinds.ts';
import { Measures, type MeasuresSnapshot } from './measures.ts';
import { Pools } from './pools.ts';
import { Queue } from './queue.ts';
import { type Offer, PRIORITIES, type RoutingEffect, type Settings, type Work } from './types.ts';

const NOBODY: readonly string[] = [];

type Told<T> = T extends unknown ? Omit<T, 'atMs'> : never;

/** All that an engine knows, and what it says. Shared by its parts; each part changes only what its own file is about. */
export class State {
  readonly settings: Settings;
  readonly pools: Pools;
  readonly measures: Measures;
  readonly queue: Queue;
  readonly agents = new Map<string, Agent>();
  readonly items = new Map<string, Item>();
  readonly offers = new Map<string, Offer>();
  /** Who has served a visit first. */
  readonly owners = new Map<string, string>();
  /** What happens then, or whose estimate is looked at: a function for each of these would be most of what is thrown away. */
  readonly deadlines = new Deadlines<(() => void) | Item>();
  nowMs = Number.NEGATIVE_INFINITY;
  #orders = 0;
  #effects: RoutingEffect[] = [];

  constructor(settings: Settings, measured?: MeasuresSnapshot) {
    this.settings = settings;
    this.pools = new Pools(settings.regions);
    this.measures = new Measures(settings.assumedServiceMs, measured);
    this.queue = new Queue(settings, this.pools.front);
  }

  /** One number for all that happens, so that of two things at the same instant one is the first. */
  nextOrder(): number {
    return ++this.#orders;
  }

  at(atMs: number, act: () => void): void {
    this.deadlines.set(atMs, this.nextOrder(), act);
  }

  lookAt(item: Item, atMs: number): void {
    this.deadlines.set(atMs, this.nextOrder(), item);
  }

  emit(effect: Told<RoutingEffect>): void {
    this.#effects.push({ ...effect, atMs: this.nowMs });
  }

  takeEffects(): RoutingEffect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  newItem(work: Work, askedAtMs: number): Item {
    const item: Item = {
      // First what a look at the estimate needs: it lies together in memory in this order.
      stage: 'waiting',
      told: null,
      class: this.pools.classOf(work),
      row: NO_ROW,
      priority: PRIORITIES.indexOf(work.priority),
      named: work.onlyAgentId !== undefined,
      barred: work.notAgentIds ?? NOBODY,
      work,
      order: this.nextOrder(),
      askedAtMs,
      keyMs: askedAtMs - this.settings.headStartMs[work.priority],
      ring: 0,
      ticket: null,
      ownerId: this.owners.get(work.visitId) ?? null,
      agent: null,
      assignedAtMs: 0,
      tried: null,
      joined: false,
      ranges: [],
      alternativesTold: false,
      callBack: false,
    };
    this.items.set(work.id, item);
    return item;
  }

  /** Who is on duty for a work, without those who are not to be asked. */
  poolOf(item: Item): Pool {
    const pool = this.pools.poolOf(item.class);
    if (item.barred.length === 0) return pool;
    const byRing = [...pool.byRing];
    let { places } = pool;
    for (const id of new Set(item.barred)) {
      const agent = this.agents.get(id);
      const ring = agent?.onDuty ? this.pools.ringOf(agent.group, item.class) : null;
      if (!agent || ring === null) continue;
      byRing[ring] = (byRing[ring] ?? 0) - agent.profile.capacity;
      places -= agent.profile.capacity;
    }
    return { ...pool, byRing, places };
  }
}
