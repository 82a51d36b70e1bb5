import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../contracts/time.ts';
import { openBoothDatabase } from './booth-database.ts';
import { openJournal } from './journal.ts';
import { testId, testVisit } from './machine/fixtures.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'booth-journal-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const open = () => {
  const database = openBoothDatabase(dataDir);
  const journal = openJournal(database, systemClock, (what) => {
    throw new Error(what);
  });
  return { ...journal, close: database.close };
};
const bytesOnDisk = () =>
  readdirSync(dataDir)
    .map((name) => readFileSync(path.join(dataDir, name), 'latin1'))
    .join('');

describe('facts', () => {
  test('are numbered without gaps across openings, and pend in order until acknowledged', () => {
    const first = open();
    first.record(testId(1), { type: 'door.opened' });
    first.record(testId(1), { type: 'citizen.inside' });
    first.close();
    const second = open();
    second.record(testId(1), { type: 'door.closed' });
    expect(second.pending().map(({ seq, fact }) => [seq, fact.type])).toEqual([
      [1, 'door.opened'],
      [2, 'citizen.inside'],
      [3, 'door.closed'],
    ]);
    second.acknowledge(2);
    expect(second.pending().map(({ seq }) => seq)).toEqual([3]);
    second.acknowledge(3);
    second.forget(null);
    expect(second.record(testId(2), { type: 'door.opened' }).seq).toBe(4);
    second.close();
  });

  test('that the hub has lost are sent again, and numbers that it has seen are not given out twice', () => {
    const journal = open();
    journal.record(testId(1), { type: 'door.opened' });
    journal.record(testId(1), { type: 'door.closed' });
    journal.acknowledge(2);
    journal.acknowledge(1);
    expect(journal.pending().map(({ seq }) => seq)).toEqual([2]);
    journal.acknowledge(40);
    expect(journal.record(testId(1), { type: 'door.opened' }).seq).toBe(41);
    journal.close();
  });

  test('of the booth itself belong to no visit, and go once the hub has them', () => {
    const journal = open();
    journal.record(null, { type: 'incident.raised', subject: 'printer', code: 'not_taken', detail: '' });
    expect(journal.pending().map(({ visitId }) => visitId)).toEqual([null]);
    journal.acknowledge(1);
    journal.forget(testId(1));
    journal.acknowledge(0);
    expect(journal.pending()).toEqual([]);
    journal.close();
  });

  test('that are not acknowledged survive a wipe', () => {
    const journal = open();
    journal.record(testId(1), { type: 'door.opened' });
    journal.forget(null);
    expect(journal.pending()).toHaveLength(1);
    journal.close();
  });
});

test('of a visit nothing is left on disk after it was acknowledged and forgotten', () => {
  const journal = open();
  const mailing = { recipient: 'SECRET-RECIPIENT', phone: '13800000000', address: 'SECRET-ADDRESS 1' };
  journal.keepActive({ kind: 'visit', visit: testVisit(1, { mailing }), step: 'in-call', insideSeen: true });
  journal.record(testId(1), { type: 'mailing.given', mailing, by: 'booth' });
  expect(journal.active()).toMatchObject({ visit: { mailing } });
  expect(bytesOnDisk()).toContain('SECRET-');
  journal.acknowledge(1);
  journal.keepActive(null);
  journal.forget(null);
  expect(journal.active()).toBeNull();
  expect(bytesOnDisk()).not.toContain('SECRET-');
  journal.close();
});

/** Writes facts as fast as it can and prints the number of each once `record` has returned. */
const WRITER = `
  import { openBoothDatabase } from ${JSON.stringify(path.join(import.meta.dirname, 'booth-database.ts'))};
  import { openJournal } from ${JSON.stringify(path.join(import.meta.dirname, 'journal.ts'))};
  import { systemClock } from ${JSON.stringify(path.join(import.meta.dirname, '../../contracts/time.ts'))};
  import { writeSync } from 'node:fs';
  const journal = openJournal(openBoothDatabase(process.argv[1]), systemClock, console.error);
  for (;;) writeSync(1, journal.record('${testId(1)}', { type: 'door.opened' }).seq + '\\n');
`;

test('kill -9 loses no fact that was said to be recorded, and leaves no gap', async () => {
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', WRITER, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = 0;
    let toldHere = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      told = Number(line);
      if (++toldHere === 50) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    const journal = open();
    const seqs = journal.pending(1_000_000).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(seqs.length).toBeGreaterThanOrEqual(told);
    expect(journal.lastSeq()).toBe(seqs.length);
    journal.close();
  }
});
