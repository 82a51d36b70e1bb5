import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { call, nothing } from '../../contracts/channel.ts';
import { ok } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import type { ChildPort } from './child-calls.ts';
import { servePort } from './serve-port.ts';
import { createSupervisor, RESTART_MAX_MS, RESTART_MIN_MS } from './supervisor.ts';

const calls = {
  double: call(z.strictObject({ value: z.int() }), z.strictObject({ value: z.int() })),
  ping: call(nothing, nothing),
} as const;
const pushes = { told: z.strictObject({ word: z.string() }) } as const;

/** A child in this process: messages are copied as a message port copies them. */
class FakeChild implements ChildPort {
  readonly received: unknown[] = [];
  isHung = false;
  wasKilled = false;
  #onMessage: (message: unknown) => void = () => undefined;
  #onExit: (code: number | null) => void = () => undefined;
  #serve: (message: unknown) => void = () => undefined;

  constructor() {
    servePort(
      {
        post: (message) => this.say(message),
        onMessage: (listener) => {
          this.#serve = listener;
        },
      },
      calls,
      { double: ({ value }) => ok({ value: value * 2 }), ping: () => ok(undefined) },
      () => undefined,
    );
  }
  post(message: unknown): void {
    this.received.push(structuredClone(message));
    if (!this.isHung) this.#serve(structuredClone(message));
  }
  say(message: unknown): void {
    this.#onMessage(structuredClone(message));
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener;
  }
  onExit(listener: (code: number | null) => void): void {
    this.#onExit = listener;
  }
  kill(): void {
    this.wasKilled = true;
    this.exit(null);
  }
  exit(code: number | null): void {
    this.#onExit(code);
  }
}

function setUp(healthMs: number | null = null) {
  const clock = new VirtualClock();
  const children: FakeChild[] = [];
  const told: string[] = [];
  const events: string[] = [];
  let downs = 0;
  const supervisor = createSupervisor({
    name: 'child',
    calls,
    pushes,
    timeoutMs: { double: 1000, ping: 1000 },
    clock,
    log: ({ event }) => events.push(event),
    onPush: ({ payload }) => told.push(payload.word),
    onDown: () => {
      downs++;
    },
    health: healthMs === null ? null : { call: 'ping', everyMs: healthMs },
    spawn() {
      const child = new FakeChild();
      children.push(child);
      return child;
    },
  });
  const child = () => children.at(-1) as FakeChild;
  return { clock, children, child, told, events, supervisor, downs: () => downs };
}

describe('a supervised child', () => {
  test('answers calls and is heard, and what does not fit is reported', async () => {
    const { supervisor, child, told, events } = setUp();
    supervisor.start();
    expect(await supervisor.call('double', { value: 21 })).toEqual(ok({ value: 42 }));
    child().say({ kind: 'push', name: 'told', payload: { word: 'yes' } });
    child().say({ kind: 'push', name: 'told', payload: { word: 7 } });
    child().say({ kind: 'push', name: 'toString', payload: {} });
    child().say('rubbish');
    expect(told).toEqual(['yes']);
    expect(events).toEqual(['child.bad-push', 'child.bad-push', 'child.bad-message']);
  });

  test('that dies fails its callers at once and is started again, more slowly each time', async () => {
    const { supervisor, child, children, clock, downs } = setUp();
    supervisor.start();
    child().isHung = true;
    const answer = supervisor.call('double', { value: 1 });
    child().exit(9);
    expect(await answer).toMatchObject({ ok: false, error: { code: 'device_offline' } });
    expect(await supervisor.call('double', { value: 1 })).toMatchObject({ ok: false });
    await clock.advance(RESTART_MIN_MS);
    expect(children).toHaveLength(2);
    child().exit(9);
    await clock.advance(RESTART_MIN_MS);
    expect(children).toHaveLength(2);
    await clock.advance(RESTART_MIN_MS);
    expect(children).toHaveLength(3);
    for (let round = 0; round < 12; round++) {
      child().exit(9);
      await clock.advance(RESTART_MAX_MS);
    }
    expect(children).toHaveLength(15);
    expect(downs()).toBe(14);
  });

  test('that does not answer in time is a timeout; one that hangs is ended and started again', async () => {
    const { supervisor, child, children, clock } = setUp(5000);
    supervisor.start();
    await clock.advance(5000);
    expect(child().wasKilled).toBe(false);
    const hung = child();
    hung.isHung = true;
    const answer = supervisor.call('double', { value: 1 });
    await clock.advance(1000);
    expect(await answer).toMatchObject({ ok: false, error: { code: 'timeout' } });
    await clock.advance(5000 + 1000);
    expect(hung.wasKilled).toBe(true);
    await clock.advance(RESTART_MIN_MS);
    expect(children).toHaveLength(2);
  });

  test('that is stopped stays stopped', async () => {
    const { supervisor, child, children, clock } = setUp(5000);
    supervisor.start();
    supervisor.stop();
    expect(child().wasKilled).toBe(true);
    await clock.advance(RESTART_MAX_MS * 2);
    expect(children).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
