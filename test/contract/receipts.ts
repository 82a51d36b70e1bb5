import type { Receipt } from '../../contracts/domain/visit.ts';

/** A receipt as the hub prepares it; plainly demo data. */
export const demoReceipt: Receipt = {
  number: 'R20260131-0001',
  visitNumber: 'V20260131-0007',
  language: 'zh-CN',
  boothName: '演示晓屋·一号',
  startedAt: '2026-01-31T02:02:10.000Z',
  endedAt: '2026-01-31T02:31:00.000Z',
  cases: [
    {
      number: 'C20260131-0012',
      serviceName: '清税证明开具',
      departmentName: '演示市税务局',
      state: 'completed',
      outcomeTitle: '《清税证明》',
    },
    {
      number: 'C20260131-0014',
      serviceName: '企业注销登记',
      departmentName: '演示市市场监督管理局',
      state: 'accepted',
    },
  ],
  parcels: [{ number: 'P20260131-0003', compartment: 3, recipient: '演示收件人' }],
  url: 'https://example.cn/verify/V20260131-0007',
};
