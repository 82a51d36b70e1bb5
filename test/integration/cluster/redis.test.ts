import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../../server/log.ts';
import { connectRedis } from '../../../server/realtime/redis.ts';
import { missingRedis, startRedis, type TestService } from '../../rig/services.ts';

const missing = await missingRedis();
const TIMEOUT_MS = 60_000;

interface Member {
  readonly server: Server;
  readonly socket: Socket;
  readonly heard: string[];
  until(word: string): Promise<void>;
  close(): Promise<void>;
}

/** A Socket.IO server on this Redis with one socket in the room `all`. */
async function join(url: string): Promise<Member> {
  const http = createServer();
  const server = new Server(http);
  const leave = await connectRedis(server, url, createLogger('silent'));
  server.on('connection', (socket) => socket.join('all'));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const socket = io(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { transports: ['websocket'] });
  await once(socket as unknown as EventTarget, 'connect');
  const heard: string[] = [];
  socket.on('word', (word: string) => heard.push(word));
  return {
    server,
    socket,
    heard,
    async until(word) {
      while (!heard.includes(word)) await once(socket as unknown as EventTarget, 'word');
    },
    async close() {
      socket.disconnect();
      await server.close();
      await leave();
    },
  };
}

describe.skipIf(missing !== undefined)(`hubs that share a Redis${missing ? ` (pending: ${missing})` : ''}`, () => {
  let redis: TestService;
  let first: Member;
  let second: Member;
  beforeAll(async () => {
    redis = await startRedis();
    first = await join(redis.url);
    second = await join(redis.url);
    // Both have found each other when a word has come across.
    while (!second.heard.includes('begin')) {
      first.server.to('all').emit('word', 'begin');
      await Promise.race([second.until('begin'), new Promise((resolve) => setTimeout(resolve, 100))]);
    }
  }, TIMEOUT_MS);
  afterAll(async () => {
    await first.close();
    await second.close();
    await redis.close();
  });

  it(
    'reach their own sockets while it stands still, and the others afterwards, in order',
    async () => {
      redis.freeze();
      for (const word of ['one', 'two', 'three']) first.server.to('all').emit('word', word);
      await first.until('three');
      expect((await first.server.in('all').fetchSockets()).map(({ id }) => id)).toEqual([first.socket.id]);
      expect(second.heard).not.toContain('one');
      redis.thaw();
      await second.until('three');
      expect(second.heard.filter((word) => word !== 'begin')).toEqual(['one', 'two', 'three']);
    },
    TIMEOUT_MS,
  );

  it(
    'find each other again when it has lost everything',
    async () => {
      await redis.crash();
      first.server.to('all').emit('word', 'while it is gone');
      await first.until('while it is gone');
      await redis.restart();
      await second.until('while it is gone');
      second.server.to('all').emit('word', 'after');
      await first.until('after');
    },
    TIMEOUT_MS,
  );
});
