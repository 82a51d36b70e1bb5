import { RoutingEngine } from '../../../server/routing/engine/engine.ts';
import type { RoutingEffect, RoutingEvent, Work } from '../../../server/routing/engine/types.ts';
import { Random } from '../../../server/routing/simulation/random.ts';
import { makeWorld } from '../../../server/routing/simulation/world.ts';
import { type BenchRow, row } from '../row.ts';

const DEPARTMENTS = 32;
const REGIONS = 20;
const ROUNDS = 5;
/** Code is compiled, and most kinds of work have been seen. */
const WARM_UP_ROUNDS = 20;
const DECISIONS = 10_000;
/** Aims: 20,000 decisions a second on one core, and none longer than 5 ms but one in a hundred. */
const MS_PER_DECISION = 1 / 20;
const P99_MS = 5;
const CALL_MS = 300_000;
const SMALL = { waiting: 1_000, agents: 500 };
const LARGE = { waiting: 10_000, agents: 5_000 };

/** A full hub: so many wait that everybody who comes free is asked at once, and whoever leaves the line is replaced. */
class Crowd {
  readonly #engine: RoutingEngine;
  readonly #world;
  readonly #random = new Random(7);
  /** People in a call, in the order in which it began. */
  readonly #talking: { workId: string; agentId: string }[] = [];
  #talked = 0;
  #asked = 0;
  #nowMs = Date.UTC(2026, 0, 5, 2);
  /** So that a call lasts as long, however many people there are. */
  readonly #turnMs: number;
  decisions = 0;

  constructor({ waiting, agents }: { waiting: number; agents: number }) {
    this.#turnMs = CALL_MS / agents;
    this.#world = makeWorld({ seed: 1, agents, departments: DEPARTMENTS, regions: REGIONS });
    const settings = { ...this.#world.settings, maxWaiting: 2 * waiting, maxWaitingDepartment: waiting };
    this.#engine = new RoutingEngine(settings);
    for (const { profile } of this.#world.workers) {
      this.#take({ type: 'agent.signed-in', agent: profile });
      this.#take({ type: 'agent.ready', agentId: profile.id });
    }
    while (this.#engine.waiting < waiting) this.#ask();
  }

  get waiting(): number {
    return this.#engine.waiting;
  }

  /** One call ends, its notes are done, the next is offered and accepted, and another citizen comes. */
  turn(): void {
    this.#nowMs += this.#turnMs;
    const over = this.#talking[this.#talked++];
    if (!over) throw new Error('nobody talks');
    this.#take({ type: 'work.ended', workId: over.workId });
    this.#take({ type: 'wrap-up.ended', agentId: over.agentId });
    this.#ask();
  }

  #ask(): void {
    const id = `w${this.#asked++}`;
    const work: Work = {
      id,
      visitId: id,
      ...this.#world.need(this.#random),
      priority: this.#world.priority(this.#random),
    };
    this.#take({ type: 'work.asked', work });
  }

  #take(event: RoutingEvent): void {
    const effects: RoutingEffect[] = this.#engine.handle(event, this.#nowMs);
    for (const effect of effects) {
      if (effect.type === 'waiting' || effect.type === 'offer' || effect.type === 'revised') this.decisions++;
      if (effect.type === 'offer') {
        const { offerId, agentId } = effect.offer;
        this.#take({ type: 'offer.accepted', offerId, agentId });
      } else if (effect.type === 'assigned') this.#talking.push(effect);
    }
  }
}

/** Time of this thread on a core: a busy machine does not make the engine slower. */
function coreMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** What one decision costs with so many waiting: arrivals, choices and estimates, all deadlines and reviews included. */
function measure(crowd: Crowd): { meanMs: number; p99Ms: number } {
  const turns: number[] = [];
  const before = crowd.decisions;
  const startMs = coreMs();
  while (crowd.decisions - before < DECISIONS) {
    const turnMs = performance.now();
    crowd.turn();
    turns.push(performance.now() - turnMs);
  }
  const meanMs = (coreMs() - startMs) / (crowd.decisions - before);
  turns.sort((a, b) => a - b);
  return { meanMs, p99Ms: turns[Math.floor(turns.length * 0.99)] ?? 0 };
}

/** Decisions of the routing engine on one core, at the size of a town and of a province. */
export async function* run(): AsyncGenerator<BenchRow> {
  const small = new Crowd(SMALL);
  const large = new Crowd(LARGE);
  for (const crowd of [small, large]) {
    for (let round = 0; round < WARM_UP_ROUNDS; round++) measure(crowd);
  }
  const rounds = Array.from({ length: ROUNDS }, () => ({ small: measure(small), large: measure(large) }));

  const size = `${LARGE.waiting} waiting × ${LARGE.agents} agents`;
  yield row(
    {
      group: 'calls',
      name: `routing decision, ${size}`,
      unit: 'ms',
      baselineName: '20,000 decisions a second',
      target: { kind: 'at-most', ratio: 1 },
    },
    rounds.map((one) => one.large.meanMs),
    rounds.map(() => MS_PER_DECISION),
  );
  yield row(
    {
      group: 'calls',
      name: `routing p99 of a call's end and an arrival, ${size}`,
      unit: 'ms',
      baselineName: 'aim',
      target: { kind: 'at-most', ratio: 1 },
    },
    rounds.map((one) => one.large.p99Ms),
    rounds.map(() => P99_MS),
  );
  // n decisions in n log n: one costs log n.
  yield row(
    {
      group: 'calls',
      name: `routing decision, growth to ${size}`,
      unit: 'ms',
      baselineName: `${SMALL.waiting} waiting × ${SMALL.agents} agents`,
      target: { kind: 'at-most', ratio: Math.log(LARGE.waiting) / Math.log(SMALL.waiting) },
    },
    rounds.map((one) => one.large.meanMs),
    rounds.map((one) => one.small.meanMs),
  );
}
