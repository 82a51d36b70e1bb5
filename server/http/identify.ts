import type { FastifyRequest } from 'fastify';
import { fail } from '../../contracts/errors.ts';
import { BOOTH_TOKEN_AUDIENCE, BOOTH_TOKEN_LIFETIME_S } from '../../contracts/hub/login.ts';
import { err, ok } from '../../contracts/result.ts';
import { agentOfToken } from '../auth/login.ts';
import { spendToken } from '../auth/people-store.ts';
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

/** The booth that its token proves; each token serves once. */
export function boothOf({ store, boothKeys }: HubParts): Identify<{ readonly boothId: string }> {
  return async (request) => {
    const token = bearer(request);
    if (!token) return err(fail('unauthenticated'));
    const proof = await boothKeys.verify(token, BOOTH_TOKEN_AUDIENCE, BOOTH_TOKEN_LIFETIME_S);
    if (!proof.ok) return proof;
    const { boothId, tokenId, expiresAtMs } = proof.value;
    const fresh = await store.write((work) => spendToken(work, tokenId, expiresAtMs));
    return fresh ? ok({ boothId }) : err(fail('token_used'));
  };
}

/** The body of a raw route. */
export function rawBody(request: FastifyRequest): Uint8Array {
  return Buffer.isBuffer(request.body) ? request.body : new Uint8Array();
}
