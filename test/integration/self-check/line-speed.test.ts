import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { LINE_TEST_BYTES, LINE_TEST_PATH, LINE_TEST_PER_MINUTE } from '../../../contracts/hub/line-test.ts';
import { measureLine } from '../../../electron/booth/self-check/line-speed.ts';
import { lineTestRoutes } from '../../../server/http/line-test.ts';
import { createHttp } from '../../../server/http/server.ts';

const CHUNK_BYTES = 15_000;
/** 15 kB every 50 ms are 2,400 kbit/s. */
const CHUNK_MS = 50;
/** 300 kB in 1.5 s are 1,600 kbit/s. */
const TAKES_MS = 1_500;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** The hub's own routes on its own server. */
async function hub(): Promise<string> {
  const app = createHttp(undefined, pino({ level: 'silent' }));
  closers.push(() => app.close());
  await app.register(rateLimit, { global: false });
  await app.register(async (scope) => lineTestRoutes(scope));
  await app.listen({ host: '127.0.0.1', port: 0 });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

async function listen(server: Server): Promise<string> {
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('what a line carries', () => {
  it('is measured both ways on the routes of the hub, and far above what a call needs on loopback', async () => {
    const measured = await measureLine(await hub(), null);
    expect(measured).toMatchObject({ ok: true });
    if (measured.ok) expect(Math.min(measured.value.down, measured.value.up)).toBeGreaterThan(2_000);
  });

  it('is what a slow line gives, each way by itself', async () => {
    const url = await listen(
      createServer((request, response) => {
        if (request.method === 'POST') {
          request.resume().once('end', () => setTimeout(() => response.end('{}'), TAKES_MS));
          return;
        }
        let left = LINE_TEST_BYTES;
        const timer = setInterval(() => {
          response.write(Buffer.alloc(CHUNK_BYTES));
          left -= CHUNK_BYTES;
          if (left > 0) return;
          clearInterval(timer);
          response.end();
        }, CHUNK_MS);
      }),
    );
    const measured = await measureLine(url, null);
    if (!measured.ok) throw new Error(measured.error.detail);
    // A busy machine makes a line slower, never faster.
    expect(measured.value.down).toBeLessThanOrEqual(2_500);
    expect(measured.value.down).toBeGreaterThan(500);
    expect(measured.value.up).toBeLessThanOrEqual(1_610);
    expect(measured.value.up).toBeGreaterThan(500);
  });

  it('takes no more than the bytes of a measurement, and not too often', async () => {
    const address = (await hub()) + LINE_TEST_PATH;
    const post = (bytes: number) =>
      fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array(bytes),
      });
    expect((await post(LINE_TEST_BYTES + 1)).status).toBe(413);
    const asked = await Promise.all(Array.from({ length: LINE_TEST_PER_MINUTE + 1 }, () => fetch(address)));
    expect(asked.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  it('is not known of a hub that is not there, or that gives something else', async () => {
    expect(await measureLine('http://127.0.0.1:9', null)).toMatchObject({ ok: false, error: { code: 'disconnected' } });
    const other = await listen(createServer((_request, response) => response.end('{}')));
    expect(await measureLine(other, null)).toMatchObject({ ok: false, error: { code: 'device_error' } });
  });
});
