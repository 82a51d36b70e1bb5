import type { FastifyRequest } from 'fastify';
import { ok } from '../../contracts/result.ts';
import { agentOfToken } from '../auth/login.ts';
import { type PhoneContext, phoneOfToken } from '../auth/phone-session.ts';
import type { AgentContext } from '../realtime/agent-context.ts';
import type { HubParts } from '../realtime/parts.ts';
import type { Identify } from './register.ts';

/** The bearer token of a request (RFC 6750), if there is one. */
export function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer (\S{1,4000})$/.exec(request.headers.authorization ?? '')?.[1];
}

export const anybody: Identify<undefined> = async () => ok(undefined);

export function agentOf(parts: HubParts): Identify<AgentContext> {
  return (request) => agentOfToken(parts.store, parts.tokens, bearer(request));
}

export function phoneOf(parts: HubParts): Identify<PhoneContext> {
  return (request) => phoneOfToken(parts.store, parts.tokens, bearer(request));
}

/** The body of a raw route. */
export function rawBody(request: FastifyRequest): Uint8Array {
  return Buffer.isBuffer(request.body) ? request.body : new Uint8Array();
}
