import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, resultSchema } from '../../contracts/errors.ts';
import { boothOrders } from '../../contracts/hub/booth.ts';
import { err, ok } from '../../contracts/result.ts';
import { systemClock } from '../../contracts/time.ts';
import { type BoothPush, createHubLink, type HubLink } from './hub-link.ts';
import { testId, testVisit } from './machine/fixtures.ts';

/** Pauses that double each time would be far longer than a second by then. */
const SOUGHT_TIMES = 4;
/** A pause is a second at most; the rest belongs to a busy machine. */
const PAUSE_LIMIT_MS = 1_900;
const TIMEOUT_MS = 20_000;

let http: ReturnType<typeof createServer>;
let server: Server;
let link: HubLink;
let tokens: string[];
let pushes: BoothPush[];
let events: string[];
let onEvent: (event: string) => void;
let connected: Promise<Socket>;

beforeEach(async () => {
  http = createServer();
  server = new Server(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  tokens = [];
  pushes = [];
  events = [];
  onEvent = () => undefined;
  server.of('/booth').use((socket, next) => {
    tokens.push(String(socket.handshake.auth.token));
    next(socket.handshake.auth.token === 'token-1' ? new Error('token_used') : undefined);
  });
  connected = new Promise((resolve) => server.of('/booth').on('connection', resolve));
  let count = 0;
  link = createHubLink({
    hubUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    ca: null,
    token: () => `token-${count++}`,
    // Pauses between attempts pass a hundred times faster.
    clock: { ...systemClock, after: (delayMs, callback) => systemClock.after(delayMs / 100, callback) },
    log: ({ event }) => {
      events.push(event);
      onEvent(event);
    },
    onConnect: () => undefined,
    onDisconnect: () => undefined,
    onPush: (push) => pushes.push(push),
    orders: {
      'door.open': () => ok(undefined),
      'still.take': () => {
        throw new Error('a defect');
      },
      'page.retake': () => ok(undefined),
      'locker.ask': () => err(fail('device_busy')),
      'visit.close': () => ok(undefined),
      'notice.print': () => err(fail('paper_out')),
      'code.used': () => ok(undefined),
      'technician.call': () => err(fail('forbidden')),
      'technician.watch': () => ok(undefined),
    },
  });
});

/** Connects, and gives the hub's end once both ends are up. */
async function connect(): Promise<Socket> {
  link.connect();
  const socket = await connected;
  await expect.poll(() => link.isConnected()).toBe(true);
  return socket;
}

afterEach(async () => {
  link.close();
  await server.close();
});

describe('the line to the hub', () => {
  test('without a line the answer is "disconnected", and what does not fit is not sent', async () => {
    expect(await link.call('duty.get', undefined)).toMatchObject({ ok: false, error: { code: 'disconnected' } });
    const bad = await link.call('visit.get', { visitId: 'no id' });
    expect(bad).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  });

  test('an answer is checked against the contract, whatever the hub says', async () => {
    const socket = await connect();
    socket.on('visit.get', (_input, answer) => answer({ ok: true, value: testVisit() }));
    socket.on('duty.get', (_input, answer) => answer({ ok: true, value: { waiting: -1 } }));
    socket.on('call.cancel', (_input, answer) => answer(err(fail('not_found'))));
    expect(await link.call('visit.get', { visitId: testId(1) })).toEqual(ok(testVisit()));
    expect(await link.call('duty.get', undefined)).toMatchObject({ ok: false, error: { code: 'invalid_output' } });
    expect(await link.call('call.cancel', { callId: testId(1) })).toEqual(err(fail('not_found')));
  });

  test('orders are answered, with a typed error when they are malformed, refused, broken or unknown', async () => {
    const socket = await connect();
    const order = (name: string, input: unknown) => socket.timeout(5000).emitWithAck(name, input);
    expect(await order('door.open', { visit: testVisit() })).toEqual({ ok: true });
    expect(await order('door.open', { visit: {} })).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    expect(await order('still.take', { visitId: testId(1), requestId: testId(2) })).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
    expect(await order('reboot', {})).toMatchObject({ ok: false, error: { code: 'unknown_channel' } });
    expect(await order('toString', {})).toMatchObject({ ok: false, error: { code: 'unknown_channel' } });
  });

  test('malformed news is dropped, and the line holds', async () => {
    const socket = await connect();
    for (const rubbish of [undefined, null, 7, [], {}, { visit: null }, { callId: 'x' }, 'x'.repeat(1000)]) {
      socket.emit('visit.changed', rubbish);
      socket.emit('call.parties', rubbish);
      socket.emit('signal', rubbish);
    }
    socket.emit('visit.changed', { visit: testVisit() });
    await expect.poll(() => pushes).toEqual([{ name: 'visit.changed', payload: { visit: testVisit() } }]);
    expect(link.isConnected()).toBe(true);
    expect(events.filter((event) => event.endsWith('.invalid'))).toHaveLength(24);
  });

  test('500 malformed orders are all answered with a typed error', async () => {
    const socket = await connect();
    const names = Object.keys(boothOrders);
    const rubbish = [null, 0, '', [], {}, { visitId: null }, { visit: [] }, { requestId: 1n.toString() }, true, 'x'];
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        socket.timeout(5000).emitWithAck(names[index % names.length] as string, rubbish[index % rubbish.length]),
      ),
    );
    for (const answer of answers) {
      expect(resultSchema(boothOrders['visit.close'].output).safeParse(answer).error).toBeUndefined();
      expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    }
  });

  test('a hub that is away is sought every second, however long it is away', { timeout: TIMEOUT_MS }, async () => {
    await connect();
    const soughtMs: number[] = [];
    const often = new Promise<void>((resolve) => {
      onEvent = (event) => {
        if (event === 'hub.unreachable' && soughtMs.push(performance.now()) === SOUGHT_TIMES) resolve();
      };
    });
    await server.close();
    await often;
    const pausesMs = soughtMs.slice(1).map((atMs, index) => atMs - (soughtMs[index] as number));
    expect(Math.max(...pausesMs)).toBeLessThan(PAUSE_LIMIT_MS);
  });

  test('each connection proves itself with a fresh token, and a refused one is tried again', async () => {
    link.connect();
    const first = await connected;
    const again = new Promise<void>((resolve) => server.of('/booth').once('connection', () => resolve()));
    first.disconnect(true);
    await again;
    expect(tokens).toEqual(['token-0', 'token-1', 'token-2']);
  });
});
