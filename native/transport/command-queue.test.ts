import { describe, expect, it } from 'vitest';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import type { FrameRule } from '../framing/frame-parser.ts';
import { type Command, createCommandQueue, INTER_BYTE_TIMEOUT_MS, LATE_BYTES_MS } from './command-queue.ts';
import { RECONNECT_FIRST_MS } from './link.ts';
import { createMemoryPair } from './memory-port.ts';
import type { OpenPort, Port } from './port.ts';

/** Frames of two bytes: A5, then a number. */
const rule: FrameRule<number> = {
  maxBytes: 2,
  read(buffer) {
    if (buffer[0] !== 0xa5) return { kind: 'skip', length: 1 };
    const [, number] = buffer;
    return number === undefined ? { kind: 'more' } : { kind: 'frame', frame: number, length: 2 };
  },
};

const ask = (number: number, attempts = 2): Command<number, number> => ({
  name: `ask ${number}`,
  request: Uint8Array.of(number),
  reply: (frame) => (frame === number ? frame : undefined),
  timeoutMs: 100,
  attempts,
});

function setUp() {
  const clock = new VirtualClock();
  const heard: number[] = [];
  const unasked: number[] = [];
  const news: string[] = [];
  let device: Port | null = null;
  let available = true;
  let answer: (number: number) => number[] = (number) => [0xa5, number];
  const openPort: OpenPort = async (line) => {
    if (!available) return err(fail('device_missing', line.path));
    const pair = createMemoryPair(line.path);
    device = pair.device;
    pair.device.onData((bytes) => {
      for (const byte of bytes) {
        heard.push(byte);
        const reply = answer(byte);
        if (reply.length > 0) void pair.device.write(Uint8Array.from(reply));
      }
    });
    return ok(pair.host);
  };
  const queue = createCommandQueue<number>({
    line: { path: 'test', baudRate: 9600 },
    openPort,
    clock,
    rule,
    gapMs: 5,
    onUp: () => news.push('up'),
    onDown: (error: XiaowuError) => news.push(error.code),
    onFrame: (frame) => unasked.push(frame),
  });
  queue.start();
  return {
    clock,
    queue,
    heard,
    unasked,
    news,
    answerWith(next: typeof answer) {
      answer = next;
    },
    setAvailable(next: boolean) {
      available = next;
    },
    device: () => {
      if (!device) throw new Error('not opened');
      return device;
    },
  };
}

describe('the command queue', () => {
  it('sends one command at a time, in order', async () => {
    const { clock, queue, heard } = setUp();
    await clock.advance(0);
    const all = [1, 2, 3].map((number) => queue.run(ask(number)));
    await clock.advance(4);
    expect(heard).toEqual([1]);
    await clock.advance(20);
    expect(heard).toEqual([1, 2, 3]);
    expect(await Promise.all(all)).toEqual([ok(1), ok(2), ok(3)]);
  });

  it('repeats a command without a reply, then gives up', async () => {
    const { clock, queue, heard, answerWith } = setUp();
    await clock.advance(0);
    answerWith(() => []);
    const result = queue.run(ask(7, 3));
    await clock.advance(3 * (100 + LATE_BYTES_MS));
    expect(await result).toMatchObject({ ok: false, error: { code: 'device_no_reply' } });
    expect(heard).toEqual([7, 7, 7]);
    expect(queue.statistics()).toMatchObject({ commands: 1, retries: 2, failures: 1, meanRoundTripMs: null });
  });

  it('never sends again what may happen only once', async () => {
    const { clock, queue, heard, answerWith } = setUp();
    await clock.advance(0);
    answerWith(() => []);
    const result = queue.run(ask(7, 1));
    await clock.advance(1_000);
    expect((await result).ok).toBe(false);
    expect(heard).toEqual([7]);
  });

  it('does not take a late reply for the next one', async () => {
    const { clock, queue, answerWith, device, unasked } = setUp();
    await clock.advance(0);
    answerWith(() => []);
    const first = queue.run({ ...ask(1, 1), reply: (frame) => frame });
    const second = queue.run({ ...ask(2, 1), reply: (frame) => frame });
    await clock.advance(101);
    await device().write(Uint8Array.of(0xa5, 1));
    answerWith((number) => [0xa5, number]);
    await clock.advance(1_000);
    expect((await first).ok).toBe(false);
    expect(await second).toEqual(ok(2));
    expect(unasked).toEqual([]);
  });

  it('counts noise, and finds the reply behind it and behind a frame that never ended', async () => {
    const { clock, queue, answerWith } = setUp();
    await clock.advance(0);
    answerWith((number) => [0x00, 0xff, 0xa5, number]);
    expect(await runNow(clock, queue.run(ask(5)))).toEqual(ok(5));
    expect(queue.statistics().badFrames).toBe(1);
    answerWith(() => [0xa5]);
    await runNow(clock, queue.run(ask(6, 1)), 100 + LATE_BYTES_MS);
    expect(INTER_BYTE_TIMEOUT_MS).toBeLessThan(100);
    expect(queue.statistics().badFrames).toBe(2);
  });

  it('passes on what nobody asked for', async () => {
    const { clock, device, unasked } = setUp();
    await clock.advance(0);
    await device().write(Uint8Array.of(0xa5, 42));
    expect(unasked).toEqual([42]);
  });

  it('fails a running command at once when the port is lost, and comes back by itself', async () => {
    const { clock, queue, answerWith, device, news, setAvailable } = setUp();
    await clock.advance(0);
    answerWith(() => []);
    const running = queue.run(ask(1));
    await clock.advance(1);
    setAvailable(false);
    await device().close();
    await clock.advance(0);
    expect(await running).toMatchObject({ ok: false, error: { code: 'device_offline' } });
    expect(await runNow(clock, queue.run(ask(2)))).toMatchObject({ ok: false, error: { code: 'device_offline' } });
    await clock.advance(RECONNECT_FIRST_MS);
    setAvailable(true);
    answerWith((number) => [0xa5, number]);
    await clock.advance(2 * RECONNECT_FIRST_MS);
    expect(news).toEqual(['up', 'device_missing', 'device_missing', 'up']);
    expect(await runNow(clock, queue.run(ask(3)))).toEqual(ok(3));
    await queue.close();
    expect(clock.pending).toBe(0);
  });
});

/** Moves the clock while the promise runs. */
async function runNow<T>(clock: VirtualClock, promise: Promise<T>, byMs = 10): Promise<T> {
  await clock.advance(byMs);
  return promise;
}
