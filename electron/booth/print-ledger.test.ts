import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { type BoothDatabase, openBoothDatabase } from './booth-database.ts';
import { testId } from './machine/fixtures.ts';
import { openPrintLedger, type PrintLedger } from './print-ledger.ts';

let dataDir: string;
let database: BoothDatabase;
let ledger: PrintLedger;
const NEW_YEAR_MS = Date.UTC(2026, 0, 1, 4);
const DAY_MS = 24 * 3_600_000;
let clock: VirtualClock;

const open = (nowMs = NEW_YEAR_MS) => {
  clock = new VirtualClock(nowMs);
  database = openBoothDatabase(dataDir);
  ledger = openPrintLedger(database, clock);
};
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'print-ledger-'));
  open();
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('numbers of the booth', () => {
  test('count up by letter and day of Beijing, across openings', () => {
    expect([
      ledger.nextNumber('parcel-slip'),
      ledger.nextNumber('parcel-slip'),
      ledger.nextNumber('test-page'),
    ]).toEqual(['L20260101-0001', 'L20260101-0002', 'T20260101-0001']);
    database.close();
    open(NEW_YEAR_MS + 1000);
    expect(ledger.nextNumber('parcel-slip')).toBe('L20260101-0003');
    database.close();
    open(NEW_YEAR_MS + DAY_MS);
    expect(ledger.nextNumber('parcel-slip')).toBe('L20260102-0001');
  });

  test('are never given out twice by a clock that was set back', () => {
    const first = ledger.nextNumber('readiness');
    database.close();
    open(NEW_YEAR_MS - 5 * DAY_MS);
    expect(ledger.nextNumber('readiness')).not.toBe(first);
    database.close();
    open(NEW_YEAR_MS);
    expect(ledger.nextNumber('readiness')).toBe('Q20260101-0003');
  });
});

describe('a number', () => {
  const begin = () => ledger.begin('receipt', 'R20260101-0001', testId(1));

  test('is valid once its print was confirmed, and is a copy from then on', () => {
    const first = unwrap(begin());
    expect(first.copy).toBe(0);
    expect(ledger.isValid(first.number)).toBe(false);
    ledger.confirm(first);
    expect(ledger.isValid(first.number)).toBe(true);
    for (const copy of [1, 2, 3]) {
      const print = unwrap(begin());
      expect(print.copy).toBe(copy);
      ledger.voids(print, 'paper_out');
    }
    expect(begin()).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
    expect(ledger.isValid(first.number)).toBe(true);
  });

  test('that is void is never printed again', () => {
    ledger.voids(unwrap(begin()), 'paper_out');
    expect(begin()).toMatchObject({ ok: false, error: { code: 'wrong_state' } });
    expect(ledger.isValid('R20260101-0001')).toBe(false);
    expect(ledger.uncut()).toEqual(['R20260101-0001']);
    ledger.cutOff('R20260101-0001');
    expect(ledger.uncut()).toEqual([]);
  });

  test('that was begun is known after a restart, with its visit', () => {
    const print = unwrap(begin());
    database.close();
    open();
    expect(ledger.begun()).toEqual([print]);
    expect(begin()).toMatchObject({ ok: false });
    ledger.voids(print, 'print_unconfirmed');
    expect(ledger.begun()).toEqual([]);
  });
});

/** Gives out numbers and begins prints as fast as it can, and says each once that is done. */
const PRINTER = `
  import { openBoothDatabase } from ${JSON.stringify(path.join(import.meta.dirname, 'booth-database.ts'))};
  import { openPrintLedger } from ${JSON.stringify(path.join(import.meta.dirname, 'print-ledger.ts'))};
  import { systemClock } from ${JSON.stringify(path.join(import.meta.dirname, '../../contracts/time.ts'))};
  import { writeSync } from 'node:fs';
  const ledger = openPrintLedger(openBoothDatabase(process.argv[1]), systemClock);
  for (;;) {
    const number = ledger.nextNumber('parcel-slip');
    const print = ledger.begin('parcel-slip', number, null);
    if (!print.ok) throw new Error(number);
    writeSync(1, number + '\\n');
    ledger.confirm(print.value);
  }
`;

test('kill -9 doubles no number, and leaves at most one print begun', async () => {
  database.close();
  const seen: string[] = [];
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', PRINTER, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let here = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      seen.push(line);
      if (++here === 40) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    open();
    const begun = ledger.begun();
    expect(begun.length).toBeLessThanOrEqual(1);
    for (const print of begun) ledger.voids(print, 'print_unconfirmed');
    database.close();
  }
  open();
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThanOrEqual(120);
});
