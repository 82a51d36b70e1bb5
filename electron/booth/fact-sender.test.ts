import { describe, expect, test } from 'vitest';
import type { BoothFact } from '../../contracts/domain/timeline.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { createFactSender, RESEND_MS } from './fact-sender.ts';
import { testId } from './machine/fixtures.ts';

class MemoryJournal {
  facts: BoothFact[] = [];
  acked = 0;

  add(): void {
    const seq = this.facts.length + 1;
    const fact = { type: 'door.opened' } as const;
    this.facts.push({ id: testId(seq), seq, visitId: testId(0), at: '2026-01-31T12:00:00.000Z', fact });
  }
  pending(): readonly BoothFact[] {
    return this.facts.filter(({ seq }) => seq > this.acked).slice(0, 2);
  }
  acknowledge(storedSeq: number): void {
    this.acked = storedSeq;
  }
}

/** A hub that stores what it gets, once, and whose answers can be lost. */
function setUp() {
  const clock = new VirtualClock();
  const journal = new MemoryJournal();
  const hub = { stored: [] as number[], batches: 0, failure: null as XiaowuError | null, loseAnswer: false };
  let drained = 0;
  const sender = createFactSender({
    journal,
    clock,
    log: () => undefined,
    onDrained: () => {
      drained++;
    },
    async send(facts): Promise<Result<{ storedSeq: number }, XiaowuError>> {
      hub.batches++;
      if (hub.failure) return err(hub.failure);
      for (const { seq } of facts) if (!hub.stored.includes(seq)) hub.stored.push(seq);
      if (hub.loseAnswer) return err(fail('timeout'));
      return ok({ storedSeq: Math.max(0, ...hub.stored) });
    },
  });
  return { clock, journal, hub, sender, drained: () => drained };
}

describe('facts on their way to the hub', () => {
  test('go in order and in batches, only while online', async () => {
    const { clock, journal, hub, sender, drained } = setUp();
    for (let count = 0; count < 5; count++) journal.add();
    sender.wake();
    await clock.advance(0);
    expect(hub.batches).toBe(0);
    sender.goOnline(0);
    await clock.advance(0);
    expect(hub.stored).toEqual([1, 2, 3, 4, 5]);
    expect(hub.batches).toBe(3);
    expect(drained()).toBe(1);
  });

  test('are sent again after a lost answer, and the hub has each once', async () => {
    const { clock, journal, hub, sender } = setUp();
    journal.add();
    hub.loseAnswer = true;
    sender.goOnline(0);
    await clock.advance(RESEND_MS * 3 + 1);
    expect(hub.batches).toBe(4);
    hub.loseAnswer = false;
    await clock.advance(RESEND_MS);
    expect(hub.stored).toEqual([1]);
    expect(journal.acked).toBe(1);
  });

  test('wait while the line is down', async () => {
    const { clock, journal, hub, sender } = setUp();
    hub.failure = fail('disconnected');
    journal.add();
    sender.goOnline(0);
    await clock.advance(0);
    sender.goOffline();
    await clock.advance(RESEND_MS * 10);
    expect(hub.batches).toBe(1);
    expect(clock.pending).toBe(0);
    hub.failure = null;
    sender.goOnline(0);
    await clock.advance(0);
    expect(hub.stored).toEqual([1]);
  });
});
