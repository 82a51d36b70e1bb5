import type { WaitChoice } from '../../../contracts/domain/call.ts';
import { assertNever } from '../../../contracts/result.ts';
import type { Item } from './kinds.ts';
import { followUpDue } from './night.ts';
import type { Offers } from './offers.ts';
import type { People } from './people.ts';
import { ringNow } from './rings.ts';
import type { State } from './state.ts';
import type { Work } from './types.ts';

/** What becomes of a work: asked, restored, ended, or turned into something else than waiting. */
export class Works {
  readonly #state: State;
  readonly #offers: Offers;
  readonly #people: People;

  constructor(state: State, offers: Offers, people: People) {
    this.#state = state;
    this.#offers = offers;
    this.#people = people;
  }

  ask({ work, askedAtMs }: { work: Work; askedAtMs?: number }) {
    const state = this.#state;
    if (state.items.has(work.id)) return state.emit({ type: 'ignored', event: 'work.asked' });
    const item = state.newItem(work, Math.min(askedAtMs ?? state.nowMs, state.nowMs));
    item.ring = ringNow(state, item);
    if (this.#offers.seekAgent(item)) return;
    // Who has waited elsewhere was let in there; who is asked by name stands in no department's line.
    const letIn = askedAtMs !== undefined || item.named;
    if (letIn || !state.queue.isFull(work.departmentId)) return this.#offers.join(item);
    this.#forget(item);
    state.emit({ type: 'refused', workId: work.id, choices: ['appointment'] });
  }

  restore({ work, agentId, assignedAtMs }: { work: Work; agentId: string; assignedAtMs: number }) {
    const state = this.#state;
    if (state.items.has(work.id)) return state.emit({ type: 'ignored', event: 'work.restored' });
    if (!state.owners.has(work.visitId)) state.owners.set(work.visitId, agentId);
    const item = state.newItem(work, Math.min(assignedAtMs, state.nowMs));
    item.stage = 'assigned';
    item.assignedAtMs = item.askedAtMs;
    this.#people.giveBack(agentId, item);
  }

  end(event: { type: 'work.ended'; workId: string }) {
    const item = this.#state.items.get(event.workId);
    if (!item) return this.#state.emit({ type: 'ignored', event: event.type });
    if (item.stage !== 'assigned') return this.#drop(item, 'ended');
    this.#forget(item);
    if (item.agent) this.#people.callEnded(item.agent, item);
  }

  choose(event: { type: 'work.alternative'; workId: string; choice: WaitChoice }) {
    const item = this.#state.items.get(event.workId);
    if (!item || item.stage === 'assigned') return this.#state.emit({ type: 'ignored', event: event.type });
    switch (event.choice) {
      case 'call-back':
        // The place in the line is kept; whoever takes it calls the booth.
        item.callBack = true;
        return;
      case 'message': {
        const { id, departmentId } = item.work;
        const dueMs = followUpDue(this.#state.settings, this.#state.nowMs);
        this.#state.emit({ type: 'follow-up', workId: id, departmentId, dueMs });
        return this.#drop(item, 'message');
      }
      case 'appointment':
        return this.#drop(item, 'appointment');
      default:
        return assertNever(event.choice);
    }
  }

  /** Takes a work that nobody has yet out of everything. */
  #drop(item: Item, reason: 'ended' | 'appointment' | 'message'): void {
    const agent = item.stage === 'offered' ? item.agent : null;
    if (item.stage === 'waiting') this.#state.queue.remove(item);
    this.#forget(item);
    for (const { atMs, raw } of item.ranges) this.#state.measures.accuracy.left(raw, this.#state.nowMs - atMs);
    this.#state.emit({ type: 'left-queue', workId: item.work.id, reason });
    if (!agent?.offer) return;
    this.#offers.takeBack(agent.offer, 'withdrawn');
    this.#offers.settle(agent);
  }

  #forget(item: Item): void {
    item.stage = 'over';
    this.#state.pools.front.forget(item);
    this.#state.items.delete(item.work.id);
  }
}
