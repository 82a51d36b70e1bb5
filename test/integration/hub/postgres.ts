import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { missingPostgresPrograms, startPostgres } from '../../rig/services.ts';

/** A database of its own on a PostgreSQL server. */
export interface TestDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Makes an empty database: on the server of `TEST_DATABASE_URL` if set, otherwise on a temporary one that is started for
 * it. Rejects when neither can be had; ask `missingPostgres` first.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, close: async () => undefined } : await startPostgres();
  const name = `xiaowu_${randomUUID().replaceAll('-', '')}`;
  await withClient(server.url, (client) => client.query(`create database ${name}`));
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async close() {
      await withClient(server.url, (client) => client.query(`drop database ${name} with (force)`));
      await server.close();
    },
  };
}

/** Why there is no PostgreSQL to test on; undefined when there is one. */
export async function missingPostgres(): Promise<string | undefined> {
  return process.env.TEST_DATABASE_URL ? undefined : missingPostgresPrograms();
}

async function withClient(url: string, job: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await job(client);
  } finally {
    await client.end();
  }
}
