import { z } from 'zod';
import { type BoothFact, boothFact, type VisitFact } from '../../contracts/domain/timeline.ts';
import { visit, visitEnd } from '../../contracts/domain/visit.ts';
import { type Id, id } from '../../contracts/ids.ts';
import { boothStep } from '../../contracts/ipc/booth-state.ts';
import { type Clock, instantOf } from '../../contracts/time.ts';
import type { BoothDatabase } from './booth-database.ts';
import { freshId } from './fresh-id.ts';
import type { Snapshot } from './machine/state.ts';

/** Most facts that go to the hub in one call; the contract's own limit. */
export const MAX_BATCH = 100;

/** The booth's memory of its visits, on disk: a fact is durable when `record` returns. */
export interface Journal {
  /** Writes a fact with the next number. Returns when it is on disk. Without a visit it is a fact of the booth. */
  record(visitId: Id | null, fact: VisitFact): BoothFact;
  /** The oldest facts that the hub has not acknowledged, in order. */
  pending(limit?: number): readonly BoothFact[];
  /** The hub has stored everything up to `storedSeq`. Also repairs what either side has lost of the other's memory. */
  acknowledge(storedSeq: number): void;
  /** Highest number ever given out; 0 before the first. */
  lastSeq(): number;
  /** Keeps, or with null forgets, the running visit. On disk when it returns. */
  keepActive(snapshot: Snapshot | null): void;
  active(): Snapshot | null;
  /** Deletes acknowledged facts of all visits but `keptVisitId`, and empties the write-ahead log. */
  forget(keptVisitId: Id | null): void;
}

const snapshotSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('visit'), visit, step: boothStep, insideSeen: z.boolean() }),
  z.strictObject({ kind: z.literal('leaving'), visitId: id, end: visitEnd }),
]);

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS facts (
    seq INTEGER PRIMARY KEY,
    visit_id TEXT NOT NULL,
    body TEXT NOT NULL,
    acked INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS active (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL) STRICT;
  INSERT OR IGNORE INTO counters (name, value) VALUES ('seq', 0);
`;

/** Stands in the table where a fact belongs to no visit. */
const NO_VISIT = '';

/**
 * The journal's tables in the booth's database. A running visit that cannot be read any more is told to `onDamage` and
 * forgotten; the hub still knows it.
 */
export function openJournal(database: BoothDatabase, clock: Clock, onDamage: (what: string) => void): Journal {
  const db = database.sql;
  db.exec(SCHEMA);

  const insertFact = db.prepare('INSERT INTO facts (seq, visit_id, body) VALUES (?, ?, ?)');
  const readSeq = db.prepare("SELECT value FROM counters WHERE name = 'seq'");
  const writeSeq = db.prepare("UPDATE counters SET value = ? WHERE name = 'seq'");
  const readPending = db.prepare('SELECT body FROM facts WHERE acked = 0 ORDER BY seq LIMIT ?');
  const setAcked = db.prepare('UPDATE facts SET acked = (seq <= ?) WHERE acked <> (seq <= ?)');
  const readActive = db.prepare('SELECT body FROM active');
  const writeActive = db.prepare('INSERT OR REPLACE INTO active (one, body) VALUES (1, ?)');
  const deleteActive = db.prepare('DELETE FROM active');
  const deleteFacts = db.prepare('DELETE FROM facts WHERE acked = 1 AND (visit_id = ? OR visit_id <> ?)');

  const lastSeq = () => z.object({ value: z.int() }).parse(readSeq.get()).value;

  const record = (visitId: Id | null, fact: VisitFact): BoothFact =>
    database.atomically(() => {
      const entry = boothFact.parse({ id: freshId(), seq: lastSeq() + 1, visitId, at: instantOf(clock), fact });
      insertFact.run(entry.seq, visitId ?? NO_VISIT, JSON.stringify(entry));
      writeSeq.run(entry.seq);
      return entry;
    });

  return {
    record,
    pending: (limit = MAX_BATCH) =>
      readPending
        .all(limit)
        .map(bodyOf)
        .map((body) => boothFact.parse(body)),
    acknowledge(storedSeq) {
      setAcked.run(storedSeq, storedSeq);
      // A journal on a new disk must not give out numbers that the hub has seen.
      if (lastSeq() < storedSeq) writeSeq.run(storedSeq);
    },
    lastSeq,
    keepActive(snapshot) {
      if (snapshot) writeActive.run(JSON.stringify(snapshot));
      else deleteActive.run();
    },
    active() {
      const row = readActive.get();
      if (row === undefined) return null;
      const parsed = snapshotSchema.safeParse(bodyOf(row));
      if (parsed.success) return parsed.data;
      onDamage(z.prettifyError(parsed.error));
      deleteActive.run();
      return null;
    },
    forget(keptVisitId) {
      deleteFacts.run(NO_VISIT, keptVisitId ?? NO_VISIT);
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
  };
}

function bodyOf(row: unknown): unknown {
  return JSON.parse(z.object({ body: z.string() }).parse(row).body);
}
