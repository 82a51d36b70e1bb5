import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importJWK, SignJWT } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { BOOTH_TOKEN_AUDIENCE, BOOTH_TOKEN_LIFETIME_S, loginHttp } from '../../contracts/hub/login.ts';
import { DEMO_BOOTH } from '../../scripts/enrol.ts';
import { type RunningProcess, startProcess } from './processes.ts';

export const DEMO_PASSWORD = 'xiaowu-demo';

export interface RigHub {
  readonly url: string;
  readonly dataDir: string;
  readonly process: RunningProcess;
  login(username: string): Promise<{ token: string; id: string }>;
  close(): Promise<void>;
}

/** Starts the real hub as its own process, on a free port of loopback. */
export async function startRigHub(dataDir: string, environment: Record<string, string> = {}): Promise<RigHub> {
  await mkdir(dataDir, { recursive: true });
  const running = startProcess(process.execPath, ['server/main.ts'], {
    env: { ...process.env, PORT: '0', HUB_HOST: '127.0.0.1', HUB_DATA_DIR: dataDir, ...environment },
  });
  const { url } = await running.line<{ url: string }>((value) => value.event === 'listening');
  return {
    url,
    dataDir,
    process: running,
    async login(username) {
      const response = await fetch(`${url}/api/v1/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password: DEMO_PASSWORD }),
      });
      if (!response.ok) throw new Error(`log-in of ${username} failed: ${response.status} ${await response.text()}`);
      const body: unknown = await response.json();
      const { token, agent } = loginHttp.login.output.parse(isResult(body) ? body.value : body);
      return { token, id: agent.id };
    },
    close: () => running.stop(),
  };
}

function isResult(body: unknown): body is { value: unknown } {
  return typeof body === 'object' && body !== null && 'ok' in body && 'value' in body;
}

/** Enrols a booth whose key only this process has; returns the maker of its tokens. For clients that play a booth. */
export async function enrolPlayedBooth(hubDataDir: string): Promise<() => Promise<string>> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await mkdir(join(hubDataDir, 'enrolled'), { recursive: true });
  await writeFile(
    join(hubDataDir, 'enrolled', `${DEMO_BOOTH.id}.json`),
    JSON.stringify({ booth: DEMO_BOOTH, publicKeyJwk: publicKey.export({ format: 'jwk' }) }),
  );
  const key = await importJWK(privateKey.export({ format: 'jwk' }), 'EdDSA');
  return () =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(DEMO_BOOTH.id)
      .setAudience(BOOTH_TOKEN_AUDIENCE)
      .setJti(uuidv7())
      .setIssuedAt()
      .setExpirationTime(`${BOOTH_TOKEN_LIFETIME_S}s`)
      .sign(key);
}
