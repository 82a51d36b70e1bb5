import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notice } from '../../../contracts/domain/notice.ts';
import type { VisitCase } from '../../../contracts/domain/visit.ts';
import type { FollowUp } from '../../../contracts/hub/agent.ts';
import { unwrap } from '../../../contracts/result.ts';
import * as schema from '../../../server/store/schema.ts';
import { type Rig, startRig, type TestAgent } from '../hub/rig.ts';
import { PlainBooth } from './plain-booth.ts';

/** From the desk through the hub to ink on paper: the notice names exactly what is missing. */

let rig: Rig;
let booth: PlainBooth;
let agent: TestAgent;
let visitId: string;

beforeEach(async () => {
  rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
  booth = await PlainBooth.make(rig.hub.url, rig.dataDir, rig.clock);
  await booth.start();
  agent = await rig.agent('demo-tax-1');
  unwrap(await agent.available());
  await booth.enter();
  booth.intend({ type: 'call' });
  visitId = (await agent.accept()).visit.id;
  await booth.untilStep('in-call');
}, 60_000);
afterEach(async () => {
  await booth.close();
  await rig.close();
});

const ANSWERS = { applicant: 'self', 'invoices-held': 'no' };

/** A tax clearance with all questions answered. */
async function open(): Promise<VisitCase> {
  const { id: caseId } = unwrap(await agent.call('case.open', { visitId, serviceId: 'tax-clearance' }));
  return unwrap(await agent.call('case.answers', { caseId, answers: ANSWERS }));
}

/** Puts these papers among the missing or refused, all others among the accepted. */
async function standAt(kase: VisitCase, missing: readonly string[]): Promise<void> {
  for (const [index, { id }] of (kase.needs?.papers ?? []).entries()) {
    const lacks = missing.includes(id);
    const state = lacks ? (index % 2 === 0 ? 'refused' : 'missing') : 'accepted';
    const reasonCode = state === 'refused' ? 'not-stamped' : undefined;
    unwrap(await agent.call('case.paper', { caseId: kase.id, requiredPaperId: id, state, reasonCode }));
  }
}

/** What stands on a slip as one text: wrapped lines joined, as the eye does. */
function printed(index: number): string {
  const lines = booth.machines.printer.slips()[index]?.lines ?? [];
  return lines.map((line) => line.trim()).join('');
}

const auditOf = async (action: string) =>
  (await rig.hub.db.select().from(schema.audit).where(eq(schema.audit.visitId, visitId))).filter(
    (row) => row.action === action,
  );

test('a notice, numbered and on record, is on the paper with exactly what is missing', async () => {
  const { id: caseId, needs: before } = unwrap(await agent.call('case.open', { visitId, serviceId: 'tax-clearance' }));
  expect(before?.questionIds).toEqual(['applicant', 'invoices-held']);
  // Who is told once is told all: not before it is known what is needed.
  expect(await agent.call('notice.give', { caseId, follows: [] })).toMatchObject({ error: { code: 'wrong_state' } });
  expect(await agent.call('case.answers', { caseId, answers: { applicant: 'nobody' } })).toMatchObject({
    error: { code: 'invalid_input' },
  });

  const kase = await open();
  const all = kase.needs?.papers ?? [];
  expect(all.map(({ id }) => id)).not.toContain('power-of-attorney');
  const subsets = [all.slice(0, 1), all.slice(2, 4), all, []].map((papers) => papers.map(({ id }) => id));
  const numbers = new Set<string>();
  for (const [index, subset] of subsets.entries()) {
    await standAt(kase, subset);
    const notice: Notice = unwrap(await agent.call('notice.give', { caseId, follows: [] }));
    numbers.add(notice.number);
    expect(notice.items.map(({ paperId }) => paperId)).toEqual(subset);
    unwrap(await agent.call('notice.print', { noticeId: notice.id }));
    expect(booth.state.notice?.messageKey).toBe('notice.slip-printed');
    const text = printed(index);
    expect(text).toContain(notice.number);
    expect(text).toContain(kase.number);
    expect(text).toContain(`共${subset.length}项`);
    for (const { id, name } of all) {
      const heading = new RegExp(`\\d+\\. *${name['zh-CN'].replace(/[（）]/g, '.')}`);
      if (subset.includes(id)) expect(text, id).toMatch(heading);
      else expect(text, id).not.toMatch(heading);
    }
    for (const item of notice.items) expect(text).toContain(item.dueOn);
    expect(text).toContain('行政复议');
  }
  expect(numbers.size).toBe(subsets.length);

  const shown = await agent.untilVisit((visit) => {
    const notices = visit.cases[0]?.notices ?? [];
    return notices.length === subsets.length && notices.at(-1)?.printedAt !== undefined;
  });
  expect(shown.visit.cases[0]?.notices).toHaveLength(subsets.length);
  expect(await auditOf('notice.given')).toHaveLength(subsets.length);
  await expect.poll(() => auditOf('slip.printed'), { timeout: 10_000 }).toHaveLength(subsets.length);
}, 120_000);

test('a print that breaks off takes its number with it; the notice goes on under another, then in copies', async () => {
  const kase = await open();
  const { printer } = booth.machines;
  printer.setPaper('out');
  await booth.until((state) => state.withdrawn.some((one) => one.function === 'print'));
  const first: Notice = unwrap(await agent.call('notice.give', { caseId: kase.id, follows: [] }));
  expect(await agent.call('notice.print', { noticeId: first.id })).toMatchObject({ ok: false });
  const { visit } = await agent.untilVisit((one) => {
    const number = one.cases[0]?.notices?.[0]?.number;
    return number !== undefined && number !== first.number;
  });
  const second = visit.cases[0]?.notices?.[0];
  expect(second).toMatchObject({ id: first.id, items: first.items });
  expect(await auditOf('notice.renumbered')).toMatchObject([{ subject: first.number }]);

  printer.setPaper('full');
  await booth.until((state) => state.withdrawn.every((one) => one.function !== 'print'));
  unwrap(await agent.call('notice.print', { noticeId: first.id }));
  unwrap(await agent.call('notice.print', { noticeId: first.id }));
  const slips = printer.slips().map(({ lines }) => lines.join('\n'));
  const valid = slips.filter((text) => text.includes(second?.number ?? 'none'));
  expect(valid).toHaveLength(2);
  expect(valid[1]).toContain('COPY 1');
  expect(slips.some((text) => text.includes(first.number) && !text.includes('VOID'))).toBe(false);
}, 120_000);

test('accepted with gaps: only what may follow, with a follow-up whose clock runs, and nothing else is let through', async () => {
  const kase = await open();
  const { id: caseId } = kase;
  expect(await agent.call('case.set', { caseId, state: 'completed' })).toMatchObject({
    error: { code: 'papers_missing' },
  });
  await standAt(kase, ['business-licence', 'dissolution-resolution']);
  // The licence may not follow: neither named nor left out.
  const refused = { error: { code: 'papers_missing' } };
  expect(await agent.call('notice.give', { caseId, follows: ['business-licence'] })).toMatchObject(refused);
  expect(await agent.call('notice.give', { caseId, follows: ['dissolution-resolution'] })).toMatchObject(refused);
  expect((await agent.call('case.set', { caseId, state: 'accepted' })) as unknown).toMatchObject(refused);
  expect(await auditOf('notice.given')).toEqual([]);

  await standAt(kase, ['dissolution-resolution']);
  const notice: Notice = unwrap(await agent.call('notice.give', { caseId, follows: ['dissolution-resolution'] }));
  expect(notice).toMatchObject({
    kind: 'with-gaps',
    items: [{ paperId: 'dissolution-resolution', state: 'follows' }],
  });
  unwrap(await agent.call('notice.print', { noticeId: notice.id }));
  expect(printed(0)).toContain('容缺受理告知书');
  const { visit } = await agent.untilVisit((one) => one.cases[0]?.state === 'accepted');
  expect(visit.cases[0]?.needs?.follows).toEqual([
    { paperId: 'dissolution-resolution', dueOn: notice.items[0]?.dueOn },
  ]);
  const owed = await agent.next<FollowUp>('followup.changed', ({ kind }) => kind === 'papers');
  expect(owed).toMatchObject({ departmentId: 'tax', visitId, state: 'open' });
  expect(owed.text).toContain('解散决议');
  expect(Date.parse(owed.dueAt)).toBe(Date.parse(`${notice.items[0]?.dueOn}T23:59:59.999+08:00`));
  unwrap(await agent.call('case.set', { caseId, state: 'completed' }));
}, 120_000);
