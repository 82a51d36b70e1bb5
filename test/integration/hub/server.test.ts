import { describe, it } from 'vitest';
import { missingPostgres, openTestDatabase } from './postgres.ts';
import { hubSuites } from './suites/all.ts';

const missing = await missingPostgres();

if (missing) {
  describe('hub on a PostgreSQL server', () => it.skip(`skipped: ${missing}`, () => undefined));
} else {
  describe('hub on a PostgreSQL server', () => {
    hubSuites(async () => {
      const database = await openTestDatabase();
      return { place: { kind: 'server', url: database.url }, close: database.close };
    });
  });
}
