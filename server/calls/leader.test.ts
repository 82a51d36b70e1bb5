import { describe, expect, it } from 'vitest';
import { createLogger } from '../log.ts';
import type { Store, Work } from '../store/work.ts';
import type { CentreEvent } from './centre.ts';
import type { Floor } from './floor.ts';
import { createLeader, STORED_TOGETHER_AT_MOST } from './leader.ts';
import type { Decision } from './steps.ts';

/** A decision that leaves one line in the audit, by which it is known. */
const decisionOf = (name: string): Decision => ({
  value: { callId: name },
  steps: [{ type: 'wish', agentId: name, wish: 'available' }],
  changes: [{ type: 'service', meanMs: 1 }],
});

/** A store whose transactions end when the test lets them; `bad` names what it cannot write, once or always. */
class Played {
  readonly stored: string[][] = [];
  readonly told: string[] = [];
  readonly tries: string[][] = [];
  readonly bad = new Map<string, number>();
  nowMs = 0;
  #opened: (() => void)[] = [];
  isOpen = true;

  readonly leader = createLeader({
    store: {
      clock: {
        nowMs: () => this.nowMs,
        after: (delayMs: number, job: () => void) => {
          this.nowMs += delayMs;
          const handle = setImmediate(job);
          return { cancel: () => clearImmediate(handle) };
        },
      },
      write: <T>(job: (work: Work) => Promise<T>) => this.#write(job),
    } as unknown as Store,
    logger: createLogger('silent'),
    floor: {
      decide: (event: { agentId: string }) => decisionOf(event.agentId),
      nextDueMs: null,
    } as unknown as Floor,
    prepare: () => undefined,
    tell: async ({ value }) => void this.told.push(value.callId ?? ''),
  });

  async #write<T>(job: (work: Work) => Promise<T>): Promise<T> {
    const names: string[] = [];
    this.tries.push(names);
    const audit = async ({ actor }: { actor: { id: string } }) => {
      names.push(actor.id);
      const left = this.bad.get(actor.id) ?? 0;
      this.bad.set(actor.id, left - 1);
      if (left > 0) throw new Error(`not ${actor.id}`);
    };
    const value = await job({ audit } as unknown as Work);
    if (!this.isOpen) await new Promise<void>((resolve) => this.#opened.push(resolve));
    this.stored.push(names);
    return value;
  }

  open(): void {
    this.isOpen = true;
    for (const go of this.#opened.splice(0)) go();
  }

  async ask(name: string): Promise<string | undefined> {
    const answer = await this.leader.dispatch({ type: 'wrapup.end', agentId: name } satisfies CentreEvent);
    return answer.ok ? answer.value.callId : undefined;
  }
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

describe('leader', () => {
  it('stores decisions that wait in one transaction, and answers and tells all of them in order', async () => {
    const played = new Played();
    const wanted = names(STORED_TOGETHER_AT_MOST + 5);
    const heard: string[] = [];
    const answers = await Promise.all(wanted.map((name) => played.ask(name).then((id) => heard.push(id ?? ''))));
    await played.leader.close();
    expect(answers).toHaveLength(wanted.length);
    expect(played.stored).toEqual([wanted.slice(0, STORED_TOGETHER_AT_MOST), wanted.slice(STORED_TOGETHER_AT_MOST)]);
    expect(heard).toEqual(wanted);
    expect(played.told).toEqual(wanted);
  });

  it('tells nobody of a decision before the transaction with it has ended', async () => {
    const played = new Played();
    played.isOpen = false;
    const asked = Promise.all(names(3).map((name) => played.ask(name)));
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(played.tries).toEqual([names(3)]);
    expect(played.told).toEqual([]);
    expect(played.leader.snapshot()).not.toContainEqual({ type: 'service', meanMs: 1 });
    played.open();
    expect(await asked).toEqual(names(3));
    await played.leader.close();
    expect(played.told).toEqual(names(3));
  });

  it('stores one by one, in order, when one of them cannot be stored, and tries that one again', async () => {
    const played = new Played();
    played.bad.set('n1', 3);
    expect(await Promise.all(names(4).map((name) => played.ask(name)))).toEqual(names(4));
    await played.leader.close();
    expect(played.tries[0]).toEqual(['n0', 'n1']);
    expect(played.stored).toEqual([['n0'], ['n1'], ['n2'], ['n3']]);
    expect(played.told).toEqual(names(4));
  });

  it('loses one that can never be stored, and none of its neighbours', async () => {
    const played = new Played();
    played.bad.set('n1', Number.POSITIVE_INFINITY);
    await Promise.all(names(4).map((name) => played.ask(name)));
    await played.ask('later');
    await played.leader.close();
    expect(played.stored).toEqual([['n0'], ['n2'], ['n3'], ['later']]);
  });

  it('stores and tells on when a listener throws', async () => {
    const played = new Played();
    played.leader.onChange(() => {
      throw new Error('deaf');
    });
    await Promise.all(names(2).map((name) => played.ask(name)));
    await played.leader.close();
    expect(played.stored).toEqual([names(2)]);
    expect(played.told).toEqual(names(2));
  });
});
