import { expect, it } from 'vitest';
import { notice as noticeContract } from '../../contracts/domain/notice.ts';
import type { Answers, CaseNeeds } from '../../contracts/domain/requirements.ts';
import { addWorkingDays, isWorkingDay } from './calendar.ts';
import { needsOf, rulesFor } from './needed.ts';
import { blockingGaps, followsOf, gapsOf, noticeOf, type PaperStanding } from './notice.ts';
import { spelled, spokenCount, spokenDay } from './speech.ts';
import { CATALOGUE, REQUIREMENTS } from './testing.ts';

const { calendar } = REQUIREMENTS;
const reasons = CATALOGUE.refusalReasons ?? [];
const TODAY = '2026-11-23';
const edition = REQUIREMENTS.onDay(TODAY);
const name = { 'zh-CN': '事项', en: 'Service' };

function told(needs: CaseNeeds, papers: readonly PaperStanding[]) {
  const head = {
    id: '019a0000-0000-7000-8000-000000000001',
    number: 'N20261123-0107',
    caseId: '019a0000-0000-7000-8000-000000000002',
    caseNumber: 'C20261123-0001',
    ...{ serviceName: name, departmentName: name, regionName: name },
    boothName: '演示晓屋',
    givenAt: '2026-11-23T02:00:00.000Z',
  };
  return noticeOf({ needs, papers, reasons, calendar, today: TODAY, serviceBasis: name, head });
}

/** Every way in which the questions can be answered. */
function allAnswers(questionIds: readonly string[]): Answers[] {
  return questionIds.reduce<Answers[]>(
    (before, id) =>
      before.flatMap((answers) =>
        (CATALOGUE.questions?.find((one) => one.id === id)?.choices ?? []).map((choice) => ({
          ...answers,
          [id]: choice.id,
        })),
      ),
    [{}],
  );
}

const HERE = ['shown', 'uploaded', 'accepted'] as const;

it('lists exactly what is missing or refused: every service, region, answer and subset of papers', {
  timeout: 120_000,
}, () => {
  const lists = new Set<string>();
  let notices = 0;
  let most = 0;
  for (const service of CATALOGUE.services) {
    for (const { id: regionId } of CATALOGUE.regions) {
      for (const answers of allAnswers(rulesFor(service, edition, regionId).asks)) {
        const needs = needsOf(service, regionId, answers, edition);
        const list = JSON.stringify([service.id, needs.papers, needs.terms.cureWorkingDays]);
        // Regions and answers that lead to the same papers lead to the same notices.
        if (lists.has(list)) continue;
        lists.add(list);
        most = Math.max(most, needs.papers.length);
        for (let subset = 0; subset < 2 ** needs.papers.length; subset++) {
          notices++;
          const papers = needs.papers.map((paper, index): PaperStanding => {
            const requiredPaperId = paper.id;
            // A paper that is not asked of everybody is wanted again only when it was handed in and refused.
            if (((subset >> index) & 1) === 0)
              return { requiredPaperId, state: paper.optional ? 'missing' : (HERE[(subset + index) % 3] ?? 'shown') };
            const reasonCode = reasons[(subset + index) % reasons.length]?.code;
            if (paper.optional || (subset + index) % 2 === 0) return { requiredPaperId, state: 'refused', reasonCode };
            return { requiredPaperId, state: 'missing' };
          });
          const notice = told(needs, papers);
          const expected = needs.papers.filter((_, index) => ((subset >> index) & 1) === 1).map(({ id }) => id);
          // Compared by hand: a matcher for each of so many would take minutes.
          if (JSON.stringify(notice.items.map((item) => item.paperId)) !== JSON.stringify(expected))
            expect(
              notice.items.map((item) => item.paperId),
              `${service.id} ${regionId} ${subset}`,
            ).toEqual(expected);
          const spoken = notice.spoken['zh-CN'];
          if (/\d/.test(spoken + notice.spoken.en)) expect(spoken + notice.spoken.en).not.toMatch(/\d/);
        }
      }
    }
  }
  expect(CATALOGUE.services.length).toBeGreaterThanOrEqual(40);
  expect(most).toBeLessThanOrEqual(10);
  expect(lists.size).toBeGreaterThan(CATALOGUE.services.length);
  expect(notices).toBeGreaterThan(5_000);
});

const service = CATALOGUE.services.find(({ id }) => id === 'fund-withdrawal-rent');
if (!service) throw new Error('the demonstration data have lost a service');
const needs = needsOf(service, 'chenzhou-beihu', { applicant: 'self', married: 'no' }, edition);
const papers: PaperStanding[] = [
  { requiredPaperId: 'id-card', state: 'accepted' },
  { requiredPaperId: 'lease', state: 'refused', reasonCode: 'not-stamped', reason: '第2页没有盖章' },
  { requiredPaperId: 'no-home-proof', state: 'accepted' },
  { requiredPaperId: 'bank-card', state: 'shown' },
  { requiredPaperId: 'rent-receipts', state: 'missing' },
];

it('says why, what is wanted, how to cure it, until when, by which law, and where to object', () => {
  const notice = told(needs, papers);
  expect(noticeContract.parse(notice)).toEqual(notice);
  expect(notice).toMatchObject({
    kind: 'one-time',
    version: '2026-01',
    objection: { until: '2027-01-22' },
    items: [
      {
        paperId: 'lease',
        state: 'refused',
        reasonCode: 'not-stamped',
        reason: { 'zh-CN': '没有盖章' },
        remark: '第2页没有盖章',
        form: 'copy',
        copies: 2,
        cure: { 'zh-CN': expect.stringContaining('公章') },
        // Ten working days after Monday, November 23.
        dueOn: '2026-12-07',
      },
      { paperId: 'rent-receipts', state: 'missing', reason: { 'zh-CN': '尚未提交' }, copies: 1, dueOn: '2026-12-07' },
    ],
  });
  expect(notice.objection.where['zh-CN']).toContain('北湖区');
  expect(notice.spoken['zh-CN']).toContain('还差两份材料');
  expect(notice.spoken['zh-CN']).toContain('二零二六年十二月七日');
  expect(notice.spoken['zh-CN']).toContain('第二页没有盖章');
  expect(notice.spoken['zh-CN']).toContain('N二零二六幺幺二三零幺零七');
  expect(notice.spoken.en).toContain('December seven, twenty twenty-six');
});

it('accepts with gaps only what may follow, each with its own time', () => {
  // The contract may not follow in this region, whoever asks for it.
  const follows = followsOf(needs, ['lease', 'rent-receipts'], TODAY, calendar);
  expect(follows).toEqual([{ paperId: 'rent-receipts', dueOn: '2026-11-30' }]);
  const accepted = { ...needs, follows };
  expect(gapsOf(accepted, papers).map(({ id }) => id)).toEqual(['lease', 'rent-receipts']);
  expect(blockingGaps(accepted, papers).map(({ id }) => id)).toEqual(['lease']);
  const notice = told(accepted, papers);
  expect(notice.kind).toBe('with-gaps');
  expect(notice.items.map(({ state }) => state)).toEqual(['refused', 'follows']);
  expect(notice.spoken['zh-CN']).toContain('已经受理');
});

it('counts working days as the State Council published them', () => {
  expect(isWorkingDay('2026-02-14', calendar)).toBe(true);
  expect(isWorkingDay('2026-02-16', calendar)).toBe(false);
  // Over the week of the national day: September 30 is the first, October 8, 9 and the Saturday 10 follow.
  expect(addWorkingDays('2026-09-29', 4, calendar)).toBe('2026-10-10');
  // A year whose days are not published yet: its fixed holidays.
  expect(addWorkingDays('2027-12-31', 1, calendar)).toBe('2028-01-03');
});

it('spells counts, codes and days', () => {
  expect([2, 10, 12, 20, 45].map((value) => spokenCount(value, 'zh-CN'))).toEqual([
    '二',
    '十',
    '十二',
    '二十',
    '四十五',
  ]);
  expect([0, 13, 20, 45].map((value) => spokenCount(value, 'en'))).toEqual([
    'zero',
    'thirteen',
    'twenty',
    'forty-five',
  ]);
  expect(spelled('N107', 'zh-CN')).toBe('N幺零七');
  expect(spokenDay('2026-10-31', 'zh-CN')).toBe('二零二六年十月三十一日');
  expect(spokenDay('2026-01-02', 'en')).toBe('January two, twenty twenty-six');
});
