import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { missingPostgresPrograms, startPostgres, type TestService } from '../../rig/services.ts';

const missing = await missingPostgresPrograms();

describe.skipIf(missing)(`a hub’s connections to PostgreSQL${missing ? ` (pending: ${missing})` : ''}`, () => {
  let postgres: TestService;
  let database: Database;
  const errors: string[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    database = await openDatabase({ kind: 'server', url: postgres.url }, (error) => errors.push(error.message));
  }, 60_000);
  afterAll(async () => {
    await database?.close();
    await postgres?.close();
  });

  it('fail the transaction, and not the process, when one breaks between two statements', async () => {
    const broken = database.db.transaction(async (tx) => {
      const { rows } = (await tx.execute(sql`select pg_backend_pid() as pid`)) as unknown as {
        rows: { pid: number }[];
      };
      await database.db.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`);
      while (errors.length === 0) await database.ping();
      await tx.execute(sql`select 1`);
    });
    await expect(broken).rejects.toThrow();
    expect(errors.join()).toContain('terminat');
    await database.ping();
  });
});
