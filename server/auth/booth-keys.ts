import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt, importJWK, jwtVerify } from 'jose';
import { z } from 'zod';
import { type Booth, booth } from '../../contracts/domain/people.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { slug } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Clock } from '../../contracts/time.ts';
import { tokenError } from './tokens.ts';

/** What an enrolment file says: the booth, and the public half of its key. */
const enrolment = z.object({
  booth,
  publicKeyJwk: z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().min(1) }),
});
export type Enrolment = z.infer<typeof enrolment>;

/** Clocks of booths drift between time servers' visits. */
const CLOCK_TOLERANCE_S = 5;

export interface BoothToken {
  readonly boothId: string;
  readonly tokenId: string;
  readonly expiresAtMs: number;
}

export interface BoothKeys {
  /** Every booth enrolled now; a file that cannot be read is reported and skipped. */
  readAll(): Promise<Booth[]>;
  /** Checks a token's signature, audience and times; that it is used once is the store's part. */
  verify(
    token: string,
    audience: string,
    maxLifetimeS: number,
  ): Promise<Result<BoothToken & { booth: Booth }, XiaowuError>>;
}

const tokenClaims = z.object({ iss: slug, jti: z.string().min(8).max(100), exp: z.int(), iat: z.int().optional() });

/** Reads enrolments from `<dataDir>/enrolled/<booth-id>.json`, anew for each token, so that enrolling needs no restart. */
export function createBoothKeys(
  dataDir: string,
  clock: Clock,
  onBadFile: (file: string, reason: string) => void,
): BoothKeys {
  const folder = join(dataDir, 'enrolled');

  async function readOne(boothId: string): Promise<Enrolment | undefined> {
    const file = join(folder, `${boothId}.json`);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') onBadFile(file, 'cannot be read');
      return undefined;
    }
    const parsed = enrolment.safeParse(parseJson(text));
    if (!parsed.success) onBadFile(file, z.prettifyError(parsed.error));
    else if (parsed.data.booth.id !== boothId) onBadFile(file, `names booth ${parsed.data.booth.id}`);
    else return parsed.data;
    return undefined;
  }

  return {
    async readAll() {
      const names = await readdir(folder).catch(() => [] as string[]);
      const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
      const found = await Promise.all(ids.filter((boothId) => slug.safeParse(boothId).success).map(readOne));
      return found.flatMap((one) => (one ? [one.booth] : []));
    },

    async verify(token, audience, maxLifetimeS) {
      const issuer = tokenClaims.shape.iss.safeParse(readIssuer(token));
      if (!issuer.success) return err(fail('token_invalid', 'no issuer'));
      const enrolled = await readOne(issuer.data);
      if (!enrolled) return err(fail('token_invalid', 'booth not enrolled'));
      try {
        const { payload } = await jwtVerify(token, await importJWK(enrolled.publicKeyJwk, 'EdDSA'), {
          audience,
          algorithms: ['EdDSA'],
          currentDate: new Date(clock.nowMs()),
          clockTolerance: CLOCK_TOLERANCE_S,
        });
        const claims = tokenClaims.safeParse(payload);
        if (!claims.success) return err(fail('token_invalid', z.prettifyError(claims.error)));
        const expiresAtMs = claims.data.exp * 1000;
        if (expiresAtMs - clock.nowMs() > (maxLifetimeS + CLOCK_TOLERANCE_S) * 1000) {
          return err(fail('token_invalid', `lives longer than ${maxLifetimeS} s`));
        }
        return ok({ boothId: issuer.data, tokenId: claims.data.jti, expiresAtMs, booth: enrolled.booth });
      } catch (thrown) {
        return err(tokenError(thrown));
      }
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readIssuer(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
