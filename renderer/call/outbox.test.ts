import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Signal } from '../../contracts/hub/signal.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { Outbox, RESEND_LONGEST_MS, RESEND_MS } from './outbox.ts';

const description = (type: 'offer' | 'answer', sdp: string): Signal => ({ kind: 'description', type, sdp, roles: {} });
const candidate = (text: string): Signal => ({
  kind: 'candidate',
  candidate: { candidate: text, sdpMid: null, sdpMLineIndex: null, usernameFragment: null },
});
const nameOf = (signal: Signal) =>
  signal.kind === 'description' ? signal.sdp : signal.kind === 'candidate' ? (signal.candidate?.candidate ?? '') : '';

function build() {
  const clock = new VirtualClock();
  const arrived: string[] = [];
  const errors: unknown[] = [];
  const reaches: boolean[] = [];
  let attempts = 0;
  let up = true;
  const outbox = new Outbox({
    clock,
    send: async (signal) => {
      attempts += 1;
      if (!up) throw new Error('disconnected');
      arrived.push(nameOf(signal));
    },
    onReach: (reached) => reaches.push(reached),
    onError: (thrown) => errors.push(thrown),
  });
  return {
    clock,
    outbox,
    arrived,
    errors,
    reaches,
    attempts: () => attempts,
    line: (is: boolean) => {
      up = is;
    },
  };
}

describe('Outbox', () => {
  it('does not say an offer that was taken back, nor its candidates, and says an answer all the same', async () => {
    const { clock, outbox, arrived, line } = build();
    line(false);
    for (const signal of [description('offer', 'offer 1'), candidate('a'), description('answer', 'answer 1')]) {
      outbox.send(signal);
    }
    await clock.advance(0);
    outbox.withdraw();
    outbox.send(description('offer', 'offer 2'));
    line(true);
    outbox.flush();
    await clock.advance(0);
    expect(arrived).toEqual(['answer 1', 'offer 2']);
  });

  it('says what could not be said as soon as the line is back, in its order', async () => {
    const { clock, outbox, arrived, errors, reaches, line } = build();
    line(false);
    for (const signal of [description('offer', 'offer 1'), candidate('a'), candidate('b')]) outbox.send(signal);
    await clock.advance(100);
    expect(arrived).toEqual([]);
    expect(errors.length).toBeGreaterThan(0);
    line(true);
    outbox.flush();
    await clock.advance(0);
    expect(arrived).toEqual(['offer 1', 'a', 'b']);
    expect(outbox.waiting).toBe(0);
    outbox.send(candidate('c'));
    await clock.advance(0);
    expect(arrived.at(-1)).toBe('c');
    expect(reaches, 'told once each').toEqual([false, true]);
  });

  it('lets a newer offer replace the older and its candidates, and keeps an answer', async () => {
    const { clock, outbox, arrived, line } = build();
    line(false);
    outbox.send(description('answer', 'answer 1'));
    await clock.advance(0);
    for (const signal of [
      candidate('a'),
      description('offer', 'offer 2'),
      candidate('b'),
      description('offer', 'offer 3'),
    ])
      outbox.send(signal);
    line(true);
    outbox.flush();
    await clock.advance(0);
    expect(arrived).toEqual(['answer 1', 'offer 3']);
  });

  it('is not held up by what hangs on a line that is dead', async () => {
    const clock = new VirtualClock();
    const arrived: string[] = [];
    let dead = true;
    const outbox = new Outbox({
      clock,
      send: (signal) => {
        if (dead) return new Promise((_resolve, reject) => clock.after(8_000, () => reject(new Error('no answer'))));
        arrived.push(nameOf(signal));
        return Promise.resolve();
      },
      onReach: () => undefined,
      onError: () => undefined,
    });
    outbox.send(description('offer', 'offer 1'));
    await clock.advance(8_000);
    await clock.advance(RESEND_MS);
    dead = false;
    outbox.send(description('offer', 'offer 2'));
    outbox.flush();
    await clock.advance(0);
    expect(arrived).toEqual(['offer 2']);
    await clock.advance(60_000);
    expect(arrived, 'the older one has nothing to add').toEqual(['offer 2']);
  });

  it('tries by itself, less and less often, and no more once it is closed', async () => {
    const { clock, outbox, attempts, line } = build();
    line(false);
    outbox.send(candidate('a'));
    await clock.advance(RESEND_MS);
    expect(attempts()).toBe(2);
    await clock.advance(60_000);
    expect(attempts()).toBeLessThan(2 + 60_000 / RESEND_LONGEST_MS + 3);
    outbox.close();
    const before = attempts();
    await clock.advance(60_000);
    expect(attempts()).toBe(before);
    expect(clock.pending).toBe(0);
  });

  it('never loses the newest description, nor a candidate after it, however the line comes and goes', async () => {
    const step = fc.oneof(
      fc.constant('offer' as const),
      fc.constant('candidate' as const),
      fc.boolean(),
      fc.integer({ min: 0, max: 3_000 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { clock, outbox, arrived, line } = build();
        let since: string[] = [];
        for (const [at, one] of steps.entries()) {
          if (one === 'offer') since = [`offer ${at}`];
          if (one === 'candidate') since = [...since, `candidate ${at}`];
          if (one === 'offer') outbox.send(description('offer', `offer ${at}`));
          else if (one === 'candidate') outbox.send(candidate(`candidate ${at}`));
          else if (typeof one === 'boolean') line(one);
          else await clock.advance(one);
        }
        line(true);
        outbox.flush();
        await clock.advance(RESEND_LONGEST_MS);
        expect(outbox.waiting).toBe(0);
        expect(arrived).toEqual(expect.arrayContaining(since));
      }),
    );
  });
});
