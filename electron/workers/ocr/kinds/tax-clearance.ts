import { isRealDay } from '../checks.ts';
import type { KindRule } from './rule.ts';
import { FIND_CHINESE_DAY, tidyChinese, tidyDay } from './tidy.ts';

/** 清税证明: running text addressed to the company, with a document number above and the day below. */
export const taxClearance: KindRule = {
  kind: 'tax-clearance',
  marks: [
    { text: '清税证明', weight: 1 },
    { text: '所有税务事项均已结清', weight: 1 },
    { text: '税收征收管理法', weight: 0.3 },
    { text: '税务局', weight: 0.2 },
  ],
  otherLabels: [],
  fields: [
    {
      id: 'company-name',
      kind: 'text',
      labels: [],
      lines: 1,
      tidy: tidyChinese,
      pattern: /(公司|厂|店|部|行|社|中心|企业|工作室)$/,
      // The name begins a line of its own and may run on to the next.
      find: /^((?:[\p{Script=Han}（）()]\n?){4,60}?)[（(]?\n?统一社会信用代码/mu,
    },
    { id: 'credit-code', kind: 'credit-code', labels: ['统一社会信用代码'], lines: 2 },
    {
      id: 'certificate-number',
      kind: 'text',
      labels: [],
      lines: 1,
      tidy: (raw) =>
        raw
          .replace(/\s/g, '')
          .replace(/(?<=\p{Script=Han})[—－–―-](?=\p{Script=Han})/gu, '一')
          .replace(/[〔[(（【{<《]+(?=\d{4})/, '〔')
          .replace(/(?<=〔\d{4})[〕\])）】}>》]+/, '〕'),
      pattern: /^\p{Script=Han}+税\p{Script=Han}*〔20\d{2}〕\d{1,8}号$/u,
      find: /^(\p{Script=Han}*税[\p{Script=Han}—－–―-]*[〔[(（【{<《]+\d{4}[〕\])）】}>》]+第?\d{1,8}号)/mu,
    },
    {
      id: 'issued-on',
      kind: 'date',
      labels: [],
      lines: 1,
      tidy: tidyDay,
      check: isRealDay,
      find: FIND_CHINESE_DAY,
      findWhich: 'last',
    },
  ],
};
