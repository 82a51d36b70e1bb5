import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server as SocketServer } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { unwrap } from '../../../contracts/result.ts';
import { startHubForBench } from '../hub.ts';
import { type BenchRow, row } from '../row.ts';

const ROUNDS = 200;
/** A hub runs for months: both sides are measured after their code was compiled. */
const WARM_UP_ROUNDS = 300;

/** Booth event → agent's desk, through checks and storage, against a bare Socket.IO server that passes the same message on. */
export async function* run(): AsyncGenerator<BenchRow> {
  const work = await mkdtemp(join(tmpdir(), 'xiaowu-bench-'));
  const hub = await startHubForBench(join(work, 'hub'));
  const bare = await startEcho();
  const sockets: Socket[] = [];
  try {
    const booth = await connect(sockets, `${hub.url}/booth`, await hub.boothToken());
    const login = await hub.login('demo-market-1');
    const desk = await connect(sockets, `${hub.url}/agent`, login.token);
    const visitId = await bringTogether(booth, desk);
    const from = await connect(sockets, bare.url);
    const to = await connect(sockets, bare.url);

    const ours: number[] = [];
    const echo: number[] = [];
    for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round++) {
      const fact = {
        id: uuidv7(),
        seq: round + 1,
        visitId,
        at: new Date().toISOString(),
        fact: { type: 'citizen.inside' },
      };
      const oursMs = await timed(
        desk,
        'timeline.added',
        (entry) => entry.id === fact.id,
        () => booth.emitWithAck('facts', { facts: [fact] }),
      );
      const echoMs = await timed(
        to,
        'facts',
        (entry) => entry.facts[0].id === fact.id,
        () => from.emitWithAck('facts', { facts: [fact] }),
      );
      if (round >= WARM_UP_ROUNDS) {
        ours.push(oursMs);
        echo.push(echoMs);
      }
    }
    yield row(
      {
        group: 'spine',
        name: 'hub round trip, booth event to desk',
        unit: 'ms',
        baselineName: 'bare Socket.IO echo',
        target: { kind: 'at-most', ratio: 2 },
      },
      ours,
      echo,
    );
  } finally {
    for (const socket of sockets) socket.disconnect();
    await bare.close();
    await hub.close();
    await rm(work, { recursive: true, force: true });
  }
}

/** A visit in the booth, and the agent in its call: from then on facts of the booth reach the desk. */
async function bringTogether(booth: Socket, desk: Socket): Promise<string> {
  const visitId = uuidv7();
  unwrap(await booth.emitWithAck('hello', { version: 'bench', activeVisitId: null, lastSeq: 0 }));
  unwrap(await desk.emitWithAck('hello', null));
  const offered = new Promise<{ offerId: string }>((resolve) => desk.once('offer.new', resolve));
  unwrap(await desk.emitWithAck('presence.set', { presence: 'available' }));
  unwrap(
    await booth.emitWithAck('visit.begin', { visitId, entry: 'touch', language: 'zh-CN', bundleId: 'close-a-company' }),
  );
  unwrap(await booth.emitWithAck('call.request', { visitId }));
  const { offerId } = await offered;
  unwrap(await desk.emitWithAck('offer.accept', { offerId }));
  return visitId;
}

/** Milliseconds from the sending until the other side has the message. The acknowledgement is awaited afterwards. */
async function timed(
  receiver: Socket,
  event: string,
  test: (message: { id: string; facts: [{ id: string }] }) => boolean,
  send: () => Promise<unknown>,
): Promise<number> {
  const arrived = new Promise<number>((resolve) => {
    receiver.on(event, (message: { id: string; facts: [{ id: string }] }) => {
      if (test(message)) resolve(performance.now());
    });
  });
  const startMs = performance.now();
  const answer = send();
  const elapsedMs = (await arrived) - startMs;
  receiver.off(event);
  await answer;
  return elapsedMs;
}

async function connect(opened: Socket[], url: string, token?: string): Promise<Socket> {
  const socket = io(url, { transports: ['websocket'], auth: { token }, forceNew: true });
  opened.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

async function startEcho(): Promise<{ url: string; close(): Promise<void> }> {
  const http = createServer();
  const server = new SocketServer(http);
  server.on('connection', (socket) =>
    socket.on('facts', (message, answer) => {
      socket.broadcast.emit('facts', message);
      answer({ ok: true });
    }),
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}
