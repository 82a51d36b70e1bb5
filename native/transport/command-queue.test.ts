import { describe, expect, it } from 'vitest';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import type { WireEntry } from '../driver.ts';
import type { FrameRule } from '../framing/frame-parser.ts';
import {
  BROKEN_REPLY_MS,
  type Command,
  createCommandQueue,
  INTER_BYTE_TIMEOUT_MS,
  LATE_BYTES_MS,
} from './command-queue.ts';
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

function setUp(path = 'test') {
  const clock = new VirtualClock();
  const heard: number[] = [];
  const unasked: number[] = [];
  const news: string[] = [];
  const wire: WireEntry[] = [];
  let openings = 0;
  let device: Port | null = null;
  let available = true;
  let answer: (number: number) => number[] = (number) => [0xa5, number];
  const openPort: OpenPort = async (line) => {
    if (!available) return err(fail('device_missing', line.path));
    openings += 1;
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
    line: { path, baudRate: 9600 },
    openPort,
    clock,
    rule,
    gapMs: 5,
    random: () => 0,
    deviceId: 'test',
    wire: (entry) => wire.push(entry),
    inWords: (frame) => ({ text: `number ${frame}`, secret: frame === 4 }),
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
    wire,
    opened: () => openings,
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

describe('commands that wait', () => {
  it('are withdrawn before they are sent, never after', async () => {
    const { clock, queue, heard, answerWith } = setUp();
    await clock.advance(0);
    answerWith(() => []);
    const first = queue.run(ask(1, 1));
    const leave = new AbortController();
    const withdrawn = queue.run({ ...ask(2), signal: leave.signal });
    const late = queue.run({ ...ask(3), sendWithinMs: 50 });
    const stay = new AbortController();
    const kept = queue.run({ ...ask(4), signal: stay.signal, sendWithinMs: 5_000 });
    await clock.advance(60);
    leave.abort();
    expect(await withdrawn).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await late).toMatchObject({ ok: false, error: { code: 'timeout' } });
    answerWith((number) => [0xa5, number]);
    await clock.advance(1_000);
    stay.abort();
    expect((await first).ok).toBe(false);
    expect(await kept).toEqual(ok(4));
    expect(heard).toEqual([1, 4]);
    expect(await queue.run({ ...ask(5), signal: leave.signal })).toMatchObject({ error: { code: 'cancelled' } });
  });
});

describe('what is on the line', () => {
  it('repeats at once what was answered with rubbish only', async () => {
    const { clock, queue, heard, answerWith } = setUp();
    await clock.advance(0);
    answerWith(() => {
      answerWith((number) => [0xa5, number]);
      return [0x00, 0x11];
    });
    const result = queue.run({ ...ask(9), timeoutMs: 60_000 });
    await clock.advance(BROKEN_REPLY_MS + LATE_BYTES_MS + 10);
    expect(await result).toEqual(ok(9));
    expect(heard).toEqual([9, 9]);
  });

  it('takes the last of two replies for a command that settles', async () => {
    const { clock, queue, answerWith, unasked } = setUp();
    await clock.advance(0);
    answerWith(() => [0xa5, 1, 0xa5, 2]);
    const any = { ...ask(7), reply: (frame: number) => frame };
    expect(await runNow(clock, queue.run({ ...any, settleMs: 5 }))).toEqual(ok(2));
    expect(await runNow(clock, queue.run(any))).toEqual(ok(1));
    expect(unasked).toEqual([2]);
  });

  it('is told, frame by frame, with what it means', async () => {
    const { clock, queue, wire, answerWith } = setUp();
    await clock.advance(0);
    answerWith((number) => [0x00, 0xa5, number]);
    await runNow(clock, queue.run(ask(3)));
    await runNow(clock, queue.run({ ...ask(4), secret: true }));
    expect(wire.map(({ direction, kind, text, secret }) => [direction, kind, text, secret])).toEqual([
      ['out', 'frame', 'ask 3', false],
      ['in', 'discarded', 'no frame', false],
      ['in', 'frame', 'number 3', false],
      ['out', 'frame', 'ask 4', true],
      ['in', 'discarded', 'no frame', false],
      ['in', 'frame', 'number 4', true],
    ]);
  });

  it('makes the connection to a silent converter anew, and tells nobody', async () => {
    const { clock, queue, news, answerWith, opened } = setUp('tcp://x:1');
    await clock.advance(0);
    answerWith(() => []);
    await runNow(clock, queue.run(ask(1, 3)), 2_000);
    expect(opened()).toBe(2);
    expect(news).toEqual(['up', 'up']);
  });
});

/** Moves the clock while the promise runs. */
async function runNow<T>(clock: VirtualClock, promise: Promise<T>, byMs = 10): Promise<T> {
  await clock.advance(byMs);
  return promise;
}
