import { z } from 'zod';
import { call } from '../channel.ts';
import { agent } from '../domain/people.ts';
import { slug } from '../ids.ts';
import { instant } from '../time.ts';

/** HTTP below `/api/v1`: how people and booths prove who they are. */
export const loginHttp = {
  /** POST /login — answers with a signed session, short-lived; rate limited for each account and address. */
  login: call(
    z.strictObject({ username: slug, password: z.string().min(1).max(200) }),
    z.strictObject({ token: z.string(), expiresAt: instant, agent }),
  ),
  /** POST /login/renew — a still valid session is exchanged for a fresh one. */
  renew: call(
    z.strictObject({ token: z.string().max(4000) }),
    z.strictObject({ token: z.string(), expiresAt: instant, agent }),
  ),
} as const;

/**
 * A booth proves itself when its socket connects: `auth: { token }`, a JWT signed with its enrolled Ed25519 key
 * (`alg: EdDSA`, `iss`: booth id, `aud`: `xiaowu-hub`, `exp`: at most 60 s ahead, `jti`: unique).
 */
export const BOOTH_TOKEN_AUDIENCE = 'xiaowu-hub';
export const BOOTH_TOKEN_LIFETIME_S = 60;

/**
 * The code on a booth's screen is a JWT of the same key (`aud`: `xiaowu-phone`, `jti`: unique), valid for two turns of 30 s,
 * so that a code photographed at the last moment still works. Address: `<publicUrl>/phone/#<jwt>`.
 */
export const CHECKIN_TOKEN_AUDIENCE = 'xiaowu-phone';
export const CHECKIN_ROTATION_MS = 30_000;
export const CHECKIN_LIFETIME_S = 60;
