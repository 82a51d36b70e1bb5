import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { id, slug } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Clock } from '../../contracts/time.ts';

/** Long enough for a call, short enough for a forgotten browser; a page in use renews it. */
export const SESSION_LIFETIME_S = 30 * 60;

/** A citizen may sit in the booth for hours; the check-in row, not the token, says when the phone's session ends. */
export const PHONE_TOKEN_LIFETIME_S = 4 * 60 * 60;

const AGENT_AUDIENCE = 'xiaowu-agent';
const PHONE_AUDIENCE = 'xiaowu-phone-session';
const ALGORITHM = 'HS256';

const agentClaims = z.object({ sub: id, sid: id, exp: z.int() });
const phoneClaims = z.object({ sub: id, booth: slug, exp: z.int() });

export interface AgentSession {
  readonly agentId: string;
  readonly sessionId: string;
  readonly expiresAtMs: number;
}

export interface PhoneSession {
  readonly checkinId: string;
  readonly boothId: string;
}

/** Sessions of people and phones: signed by the hub, checked without a look-up. */
export interface Tokens {
  signAgent(agentId: string, sessionId: string): Promise<{ token: string; expiresAtMs: number }>;
  readAgent(token: string): Promise<Result<AgentSession, XiaowuError>>;
  signPhone(checkinId: string, boothId: string): Promise<string>;
  readPhone(token: string): Promise<Result<PhoneSession, XiaowuError>>;
}

export function createTokens(secret: Uint8Array, clock: Clock): Tokens {
  const nowS = () => Math.floor(clock.nowMs() / 1000);
  const sign = (claims: Record<string, unknown>, audience: string, lifetimeS: number) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM })
      .setAudience(audience)
      .setIssuedAt(nowS())
      .setExpirationTime(nowS() + lifetimeS)
      .sign(secret);

  async function read<T>(token: string, audience: string, claims: z.ZodType<T>): Promise<Result<T, XiaowuError>> {
    try {
      const { payload } = await jwtVerify(token, secret, {
        audience,
        algorithms: [ALGORITHM],
        currentDate: new Date(clock.nowMs()),
      });
      const parsed = claims.safeParse(payload);
      return parsed.success ? ok(parsed.data) : err(fail('token_invalid'));
    } catch (thrown) {
      return err(tokenError(thrown));
    }
  }

  return {
    async signAgent(agentId, sessionId) {
      const expiresAtMs = (nowS() + SESSION_LIFETIME_S) * 1000;
      return { token: await sign({ sub: agentId, sid: sessionId }, AGENT_AUDIENCE, SESSION_LIFETIME_S), expiresAtMs };
    },
    async readAgent(token) {
      const claims = await read(token, AGENT_AUDIENCE, agentClaims);
      if (!claims.ok) return claims;
      const { sub, sid, exp } = claims.value;
      return ok({ agentId: sub, sessionId: sid, expiresAtMs: exp * 1000 });
    },
    signPhone: (checkinId, boothId) => sign({ sub: checkinId, booth: boothId }, PHONE_AUDIENCE, PHONE_TOKEN_LIFETIME_S),
    async readPhone(token) {
      const claims = await read(token, PHONE_AUDIENCE, phoneClaims);
      return claims.ok ? ok({ checkinId: claims.value.sub, boothId: claims.value.booth }) : claims;
    },
  };
}

/** What jose throws for a token that cannot be accepted; anything else is a defect and is thrown on. */
export function tokenError(thrown: unknown): XiaowuError {
  if (thrown instanceof errors.JWTExpired) return fail('token_expired');
  if (thrown instanceof errors.JOSEError || thrown instanceof TypeError) return fail('token_invalid');
  throw thrown;
}
