import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { API_PREFIX, httpStatusOf, LOGIN_ROUTES } from '../../contracts/hub/http.ts';
import { loginHttp } from '../../contracts/hub/login.ts';
import { err, ok } from '../../contracts/result.ts';
import { loginHandlers } from '../auth/login.ts';
import type { ClusterHealth } from '../cluster/open.ts';
import type { HubConfig } from '../config.ts';
import { type Logger, safeMessage } from '../log.ts';
import type { HubParts } from '../realtime/parts.ts';
import type { Database } from '../store/database.ts';
import { boothRoutes } from './booth.ts';
import { fileRoutes } from './files.ts';
import { pageOf, protectPages, servePages } from './pages.ts';
import { phoneRoutes } from './phone.ts';
import { phoneFormRoutes } from './phone-form.ts';
import { registerRoute } from './register.ts';

/** JSON of a call; files have a limit of their own. */
const MAX_JSON_BYTES = 256 * 1024;

/** A database that has not answered after this is down, for whoever asks. */
const HEALTH_PATIENCE_MS = 2_000;

export type TlsFiles = { readonly cert: string; readonly key: string } | undefined;

/** The HTTP server without its routes, so that Socket.IO can be put beside them. */
export function createHttp(tls: TlsFiles, logger: Logger): FastifyInstance {
  const app = Fastify({
    ...(tls ? { https: tls } : {}),
    loggerInstance: logger,
    // Addresses carry ids and codes; the calls are counted by name in the metrics.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_JSON_BYTES,
    forceCloseConnections: true,
  } as object) as unknown as FastifyInstance;
  for (const type of ['image/jpeg', 'image/png', 'application/pdf', 'application/octet-stream']) {
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const typed = typedError(error);
    if (typed.code === 'internal') logger.error({ err: error }, 'a request failed by a defect');
    return reply.code(httpStatusOf(typed.code)).send(err(typed));
  });
  return app;
}

/** Fastify's own refusals in our words. */
function typedError(error: FastifyError): XiaowuError {
  if (error.statusCode === 413) return fail('too_large');
  if (error.statusCode === 415) return fail('unsupported_type');
  if (error.statusCode === 429) return fail('rate_limited');
  if (error.statusCode !== undefined && error.statusCode < 500) return fail('invalid_input', error.code);
  return fail('internal', safeMessage(error));
}

export async function serveHttp(
  app: FastifyInstance,
  parts: HubParts,
  database: Database,
  config: HubConfig,
  /** Absent where this hub is the only one. */
  cluster: (() => ClusterHealth) | undefined,
): Promise<void> {
  const { runner, metrics } = parts;
  await protectPages(app, config.tls !== undefined);
  await app.register(rateLimit, { global: false });
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'Xiaowu hub',
        version: '1',
        description: 'Every answer is `{ok: true, value}` or `{ok: false, error}`.',
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (scope) => {
    await scope.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  });
  await app.register(async (scope) => {
    const login = loginHandlers(parts.store, parts.tokens);
    const identify = async (request: { ip: string }) => ok({ address: request.ip });
    registerRoute(scope, runner, LOGIN_ROUTES.login, loginHttp.login, login.login, { identify, summary: 'Log in' });
    registerRoute(scope, runner, LOGIN_ROUTES.renew, loginHttp.renew, login.renew, {
      identify,
      summary: 'Renew a session',
    });
    phoneRoutes(scope, parts);
    phoneFormRoutes(scope, parts);
    boothRoutes(scope, parts);
    fileRoutes(scope, parts);
  });
  app.get('/health', { schema: { hide: true } as object }, async (_request, reply) => {
    const others = cluster?.();
    const answers = await answersSoon(database);
    // 503 takes a hub out of a balancer's turn: for what this hub alone suffers from, or for what nobody can mend.
    if (!answers) return reply.code(503).send({ status: 'down', database: database.kind, cluster: others });
    const isWell = others === undefined || (others.decides && others.redis === 'ok');
    return { status: isWell ? 'ok' : 'degraded', database: database.kind, cluster: others };
  });
  app.get('/metrics', { schema: { hide: true } as object }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  await servePages(app, config.pagesDir);
  app.setNotFoundHandler(async (request, reply) => {
    const page = request.method === 'GET' ? pageOf(config.pagesDir, request.url) : undefined;
    if (page && !request.url.startsWith(API_PREFIX)) {
      const html = await readFile(join(config.pagesDir, page, 'index.html'));
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(html);
    }
    return reply.code(404).send(err(fail('not_found', 'no such address')));
  });
}

/** Whether the database answers within the time that somebody who asks for the health of a hub waits. */
async function answersSoon(database: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), HEALTH_PATIENCE_MS);
  });
  const answered = database.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
