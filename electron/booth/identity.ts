import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import {
  BOOTH_TOKEN_AUDIENCE,
  BOOTH_TOKEN_LIFETIME_S,
  CHECKIN_LIFETIME_S,
  CHECKIN_TOKEN_AUDIENCE,
} from '../../contracts/hub/login.ts';
import { type Clock, type Instant, instantOf } from '../../contracts/time.ts';
import { freshId } from './fresh-id.ts';
import { writePrivateFile } from './private-file.ts';

/** An Ed25519 key as JWK (RFC 8037). */
const privateJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().min(40).max(50),
  d: z.string().min(40).max(50),
});
const identityFile = z.strictObject({ createdAt: z.string(), key: privateJwk });

export const publicJwk = privateJwk.omit({ d: true });
export type PublicJwk = z.infer<typeof publicJwk>;

/** Only the account that the booth runs under may read its key. */
const OWNER_ONLY = 0o600;

/** Who this booth is: its key never leaves the machine, the hub knows the public half by enrolment. */
export interface Identity {
  readonly publicKeyJwk: PublicJwk;
  /** A fresh token for the hub, good for a minute. */
  hubToken(): string;
  /** A fresh code for the phone, and until when it is good. */
  checkinToken(): { readonly token: string; readonly validUntil: Instant };
}

/**
 * Reads the identity in `dataDir`, or makes it on first use. Throws when the file is there and cannot be used: a booth
 * that silently took a new key would be a stranger to its hub.
 */
export function openIdentity(dataDir: string, boothId: string, clock: Clock): Identity {
  const file = path.join(dataDir, 'identity.json');
  if (!existsSync(file)) create(file, clock);
  chmodSync(file, OWNER_ONLY);
  const parsed = identityFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is no booth identity: ${z.prettifyError(parsed.error)}`);
  const { d: _, ...publicKeyJwk } = parsed.data.key;
  const key = createPrivateKey({ key: parsed.data.key, format: 'jwk' });
  const token = (audience: string, lifetimeS: number) => {
    const issuedAtS = Math.floor(clock.nowMs() / 1000);
    const expiresS = issuedAtS + lifetimeS;
    const claims = { iss: boothId, aud: audience, iat: issuedAtS, exp: expiresS, jti: freshId() };
    return { token: signJwt(key, claims), expiresS };
  };
  return {
    publicKeyJwk,
    hubToken: () => token(BOOTH_TOKEN_AUDIENCE, BOOTH_TOKEN_LIFETIME_S).token,
    checkinToken() {
      const made = token(CHECKIN_TOKEN_AUDIENCE, CHECKIN_LIFETIME_S);
      return { token: made.token, validUntil: new Date(made.expiresS * 1000).toISOString() };
    },
  };
}

function create(file: string, clock: Clock): void {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  writePrivateFile(file, { createdAt: instantOf(clock), key: privateJwk.parse(jwk) });
}

/** A JWT signed with Ed25519 (RFC 7519, RFC 8037): Node's own crypto does it on every runtime of the booth. */
function signJwt(key: KeyObject, claims: Readonly<Record<string, string | number>>): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${encode({ alg: 'EdDSA', typ: 'JWT' })}.${encode(claims)}`;
  return `${body}.${sign(null, Buffer.from(body), key).toString('base64url')}`;
}
