import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';

/**
 * The booth's one database file. Journal, print ledger and custody keep their tables in it, so that what belongs together
 * is on disk together or not at all.
 */
export interface BoothDatabase {
  readonly sql: Database.Database;
  /** All that `work` writes is on disk when it returns, or nothing is when it throws. An inner call joins the outer one. */
  atomically<T>(work: () => T): T;
  close(): void;
}

/**
 * Opens or makes the database in `dataDir`. Throws when the disk refuses: without a memory there is no booth. What is
 * committed is durable: WAL with `synchronous=FULL` syncs each commit (https://www.sqlite.org/pragma.html#pragma_synchronous),
 * and `secure_delete` overwrites what is deleted with zeros.
 */
export function openBoothDatabase(dataDir: string): BoothDatabase {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const sql = new Database(path.join(dataDir, 'journal.db'));
  sql.pragma('journal_mode = WAL');
  sql.pragma('synchronous = FULL');
  sql.pragma('secure_delete = ON');
  let isInside = false;
  return {
    sql,
    atomically(work) {
      if (isInside) return work();
      isInside = true;
      try {
        return sql.transaction(work)();
      } finally {
        isInside = false;
      }
    },
    close: () => void sql.close(),
  };
}
