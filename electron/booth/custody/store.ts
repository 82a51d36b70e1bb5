import { z } from 'zod';
import { id, parcelNumber } from '../../../contracts/ids.ts';
import type { BoothDatabase } from '../booth-database.ts';
import {
  type Compartment,
  CUSTODY_STEPS,
  type CustodyState,
  EMPTY_CUSTODY,
  emptyCompartment,
  GONE_KEPT,
  INCIDENT_CODES,
  MOVE_PHASES,
  PURPOSES,
} from './state.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS compartments (compartment INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS departures (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL) STRICT;
`;

/** What is kept of a compartment: not what its sensors said, since after a restart they are asked. */
const keptCompartment = z.strictObject({
  compartment: z.int().min(1).max(48),
  owner: z.strictObject({ parcelId: id, number: parcelNumber, visitId: id.nullable() }).nullable(),
  step: z.enum(CUSTODY_STEPS).nullable(),
  move: z
    .strictObject({
      purpose: z.enum(PURPOSES),
      phase: z.enum(MOVE_PHASES),
      pulsedAtMs: z.number(),
      itemBefore: z.enum(['present', 'absent', 'unknown']),
      reminders: z.int().min(0),
    })
    .nullable(),
  over: z.boolean(),
  failures: z.int().min(0),
  incidents: z.array(z.enum(INCIDENT_CODES)),
});
const departures = z.array(id).max(GONE_KEPT);

/** Custody on the booth's disk. */
export interface CustodyStore {
  /** What was kept. A damaged row is told to `onDamage` and left out; the hub's list brings its parcel back. */
  read(onDamage: (what: string) => void): CustodyState;
  differs(before: CustodyState, after: CustodyState): boolean;
  /** Writes what differs; to be called within the transaction that writes the facts of the same turn. */
  write(before: CustodyState, after: CustodyState): void;
}

export function openCustodyStore(db: BoothDatabase): CustodyStore {
  const { sql } = db;
  sql.exec(SCHEMA);
  const readRows = sql.prepare('SELECT body FROM compartments ORDER BY compartment');
  const readGone = sql.prepare('SELECT body FROM departures');
  const writeRow = sql.prepare('INSERT OR REPLACE INTO compartments (compartment, body) VALUES (?, ?)');
  const deleteRow = sql.prepare('DELETE FROM compartments WHERE compartment = ?');
  const writeGone = sql.prepare('INSERT OR REPLACE INTO departures (one, body) VALUES (1, ?)');

  return {
    read(onDamage) {
      const compartments = readRows.all().flatMap((row) => {
        const kept = keptCompartment.safeParse(bodyOf(row));
        if (kept.success) return [{ ...emptyCompartment(kept.data.compartment), ...kept.data }];
        onDamage(z.prettifyError(kept.error));
        return [];
      });
      const row = readGone.get();
      const gone = departures.safeParse(row === undefined ? [] : bodyOf(row));
      if (!gone.success) onDamage(z.prettifyError(gone.error));
      return { ...EMPTY_CUSTODY, compartments, gone: gone.data ?? [] };
    },
    differs: (before, after) => before.gone !== after.gone || changesOf(before, after).length > 0,
    write(before, after) {
      for (const { compartment, body } of changesOf(before, after)) {
        if (body === null) deleteRow.run(compartment);
        else writeRow.run(compartment, body);
      }
      if (before.gone !== after.gone) writeGone.run(JSON.stringify(after.gone));
    },
  };
}

/** Rows that are others now; what sensors say is none of them. */
function changesOf(before: CustodyState, after: CustodyState): readonly { compartment: number; body: string | null }[] {
  return after.compartments.flatMap((one) => {
    const old = before.compartments.find((other) => other.compartment === one.compartment);
    if (old === one) return [];
    const body = bodyToKeep(one);
    return body === (old ? bodyToKeep(old) : null) ? [] : [{ compartment: one.compartment, body }];
  });
}

/** Null for a compartment of which there is nothing to remember. */
function bodyToKeep({ door: _door, item: _item, ...kept }: Compartment): string | null {
  const isPlain = kept.owner === null && kept.incidents.length === 0 && kept.failures === 0;
  return isPlain ? null : JSON.stringify(kept);
}

function bodyOf(row: unknown): unknown {
  const { body } = z.object({ body: z.string() }).parse(row);
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
