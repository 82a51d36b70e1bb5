import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodObject, ZodType } from 'zod';
import type { Call, Handler } from '../../contracts/channel.ts';
import { resultSchema, type XiaowuError } from '../../contracts/errors.ts';
import { API_PREFIX, type HttpRoute, httpStatusOf } from '../../contracts/hub/http.ts';
import type { Result } from '../../contracts/result.ts';
import type { CallRunner } from '../call-runner.ts';

/** Who asks: found from the request before the handler runs, or the reason why nobody may ask. */
export type Identify<Context> = (request: FastifyRequest) => Promise<Result<Context, XiaowuError>>;

export interface RouteOptions<Context> {
  readonly summary: string;
  readonly identify: Identify<Context>;
  /** Requests a minute and address, where anybody may ask. */
  readonly maxPerMinute?: number;
  /** Largest body in bytes. */
  readonly bodyLimit?: number;
}

/** The one way to serve an HTTP call: its contract checks input and output, and failures keep their type and status. */
export function registerRoute<C extends Call, Context>(
  app: FastifyInstance,
  runner: CallRunner,
  route: HttpRoute,
  contract: C,
  handler: Handler<C, Context>,
  options: RouteOptions<Context>,
): void {
  app.route({
    method: route.method,
    url: `${API_PREFIX}${route.path}`,
    bodyLimit: options.bodyLimit,
    config: { rateLimit: options.maxPerMinute ? { max: options.maxPerMinute, timeWindow: 60_000 } : false },
    schema: documentation(route, contract, options.summary),
    // The contract itself checks, in the runner, so that a misfit is answered as a typed error like anything else.
    validatorCompiler: () => (value: unknown) => ({ value }),
    serializerCompiler: () => (value: unknown) => JSON.stringify(value),
    async handler(request, reply) {
      const who = await options.identify(request);
      const result = who.ok
        ? await runner.run(
            `http:${route.method} ${route.path}`,
            contract,
            handler,
            inputOf(route, contract, request),
            who.value,
          )
        : who;
      (reply as FastifyReply).status(result.ok ? 200 : httpStatusOf(result.error.code));
      return result;
    },
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}

/** Path and query parameters with the JSON body; a call of no input gets none, and a raw body is the context's part. */
function inputOf(route: HttpRoute, contract: Call, request: FastifyRequest): unknown {
  const params = { ...(request.query as object), ...(request.params as object) };
  if (route.raw || route.method === 'GET') return isObjectSchema(contract.input) ? params : undefined;
  return isObject(request.body) ? { ...params, ...request.body } : request.body;
}

function isObjectSchema(schema: ZodType): schema is ZodObject {
  return schema.def.type === 'object';
}

/** Schemas for the OpenAPI page; they document, the runner checks. */
function documentation(route: HttpRoute, contract: Call, summary: string) {
  const answers = { response: { 200: resultSchema(contract.output) }, summary, tags: [route.path.split('/')[1] ?? ''] };
  if (!isObjectSchema(contract.input)) return answers;
  const names = Object.keys(contract.input.shape);
  const inPath = names.filter((name) => route.path.includes(`:${name}`));
  const rest = names.filter((name) => !inPath.includes(name));
  const pick = (keys: string[]) =>
    (contract.input as ZodObject<Record<string, ZodType>>).pick(
      Object.fromEntries(keys.map((key) => [key, true])) as Record<string, true>,
    );
  return {
    ...answers,
    ...(inPath.length > 0 ? { params: pick(inPath) } : {}),
    ...(rest.length === 0
      ? {}
      : route.raw || route.method === 'GET'
        ? { querystring: pick(rest) }
        : { body: contract.input }),
  };
}
