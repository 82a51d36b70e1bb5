import type Database from 'libsql';
import { z } from 'zod';
import { type DiagnosticRecord, diagnosticRecord } from '../../../contracts/technician/diagnostics.ts';
import { type SelfCheckReport, selfCheckReport } from '../../../contracts/technician/self-check.ts';

/** How many of each are kept: some months of hourly self-checks would tell nobody anything here. */
const KEPT = 200;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, id)
  ) STRICT;
`;

type Kind = 'diagnostic' | 'self-check';
const row = z.object({ body: z.string() });

/** Self-checks and technicians' steps on the booth's disk, until the hub has them and for the next technician. */
export interface RecordStore {
  /** Keeps a record; a later version of the same id replaces it and is sent anew. */
  keepDiagnostic(record: DiagnosticRecord): void;
  keepSelfCheck(report: SelfCheckReport): void;
  diagnostic(id: string): DiagnosticRecord | null;
  /** The newest first. */
  diagnostics(limit: number): readonly DiagnosticRecord[];
  lastSelfCheck(): SelfCheckReport | null;
  /** What the hub does not have yet, the oldest first. */
  unsentDiagnostics(limit: number): readonly DiagnosticRecord[];
  unsentSelfChecks(limit: number): readonly SelfCheckReport[];
  /** The hub has this version. A version that was replaced meanwhile stays unsent. */
  sent(kind: Kind, record: DiagnosticRecord | SelfCheckReport): void;
}

export function openRecordStore(db: Database.Database): RecordStore {
  db.exec(SCHEMA);
  const insert = db.prepare('INSERT OR REPLACE INTO records (kind, id, body, sent) VALUES (?, ?, ?, 0)');
  // Ids are time-ordered, so the newest of a kind have the highest.
  const prune = db.prepare(
    `DELETE FROM records WHERE kind = ? AND id NOT IN (SELECT id FROM records WHERE kind = ? ORDER BY id DESC LIMIT ${KEPT})`,
  );
  const one = db.prepare('SELECT body FROM records WHERE kind = ? AND id = ?');
  const newest = db.prepare('SELECT body FROM records WHERE kind = ? ORDER BY id DESC LIMIT ?');
  const unsent = db.prepare('SELECT body FROM records WHERE kind = ? AND sent = 0 ORDER BY id LIMIT ?');
  const markSent = db.prepare('UPDATE records SET sent = 1 WHERE kind = ? AND id = ? AND body = ?');

  const bodyOf = (found: unknown) => JSON.parse(row.parse(found).body);
  const diagnosticOf = (found: unknown) => diagnosticRecord.parse(bodyOf(found));
  const selfCheckOf = (found: unknown) => selfCheckReport.parse(bodyOf(found));
  const keep = db.transaction((kind: Kind, id: string, body: unknown) => {
    insert.run(kind, id, JSON.stringify(body));
    prune.run(kind, kind);
  });

  return {
    keepDiagnostic: (record) => void keep('diagnostic', record.id, record),
    keepSelfCheck: (report) => void keep('self-check', report.id, report),
    diagnostic(id) {
      const found = one.get('diagnostic', id);
      return found === undefined ? null : diagnosticOf(found);
    },
    diagnostics: (limit) => newest.all('diagnostic', limit).map(diagnosticOf),
    lastSelfCheck() {
      // `get` on a statement that was run with `all` before gives the earlier run's first row (libsql 0.5.29).
      const [found] = newest.all('self-check', 1);
      return found === undefined ? null : selfCheckOf(found);
    },
    unsentDiagnostics: (limit) => unsent.all('diagnostic', limit).map(diagnosticOf),
    unsentSelfChecks: (limit) => unsent.all('self-check', limit).map(selfCheckOf),
    sent: (kind, record) => void markSent.run(kind, record.id, JSON.stringify(record)),
  };
}
