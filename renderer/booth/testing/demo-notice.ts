import type { Notice } from '../../../contracts/domain/notice.ts';

const both = (zh: string, en: string) => ({ 'zh-CN': zh, en });
/** What is missing of a case, as an agent told it; plainly demo data. */
export const missingPapers: Notice = {
  id: '01890000-0000-7000-8000-000000000260',
  number: 'N20260131-0003',
  caseId: '01890000-0000-7000-8000-000000000003',
  caseNumber: 'C20260131-0003',
  kind: 'with-gaps',
  version: '2026-01',
  serviceName: both('企业注销登记', 'Company deregistration'),
  departmentName: both('市场监督管理局', 'Market regulation'),
  regionName: both('演示区', 'Demo district'),
  boothName: '演示晓屋·长堤路',
  givenAt: '2026-01-31T01:30:00.000Z',
  items: [
    {
      paperId: 'liquidation-report',
      name: both('清算报告', 'Liquidation report'),
      state: 'follows',
      reasonCode: 'unsigned',
      reason: both('缺少签名', 'A signature is missing'),
      remark: '第 2 页股东签名处空着',
      requirement: both('由全体股东签名的原件', 'Original signed by all shareholders'),
      form: 'original',
      copies: 1,
      cure: both(
        '请全体股东在第 2 页签名，再到任何一间晓屋出示，或者用手机拍照上传。',
        'Have all shareholders sign page 2; show it in any booth or upload it by phone.',
      ),
      dueOn: '2026-02-13',
      basis: both('演示依据', 'Demo basis'),
    },
    {
      paperId: 'seal',
      name: both('公章', 'Company seal'),
      state: 'follows',
      reason: both('还没有交', 'Not handed in yet'),
      requirement: both('公章实物', 'The seal itself'),
      form: 'shown',
      copies: 1,
      cure: both('交到大厅 3 号窗口，或者放进快递柜寄来。', 'Hand it in at window 3, or post it from the locker.'),
      dueOn: '2026-02-13',
      basis: both('演示依据', 'Demo basis'),
    },
  ],
  basis: both('演示依据', 'Demo basis'),
  objection: {
    where: both('演示区行政复议机构', 'Demo reconsideration office'),
    until: '2026-04-01',
    basis: both('演示依据', 'Demo basis'),
  },
  spoken: both('还要补两份材料。', 'Two papers are to follow.'),
};
