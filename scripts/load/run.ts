import { performance } from 'node:perf_hooks';
import type { Socket } from 'socket.io-client';
import type { Cast } from './cast.ts';
import { type LoadFigures, Tally } from './figures.ts';
import type { HeldMemory } from './memory-probe.ts';
import { connect, PlayedLoadBooth, playAgent, type Sent } from './players.ts';

/** Arrivals at once; more only wait for each other. */
const ARRIVING = 32;
/** The first connections bring code and buffers into memory that later ones share. */
const WARM_CONNECTIONS = 64;

export interface LoadOptions extends Cast {
  readonly hubUrl: string;
  /** Absent for a hub that runs elsewhere. */
  readonly memory?: () => Promise<HeldMemory>;
  readonly visitsPerMinute: number;
  readonly lastsS: number;
}

/** Connects and greets everybody, plays visits at the rate wanted, hangs up, and tells how it went. */
export async function runLoad(options: LoadOptions): Promise<LoadFigures> {
  const { hubUrl, booths, agents, memory } = options;
  const tally = new Tally();
  const sent: Sent = new Map();
  const sockets: Socket[] = [];
  const idle: PlayedLoadBooth[] = [];
  const desks: (() => Promise<unknown>)[] = [];
  const join = async (namespace: string, token: string) => {
    try {
      const socket = await connect(`${hubUrl}${namespace}`, token);
      sockets.push(socket);
      socket.on('disconnect', (reason) => {
        if (reason !== 'io client disconnect') tally.lost(reason);
      });
      return socket;
    } catch (thrown) {
      tally.failed(`connect ${thrown instanceof Error ? thrown.message : 'refused'}`);
      return null;
    }
  };
  const boothArrivals = booths.map((booth) => async () => {
    const socket = await join('/booth', await booth.token());
    if (!socket) return;
    const player = new PlayedLoadBooth(socket, tally, sent);
    await player.hello();
    idle.push(player);
  });
  const agentArrivals = agents.map((agent) => async () => {
    const socket = await join('/agent', agent.token);
    if (socket) desks.push(await playAgent(socket, tally, sent));
  });
  try {
    const arrivedMs = performance.now();
    const connection = await connectAll(inTurn(boothArrivals, agentArrivals), memory);
    const rampS = (performance.now() - arrivedMs) / 1000;
    const connected = sockets.length;
    const startedMs = performance.now();
    await arrive(idle, options, tally);
    const lastedS = (performance.now() - startedMs) / 1000;
    await Promise.all(desks.map((isDone) => isDone()));
    return tally.figures({ booths: booths.length, agents: agents.length, connected, rampS, lastedS, connection });
  } finally {
    for (const socket of sockets) socket.disconnect();
  }
}

/**
 * Lets everybody arrive, some at a time, and gives what memory one of them costs the server: what those after the first ones
 * took. Null where the server does not tell, or nobody came after the first ones.
 */
export async function connectAll(
  arrivals: readonly (() => Promise<unknown>)[],
  memory?: () => Promise<HeldMemory>,
): Promise<HeldMemory | null> {
  await inBatches(arrivals.slice(0, WARM_CONNECTIONS));
  const warm = await memory?.();
  await inBatches(arrivals.slice(WARM_CONNECTIONS));
  const full = await memory?.();
  const more = arrivals.length - WARM_CONNECTIONS;
  if (!warm || !full || more <= 0) return null;
  return {
    residentBytes: (full.residentBytes - warm.residentBytes) / more,
    liveBytes: (full.liveBytes - warm.liveBytes) / more,
  };
}

/** One of these, one of those; what is left of the longer list at the end. */
export function inTurn<T>(these: readonly T[], those: readonly T[]): T[] {
  return Array.from({ length: Math.max(these.length, those.length) }, (_, index) => [
    ...these.slice(index, index + 1),
    ...those.slice(index, index + 1),
  ]).flat();
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
  const left = [...jobs].reverse();
  const work = async () => {
    for (let job = left.pop(); job; job = left.pop()) await job();
  };
  await Promise.all(Array.from({ length: ARRIVING }, work));
}
