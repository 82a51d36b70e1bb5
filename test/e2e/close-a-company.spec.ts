import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { findResidue } from '../rig/residue.ts';
import { type Rig, startRig } from '../rig/rig.ts';
import { openRows, type Rows } from '../rig/rows.ts';
import { VISIT } from '../rig/visit.ts';

const PACKAGED = join(import.meta.dirname, '../../out/Xiaowu-linux-x64/xiaowu');

for (const build of ['sources', 'packaged'] as const) {
  test(`Ms Dai closes her company in one visit, booth from ${build}`, async () => {
    if (build === 'packaged' && !existsSync(PACKAGED))
      throw new Error('there is no packaged booth; run `npm run package` first');
    const dir = await mkdtemp(join(tmpdir(), 'xiaowu-e2e-'));
    let rig: Rig | undefined;
    try {
      rig = await startRig({ dir, ...(build === 'packaged' ? { packaged: PACKAGED } : {}) });
      const running = rig;
      for (const step of VISIT) await test.step(step.name, () => step.run(running));
      await test.step('the locker got one pulse, the printer one slip', () => checkMachines(running));
      await test.step('no page threw', () => expect(running.problems).toEqual([]));
      await test.step('nothing of the visit is left in the booth', async () => {
        expect(await findResidue(running.boothDataDir, secretsOf(running))).toEqual([]);
      });
      await rig.close();
      const rows = await openRows(running.hub.dataDir);
      await test.step('the database holds the visit', () => checkRows(rows));
      await test.step('the audit trail is whole and in order', () => checkAudit(rows));
      await rows.close();
    } finally {
      await rig?.close();
      await rm(dir, { recursive: true, force: true });
    }
  });
}

/** What a next citizen must not find. */
function secretsOf({ licence }: Rig): string[] {
  return [
    '11010519491231002X',
    '13800000000',
    '演示省演示市演示路',
    licence.name ?? '',
    licence['credit-code'] ?? '',
  ].filter(Boolean);
}

function checkMachines({ machines }: Rig): void {
  const { locker, printer } = machines;
  expect(machines.violations()).toEqual([]);
  const [compartment] = locker.pulses;
  expect(locker.pulses).toHaveLength(1);
  // KERONG CU16: 02, board and lock, 31 unlock, 03, sum of all before. Board 0, so the second byte is the lock's index.
  const lock = (compartment ?? 0) - 1;
  const unlock = Buffer.from([0x02, lock, 0x31, 0x03, (0x02 + lock + 0x31 + 0x03) & 0xff]);
  const sent = locker.received();
  expect(sent.indexOf(unlock)).toBeGreaterThanOrEqual(0);
  expect(sent.indexOf(unlock, sent.indexOf(unlock) + 1)).toBe(-1);

  const [slip, ...more] = printer.slips();
  expect(more).toEqual([]);
  const bytes = printer.received();
  expect(bytes.includes(Buffer.from([0x1b, 0x40]))).toBe(true);
  // 办事回执 in GB18030, and the process id that proves the end of the print.
  expect(slip?.raw.includes(Buffer.from('B0ECCAC2BBD8D6B4', 'hex'))).toBe(true);
  expect(bytes.includes(Buffer.from('1D284806003030', 'hex'))).toBe(true);
  const text = slip?.lines.join('\n') ?? '';
  for (const word of ['办事回执', '清税申报', '公司注销登记', '已办结', '寄件']) expect(text).toContain(word);
  expect(text).toMatch(/V\d{8}-\d{4}/);
  expect(text).toMatch(/R\d{8}-\d{4}/);
  expect(slip?.codes[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/phone\//);
  expect(printer.uncut()).toEqual([]);
}

async function checkRows(rows: Rows): Promise<void> {
  expect(await rows.query('select state, how_ended, entry from visits')).toEqual([
    { state: 'ended', how_ended: 'completed', entry: 'walk-in' },
  ]);
  expect(await rows.query('select service_id, state from cases order by number')).toEqual([
    { service_id: 'company-deregistration', state: 'completed' },
    { service_id: 'tax-clearance', state: 'completed' },
    { service_id: 'social-insurance-deregistration', state: 'completed' },
  ]);
  const [parcel] = await rows.query<{ state: string; custody: { state: string }[] }>(
    'select state, custody from parcels',
  );
  expect(parcel?.state).toBe('sealed');
  expect(parcel?.custody.map((one) => one.state)).toEqual([
    'requested',
    'agreed',
    'pulse-sent',
    'open',
    'closed',
    'sealed',
  ]);
  expect(await rows.query('select state from receipts')).toEqual([{ state: 'printed' }]);
  expect(await rows.query('select level from ratings')).toEqual([{ level: 5 }, { level: 5 }, { level: 5 }]);
  // What was read lies in the seal; in clear stands the kind of the paper only.
  expect(await rows.query('select kind, fields, text, octet_length(sealed) > 100 as sealed from readings')).toEqual([
    { kind: 'business-licence', fields: [], text: '', sealed: true },
  ]);

  const timeline = await rows.query<{ entry_order: number; booth_seq: number | null; type: string }>(
    "select entry_order, booth_seq, fact->>'type' as type from timeline order by entry_order",
  );
  expect(timeline.map((entry) => entry.entry_order)).toEqual(timeline.map((_, index) => index + 1));
  const sequence = timeline
    .flatMap((entry) => (entry.booth_seq === null ? [] : [entry.booth_seq]))
    .sort((a, b) => a - b);
  // Facts of the booth outside any visit take numbers too; within the visit none is missing.
  const [first = 1] = sequence;
  expect(sequence).toEqual(sequence.map((_, index) => first + index));
  const types = timeline.map((entry) => entry.type);
  expectInOrder(types, [
    'visit.admitted',
    'door.unlocked',
    'door.opened',
    'citizen.inside',
    'call.requested',
    'call.offered',
    'call.joined',
    'call.first-frame',
    'file.stored',
    'paper.read',
    'paper.confirmed',
    'case.opened',
    'outcome.issued',
    'mailing.given',
    'locker.asked',
    'parcel.moved',
    'receipt.printed',
    'rating.given',
    'visit.ended',
    'booth.wiped',
  ]);
  // Four parties: the booth decoded each agent, and each agent the booth's face and paper.
  const frames = await rows.query<{ pair: string }>(
    "select distinct (fact->>'partyId') || ' ' || (fact->>'fromPartyId') || ' ' || (fact->>'role') as pair from timeline where fact->>'type' = 'call.first-frame'",
  );
  expect(frames.length).toBeGreaterThanOrEqual(9);
}

async function checkAudit(rows: Rows): Promise<void> {
  const audit = await rows.query<{ seq: number; action: string }>('select seq, action from audit order by seq');
  expect(audit.map((record) => record.seq)).toEqual(audit.map((_, index) => index + 1));
  expectInOrder(
    audit.map((record) => record.action),
    [
      'hub.started',
      'booth.connected',
      'login.succeeded',
      'phone.checked-in',
      'consent.given',
      'visit.admitted',
      'door.ordered',
      'call.requested',
      'call.offered',
      'call.accepted',
      'file.stored',
      'paper.confirmed',
      'case.opened',
      'call.invited',
      'outcome.issued',
      'locker.asked',
      'parcel.moved',
      'receipt.prepared',
      'receipt.printed',
      'rating.given',
      'visit.ended',
      'booth.wiped',
    ],
  );
}

/** Each of the expected comes at some place after the one before it. */
function expectInOrder(actual: readonly string[], expected: readonly string[]): void {
  let at = -1;
  for (const one of expected) {
    const next = actual.indexOf(one, at + 1);
    expect(next, `${one} after ${at < 0 ? 'the start' : actual[at]}, in ${actual.join(', ')}`).toBeGreaterThan(at);
    at = next;
  }
}
