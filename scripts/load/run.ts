import { performance } from 'node:perf_hooks';
import type { Socket } from 'socket.io-client';
import type { Cast } from './cast.ts';
import { type LoadFigures, Tally } from './figures.ts';
import { connect, PlayedLoadBooth, playAgent, type Sent } from './players.ts';

/** Handshakes at once; more only wait for each other. */
const CONNECTING = 32;
/** The first connections bring code and buffers into memory that later ones share. */
const WARM_CONNECTIONS = 64;

export interface LoadOptions extends Cast {
  readonly hubUrl: string;
  readonly visitsPerMinute: number;
  readonly lastsS: number;
}

/** Connects everybody, plays visits at the rate wanted, hangs up, and tells how it went. */
export async function runLoad(options: LoadOptions): Promise<LoadFigures> {
  const { hubUrl, booths, agents } = options;
  const tally = new Tally();
  const sent: Sent = new Map();
  const sockets: Socket[] = [];
  const idle: PlayedLoadBooth[] = [];
  const join = async (namespace: string, token: string) => {
    try {
      const socket = await connect(`${hubUrl}${namespace}`, token);
      sockets.push(socket);
      socket.on('disconnect', (reason) => {
        if (reason !== 'io client disconnect') tally.failed(`line lost: ${reason}`);
      });
      return socket;
    } catch (thrown) {
      tally.failed(`connect ${thrown instanceof Error ? thrown.message : 'refused'}`);
      return null;
    }
  };
  try {
    const boothSockets: Socket[] = [];
    const agentSockets: Socket[] = [];
    const arrivals = [
      ...booths.map((booth) => async () => {
        const socket = await join('/booth', await booth.token());
        if (socket) boothSockets.push(socket);
      }),
      ...agents.map((agent) => async () => {
        const socket = await join('/agent', agent.token);
        if (socket) agentSockets.push(socket);
      }),
    ];
    const kbPerConnection = await connectAll(hubUrl, arrivals);
    const connected = sockets.length;

    const desks: (() => Promise<unknown>)[] = [];
    await inBatches(agentSockets.map((socket) => async () => void desks.push(await playAgent(socket, tally, sent))));
    await inBatches(
      boothSockets.map((socket) => async () => {
        const booth = new PlayedLoadBooth(socket, tally, sent);
        await booth.hello();
        idle.push(booth);
      }),
    );
    const startedMs = performance.now();
    await arrive(idle, options, tally);
    const lastedS = (performance.now() - startedMs) / 1000;
    await Promise.all(desks.map((isDone) => isDone()));
    return tally.figures({ booths: booths.length, agents: agents.length, connected, lastedS, kbPerConnection });
  } finally {
    for (const socket of sockets) socket.disconnect();
  }
}

/**
 * Opens connections one after another, some at a time, and gives what memory one of them costs the server, in kB: what those
 * after the first ones took. Null where the server does not tell, or there were none after the first.
 */
export async function connectAll(url: string, arrivals: readonly (() => Promise<unknown>)[]): Promise<number | null> {
  await inBatches(arrivals.slice(0, WARM_CONNECTIONS));
  const warmBytes = await residentBytes(url);
  await inBatches(arrivals.slice(WARM_CONNECTIONS));
  const fullBytes = await residentBytes(url);
  const more = arrivals.length - WARM_CONNECTIONS;
  return warmBytes === null || fullBytes === null || more <= 0 ? null : (fullBytes - warmBytes) / more / 1000;
}

/** Visits begin at an even pace, each in a booth that is free; those under way are played to their end. */
async function arrive(
  idle: PlayedLoadBooth[],
  { departments, visitsPerMinute, lastsS }: LoadOptions,
  tally: Tally,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const pauseMs = 60_000 / visitsPerMinute;
  const startMs = performance.now();
  for (let count = 0; count * pauseMs < lastsS * 1000; count++) {
    const waitMs = startMs + count * pauseMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const booth = idle.shift();
    if (!booth) {
      tally.failed('every booth is taken');
      continue;
    }
    const visit = booth.visit(departments[count % departments.length] ?? '').finally(() => {
      idle.push(booth);
      running.delete(visit);
    });
    running.add(visit);
  }
  await Promise.all(running);
}

async function inBatches(jobs: readonly (() => Promise<unknown>)[]): Promise<void> {
  const left = [...jobs];
  const work = async () => {
    for (let job = left.shift(); job; job = left.shift()) await job();
  };
  await Promise.all(Array.from({ length: CONNECTING }, work));
}

/** Resident memory of the hub by its own metrics; null where it does not say. */
async function residentBytes(hubUrl: string): Promise<number | null> {
  const text = await (await fetch(`${hubUrl}/metrics`)).text();
  const value = /^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1];
  return value === undefined ? null : Number(value);
}
