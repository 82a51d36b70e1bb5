import type { PrintDocument } from '../../contracts/device/print.ts';
import type { Language } from '../../contracts/domain/language.ts';
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

const AT = '2026-01-31T02:31:00.000Z';

/** One document of each kind in a language, with long words, a rare name and everything that may be there. */
export function demoDocuments(language: Language): readonly PrintDocument[] {
  const isChinese = language === 'zh-CN';
  const boothName = isChinese ? demoReceipt.boothName : 'Demo booth no. 1';
  const common = { language, boothName, at: AT };
  const url = 'https://example.cn/verify/V20260131-0007';
  return [
    { kind: 'receipt', receipt: isChinese ? demoReceipt : englishReceipt },
    {
      kind: 'notice',
      number: 'N20260131-0001',
      ...common,
      caseNumber: 'C20260131-0014',
      serviceName: isChinese ? '企业注销登记' : 'Closing of a company',
      departmentName: isChinese ? '演示市市场监督管理局' : 'Demo City Market Regulation',
      items: isChinese
        ? [
            {
              paper: '全体投资人承诺书',
              reason: '缺少投资人㐱䶮的签名，第二页未盖公章。',
              wanted: '原件1份：由全体投资人签名，自然人签名、单位盖章。',
              cure: '由全体投资人逐页签名并加盖公章后，通过手机上传照片或在晓屋重新拍摄。',
              basis: '《中华人民共和国公司法》第二百四十条',
              dueBy: '2026-02-14T16:00:00.000Z',
            },
            { paper: '营业执照正本、副本', reason: '副本照片反光，无法辨认。', cure: '重新拍摄。', dueBy: null },
          ]
        : [
            {
              paper: 'Commitment of all investors',
              reason: 'One signature is missing, and page two carries no seal.',
              wanted: 'Original × 1: signed by all investors.',
              cure: 'Have every investor sign every page, add the seal, and send photographs from the phone.',
              basis: 'Company Law, article 240',
              dueBy: '2026-02-14T16:00:00.000Z',
            },
            { paper: 'Business licence', reason: 'The photograph is too bright.', cure: 'Take it again.', dueBy: null },
          ],
      regionName: isChinese ? '广州市番禺区' : 'Panyu District, Guangzhou',
      withGaps: !isChinese,
      basis: isChinese ? '《中华人民共和国行政许可法》第三十二条' : 'Administrative Licence Law, article 32',
      objection: {
        where: isChinese ? '广州市番禺区人民政府行政复议机构' : 'Reconsideration office of Panyu District',
        until: '2026-04-01T15:59:59.999Z',
        basis: isChinese ? '《中华人民共和国行政复议法》第二十条' : 'Administrative Reconsideration Law, article 20',
      },
      url,
    },
    {
      kind: 'parcel-slip',
      number: 'L20260131-0001',
      ...common,
      parcelNumber: 'P20260131-0003',
      compartment: 3,
      recipient: isChinese ? '演示收件人𠮷' : 'Demo Recipient',
      phone: '13800000000',
      address: isChinese
        ? '演示省演示市演示区演示街道演示大道一百二十三号演示大厦十五层一五〇二室'
        : 'Room 1502, Demo Tower, 123 Demo Avenue, Demo District, Demo City',
      url,
    },
    {
      kind: 'readiness',
      number: 'Q20260131-0001',
      ...common,
      technician: isChinese ? '演示维护员' : 'Demo Technician',
      ready: false,
      results: isChinese
        ? [
            { name: '柜门1至6', outcome: 'good', detail: '' },
            { name: '打印机', outcome: 'bad', detail: 'XW-511 纸已用完，请更换58毫米或80毫米热敏纸卷后再测试。' },
            { name: '扫码器', outcome: 'good', detail: '' },
            { name: '身份证阅读器', outcome: 'skipped', detail: '现场无测试卡' },
          ]
        : [
            { name: 'Compartments 1 to 6', outcome: 'good', detail: '' },
            { name: 'Printer', outcome: 'bad', detail: 'XW-511 The paper is out. Put a new roll in and test again.' },
            { name: 'Scanner', outcome: 'good', detail: '' },
            { name: 'Reader of resident identity cards', outcome: 'skipped', detail: 'no test card at hand' },
          ],
    },
    { kind: 'test-page', number: 'T20260131-0001', ...common },
  ];
}

const englishReceipt: Receipt = {
  ...demoReceipt,
  language: 'en',
  boothName: 'Demo booth no. 1',
  cases: [
    {
      number: 'C20260131-0012',
      serviceName: 'Tax clearance certificate',
      departmentName: 'Demo City Taxation Bureau',
      state: 'completed',
      outcomeTitle: 'Tax clearance certificate',
    },
    {
      number: 'C20260131-0014',
      serviceName: 'Closing of a company',
      departmentName: 'Demo City Market Regulation',
      state: 'accepted',
    },
  ],
  parcels: [{ number: 'P20260131-0003', compartment: 3, recipient: 'Demo Recipient' }],
};
