import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { RELAY_URL } from '../contracts/hub/relay.ts';
import { type MasterKeys, masterKeyList } from './keeping/master-keys.ts';
import type { RelayConfig } from './realtime/relays.ts';
import type { DatabasePlace } from './store/database.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Everything a hub needs to know before it starts. */
export interface HubConfig {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly dataDir: string;
  readonly database: DatabasePlace;
  readonly redisUrl?: string;
  /** Address under which phones reach the hub; by default the address it listens on. */
  readonly publicUrl?: string;
  /** Absent means plain HTTP, which only a loopback address may have. */
  readonly tls?:
    | { readonly kind: 'given'; readonly certFile: string; readonly keyFile: string }
    | { kind: 'self-signed' };
  /** STUN and TURN servers for calls that find no direct way. */
  readonly relays?: RelayConfig;
  /** Keys that wrap the keys of visits' documents; absent: one in the data folder. */
  readonly masterKeys?: MasterKeys;
  readonly seed: 'demo' | 'none';
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly catalogueDir: string;
  readonly requirementsDir: string;
  readonly seedDir: string;
  readonly retentionFile: string;
  readonly localesDir: string;
  /** Folder with the built pages `agent`, `phone` and `technician`. */
  readonly pagesDir: string;
}

/** Where things lie in this project. */
export const PROJECT_DIRS = {
  catalogueDir: join(ROOT, 'resources/catalogue'),
  requirementsDir: join(ROOT, 'resources/requirements'),
  seedDir: join(ROOT, 'resources/seed'),
  retentionFile: join(ROOT, 'resources/retention/retention.json'),
  localesDir: join(ROOT, 'resources/locales'),
  pagesDir: join(ROOT, '.vite/web'),
} as const;

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** Shorter ones are guessed from one credential that was overheard. */
const MIN_SECRET_CHARS = 16;

const relayUrls = z
  .string()
  .transform((text) => text.split(',').map((url) => url.trim()))
  .pipe(z.array(z.string().regex(RELAY_URL, 'must look like turn:host:3478?transport=udp, several with commas')));

const environment = z.object({
  PORT: optional(z.coerce.number('must be a number').int().min(0).max(65_535)),
  HUB_HOST: optional(z.string().min(1)),
  HUB_DATA_DIR: optional(z.string().min(1)),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user@host/name' })),
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/, error: 'must look like redis://host:6379' })),
  HUB_PUBLIC_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an http or https address' })),
  HUB_TLS_CERT: optional(z.string().min(1)),
  HUB_TLS_KEY: optional(z.string().min(1)),
  TURN_URLS: optional(relayUrls),
  TURN_SECRET: optional(z.string().min(MIN_SECRET_CHARS, `must have at least ${MIN_SECRET_CHARS} characters`)),
  HUB_FILE_KEYS: optional(masterKeyList),
  HUB_SEED: optional(z.enum(['demo', 'none'], 'must be demo or none')),
  HUB_LOG_LEVEL: optional(z.enum(['debug', 'info', 'warn', 'error', 'silent'])),
});

/** A configuration that cannot work; the message says which variable and why, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Reads and checks the environment; throws `ConfigError` naming every variable that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv): HubConfig {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const value = parsed.data;
  if ((value.HUB_TLS_CERT === undefined) !== (value.HUB_TLS_KEY === undefined)) {
    throw new ConfigError('HUB_TLS_CERT and HUB_TLS_KEY: give both or neither');
  }
  const wantsSecret = value.TURN_URLS?.some((url) => /^turns?:/i.test(url)) ?? false;
  if (wantsSecret !== (value.TURN_SECRET !== undefined)) {
    throw new ConfigError('TURN_URLS and TURN_SECRET: a turn: or turns: address needs the secret, nothing else does');
  }
  const host = value.HUB_HOST ?? '127.0.0.1';
  const dataDir = resolve(value.HUB_DATA_DIR ?? join(ROOT, 'var/hub'));
  return {
    host,
    port: value.PORT ?? 8080,
    dataDir,
    database: value.DATABASE_URL
      ? { kind: 'server', url: value.DATABASE_URL }
      : { kind: 'embedded', folder: join(dataDir, 'database') },
    redisUrl: value.REDIS_URL,
    publicUrl: value.HUB_PUBLIC_URL?.replace(/\/+$/, ''),
    tls: chooseTls(host, value.HUB_TLS_CERT, value.HUB_TLS_KEY),
    relays: value.TURN_URLS && { urls: value.TURN_URLS, secret: value.TURN_SECRET },
    masterKeys: value.HUB_FILE_KEYS,
    seed: value.HUB_SEED ?? 'demo',
    logLevel: value.HUB_LOG_LEVEL ?? 'info',
    ...PROJECT_DIRS,
  };
}

function chooseTls(host: string, certFile: string | undefined, keyFile: string | undefined): HubConfig['tls'] {
  if (certFile !== undefined && keyFile !== undefined) return { kind: 'given', certFile, keyFile };
  return isLoopback(host) ? undefined : { kind: 'self-signed' };
}
