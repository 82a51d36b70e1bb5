import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PGlite, types } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres';
import { migrate as migrateServer } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite';
import { migrate as migrateEmbedded } from 'drizzle-orm/pglite/migrator';
import { Pool } from 'pg';
import * as schema from './schema.ts';

/** A database or a transaction on it; the same for the embedded one and for a server. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface Database {
  readonly kind: 'embedded' | 'server';
  readonly db: Db;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

/** Any fixed number will do: hubs that start together apply migrations one after the other. */
const MIGRATION_LOCK = 7_041_001;

/** Connections of one hub; writers take turns anyway, the rest serves readers. */
const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 10_000;

/** The embedded database's own way with bytes takes a function call for each of them. */
const BYTES = {
  parsers: { [types.BYTEA]: (hex: string) => Buffer.from(hex.slice('\\x'.length), 'hex') },
  serializers: { [types.BYTEA]: (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString('hex')}` },
};

export type DatabasePlace =
  | { readonly kind: 'embedded'; readonly folder: string | 'memory' }
  | { readonly kind: 'server'; readonly url: string };

/** Opens the database and brings its tables up to date. */
export async function openDatabase(place: DatabasePlace, onError: (error: Error) => void): Promise<Database> {
  return place.kind === 'embedded' ? openEmbedded(place.folder) : openServer(place.url, onError);
}

async function openEmbedded(folder: string): Promise<Database> {
  if (folder !== 'memory') await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = await PGlite.create(folder === 'memory' ? 'memory://' : folder, BYTES);
  const db = drizzleEmbedded(client, { schema });
  await migrateEmbedded(db, { migrationsFolder: MIGRATIONS });
  return {
    kind: 'embedded',
    db: db as unknown as Db,
    ping: async () => void (await db.execute(sql`select 1`)),
    close: () => client.close(),
  };
}

async function openServer(url: string, onError: (error: Error) => void): Promise<Database> {
  const pool = new Pool({ connectionString: url, max: POOL_SIZE, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // The pool listens to its idle connections only: one that breaks between two statements of a transaction, unheard,
  // would end the process. What the pool itself says is what its connection has said.
  pool.on('connect', (client) => client.on('error', onError));
  pool.on('error', () => undefined);
  const db = drizzleServer(pool, { schema });
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrateServer(db, { migrationsFolder: MIGRATIONS });
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(onError);
    client.release();
  }
  return {
    kind: 'server',
    db: db as unknown as Db,
    ping: async () => void (await db.execute(sql`select 1`)),
    close: () => pool.end(),
  };
}
