import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { LINE_TEST_BYTES, LINE_TEST_PATH, LINE_TEST_PER_MINUTE } from '../../contracts/hub/line-test.ts';
import { rawBody } from './identify.ts';

const MINUTE_MS = 60_000;

/** Bytes to measure a line by: the same for all, random so that nothing on the way can make them fewer. Needs the rate limit's plugin. */
export function lineTestRoutes(app: FastifyInstance): void {
  const bytes = randomBytes(LINE_TEST_BYTES);
  const options = {
    bodyLimit: LINE_TEST_BYTES,
    config: { rateLimit: { max: LINE_TEST_PER_MINUTE, timeWindow: MINUTE_MS } },
    schema: { hide: true } as object,
  };
  app.get(LINE_TEST_PATH, options, async (_request, reply) =>
    reply.type('application/octet-stream').header('cache-control', 'no-store').send(bytes),
  );
  app.post(LINE_TEST_PATH, options, async (request) => ({ bytes: rawBody(request)?.length ?? 0 }));
}
