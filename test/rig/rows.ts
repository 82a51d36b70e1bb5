import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

/** Reads the hub's rows from outside: from the PostgreSQL server it used, or from its PGlite folder once it has stopped. */
export interface Rows {
  query<T>(sql: string, parameters?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export async function openRows(hubDataDir: string, databaseUrl?: string): Promise<Rows> {
  if (databaseUrl) {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    return {
      query: async (sql, parameters) => (await client.query(sql, parameters)).rows,
      close: () => client.end(),
    };
  }
  const database = await PGlite.create(join(hubDataDir, 'database'));
  return {
    query: async <T>(sql: string, parameters?: unknown[]) => (await database.query<T>(sql, parameters)).rows,
    close: () => database.close(),
  };
}
