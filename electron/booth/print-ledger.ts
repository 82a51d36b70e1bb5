import { z } from 'zod';
import type { PrintDocument } from '../../contracts/device/print.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { type Id, id } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { type Clock, instantOf } from '../../contracts/time.ts';
import type { BoothDatabase } from './booth-database.ts';

type Kind = PrintDocument['kind'];

/** Letters of the numbers that a booth gives out by itself; those of receipts and notices are the hub's. */
const LETTERS = { 'parcel-slip': 'L', readiness: 'Q', 'test-page': 'T' } as const satisfies Record<
  Exclude<Kind, 'receipt' | 'notice'>,
  string
>;
export type OwnKind = keyof typeof LETTERS;

/** Copies of one number: enough for a slip that was torn, and an end to paper for fun. */
const MAX_COPIES = 3;
const MIN_DIGITS = 4;
/** Numbers that came to their end are kept this long, to answer for them. */
const KEEP_MS = 92 * 24 * 3_600_000;

export interface Print {
  readonly row: number;
  readonly number: string;
  readonly kind: Kind;
  readonly copy: number;
  readonly visitId: Id | null;
}

/**
 * What was begun on paper, on disk before its first byte is sent. A number is valid once the printer confirmed the end of
 * its print; one that was begun and not confirmed is void for good.
 */
export interface PrintLedger {
  /** A number that this booth has never given out, whatever happens to its clock or its power. */
  nextNumber(kind: OwnKind): string;
  /**
   * Notes that a number is going to be printed, and says as which copy: 0 the first time, then 1 and up. `wrong_state`
   * when the number is void, `rate_limited` when there were copies enough.
   */
  begin(kind: Kind, number: string, visitId: Id | null): Result<Print, XiaowuError>;
  confirm(print: Print): void;
  /** Voids a print that did not come to its end; of a copy the number stays valid. */
  voids(print: Print, code: string): void;
  /** What an earlier life of the booth began and did not end. */
  begun(): readonly Print[];
  isValid(number: string): boolean;
  /** Numbers of prints that broke off and whose piece was not yet seen cut off, the oldest first. */
  uncut(): readonly string[];
  /** The printer confirmed that nothing of these hangs any more. */
  cutOff(number: string): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS prints (
    row INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    copy INTEGER NOT NULL,
    visit_id TEXT,
    begun_at TEXT NOT NULL,
    outcome TEXT NOT NULL DEFAULT 'begun' CHECK (outcome IN ('begun', 'confirmed', 'void')),
    code TEXT,
    uncut INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS prints_once ON prints (number, copy);
  CREATE TABLE IF NOT EXISTS slip_numbers (letter TEXT PRIMARY KEY, day TEXT NOT NULL, last INTEGER NOT NULL) STRICT;
`;

const printRow = z.object({
  row: z.int(),
  number: z.string(),
  kind: z.enum(['receipt', 'notice', 'parcel-slip', 'readiness', 'test-page']),
  copy: z.int(),
  visit_id: id.nullable(),
  outcome: z.enum(['begun', 'confirmed', 'void']),
});
const numberRow = z.object({ day: z.string(), last: z.int() });

export function openPrintLedger({ sql, atomically }: BoothDatabase, clock: Clock): PrintLedger {
  sql.exec(SCHEMA);
  const readNumber = sql.prepare('SELECT day, last FROM slip_numbers WHERE letter = ?');
  const writeNumber = sql.prepare('INSERT OR REPLACE INTO slip_numbers (letter, day, last) VALUES (?, ?, ?)');
  const insert = sql.prepare('INSERT INTO prints (number, kind, copy, visit_id, begun_at) VALUES (?, ?, ?, ?, ?)');
  const ofNumber = sql.prepare('SELECT row, number, kind, copy, visit_id, outcome FROM prints WHERE number = ?');
  const ofOutcome = sql.prepare('SELECT row, number, kind, copy, visit_id, outcome FROM prints WHERE outcome = ?');
  // Whose visit it was is nobody's business once the print is over.
  const end = sql.prepare('UPDATE prints SET outcome = ?, code = ?, uncut = ?, visit_id = NULL WHERE row = ?');
  const uncutNumbers = sql.prepare("SELECT number FROM prints WHERE uncut = 1 AND outcome = 'void' ORDER BY row");
  const cutNumber = sql.prepare("UPDATE prints SET uncut = 0 WHERE number = ? AND outcome = 'void'");
  sql
    .prepare("DELETE FROM prints WHERE outcome <> 'begun' AND uncut = 0 AND begun_at < ?")
    .run(new Date(clock.nowMs() - KEEP_MS).toISOString());

  const printsOf = (number: string) => ofNumber.all(number).map((row) => printRow.parse(row));
  const isValid = (number: string) =>
    printsOf(number).some(({ copy, outcome }) => copy === 0 && outcome === 'confirmed');

  return {
    nextNumber: (kind) =>
      atomically(() => {
        const letter = LETTERS[kind];
        const today = localDay(clock.nowMs());
        const given = numberRow.optional().parse(readNumber.get(letter));
        // A clock that was set back goes on in the day that it had reached: no number is given out twice.
        const isSameDay = given !== undefined && given.day >= today;
        const day = isSameDay ? given.day : today;
        const last = isSameDay ? given.last + 1 : 1;
        writeNumber.run(letter, day, last);
        return `${letter}${day}-${String(last).padStart(MIN_DIGITS, '0')}`;
      }),
    begin: (kind, number, visitId) =>
      atomically((): Result<Print, XiaowuError> => {
        const earlier = printsOf(number);
        if (earlier.length > 0 && !isValid(number)) return err(fail('wrong_state', `${number} is void`));
        const copy = earlier.length;
        if (copy > MAX_COPIES) return err(fail('rate_limited', `${number} was printed ${copy} times`));
        const { lastInsertRowid } = insert.run(number, kind, copy, visitId, instantOf(clock));
        return ok({ row: Number(lastInsertRowid), number, kind, copy, visitId });
      }),
    confirm: ({ row }) => void end.run('confirmed', null, 0, row),
    voids: ({ row }, code) => void end.run('void', code, 1, row),
    begun: () =>
      ofOutcome
        .all('begun')
        .map((row) => printRow.parse(row))
        .map(({ row, number, kind, copy, visit_id }) => ({ row, number, kind, copy, visitId: visit_id })),
    isValid,
    uncut: () => uncutNumbers.all().map((row) => z.object({ number: z.string() }).parse(row).number),
    cutOff: (number) => void cutNumber.run(number),
  };
}

const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

/** `20260131`, in Beijing. */
function localDay(nowMs: number): string {
  return dayFormat.format(new Date(nowMs)).replaceAll('-', '');
}
