import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { importJWK, SignJWT } from 'jose';
import { v7 } from 'uuid';
import type { Booth } from '../../contracts/domain/people.ts';
import { BOOTH_TOKEN_AUDIENCE, BOOTH_TOKEN_LIFETIME_S } from '../../contracts/hub/login.ts';
import { systemClock } from '../../contracts/time.ts';
import { loadSecret } from '../../server/auth/secret.ts';
import { createTokens } from '../../server/auth/tokens.ts';
import type { HubConfig } from '../../server/config.ts';
import { openDatabase } from '../../server/store/database.ts';
import * as schema from '../../server/store/schema.ts';

const REGION = 'guangzhou-panyu';
/** Departments of the demonstration that agents of our own sit in. */
export const DEPARTMENTS = ['market-regulation', 'tax', 'social-insurance', 'public-security'] as const;
/** Nobody logs in with it: sessions are made here. */
const NO_PASSWORD = 'none';
const SESSION_MS = 30 * 60_000;

/** Who is on the stage: how each socket proves who it is. */
export interface Cast {
  readonly booths: readonly { readonly id: string; token(): Promise<string> }[];
  readonly agents: readonly { readonly token: string }[];
  /** What the visits ask for, in turn: departments that have somebody. */
  readonly departments: readonly string[];
}

/** Enrols booths at the hub of this data folder; all share one key, which only this process has. */
export async function castBooths(hubDataDir: string, count: number): Promise<Cast['booths']> {
  const keys = generateKeyPairSync('ed25519');
  const publicKeyJwk = keys.publicKey.export({ format: 'jwk' });
  const key = await importJWK(keys.privateKey.export({ format: 'jwk' }), 'EdDSA');
  const folder = path.join(hubDataDir, 'enrolled');
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const id = `load-booth-${String(index + 1).padStart(5, '0')}`;
      const booth: Booth = { id, name: `压测晓屋 ${index + 1}`, address: '压测路', regionId: REGION };
      await writeFile(path.join(folder, `${id}.json`), JSON.stringify({ booth, publicKeyJwk }));
      const token = () =>
        new SignJWT({})
          .setProtectedHeader({ alg: 'EdDSA' })
          .setIssuer(id)
          .setAudience(BOOTH_TOKEN_AUDIENCE)
          .setJti(v7())
          .setIssuedAt()
          .setExpirationTime(`${BOOTH_TOKEN_LIFETIME_S}s`)
          .sign(key);
      return { id, token };
    }),
  );
}

/** Puts agents with open sessions into the database of a hub that does not run yet. */
export async function castAgents(
  { dataDir, database: place }: Pick<HubConfig, 'dataDir' | 'database'>,
  count: number,
): Promise<Cast['agents']> {
  const tokens = createTokens(await loadSecret(dataDir), systemClock);
  const database = await openDatabase(place, (error) => {
    throw error;
  });
  try {
    const people = Array.from({ length: count }, (_, index) => ({
      id: v7(),
      username: `load-agent-${index + 1}`,
      displayName: `压测坐席 ${index + 1}`,
      role: 'agent' as const,
      departmentId: DEPARTMENTS[index % DEPARTMENTS.length] ?? DEPARTMENTS[0],
      regionId: REGION,
      languages: ['zh-CN' as const],
      passwordHash: NO_PASSWORD,
      demo: true,
    }));
    await database.db.insert(schema.agents).values(people);
    const sessions = people.map(({ id }) => ({
      id: v7(),
      agentId: id,
      expiresAt: new Date(systemClock.nowMs() + SESSION_MS).toISOString(),
    }));
    await database.db.insert(schema.sessions).values(sessions);
    return Promise.all(
      sessions.map(async ({ id, agentId }) => ({ token: (await tokens.signAgent(agentId, id)).token })),
    );
  } finally {
    await database.close();
  }
}
