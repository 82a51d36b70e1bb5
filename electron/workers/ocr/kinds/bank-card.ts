import { isLuhn } from '../checks.ts';
import type { KindRule } from './rule.ts';
import { tidyChinese, tidyDigits } from './tidy.ts';

/** A bank card, the side with the number. */
export const bankCard: KindRule = {
  kind: 'bank-card',
  marks: [
    { text: '借记卡', weight: 0.6 },
    { text: '储蓄卡', weight: 0.6 },
    { text: '信用卡', weight: 0.6 },
    { text: 'UnionPay', weight: 0.6 },
    { text: '银联', weight: 0.4 },
    { text: 'DEBIT', weight: 0.5 },
    { text: 'VALID', weight: 0.3 },
    { text: 'THRU', weight: 0.3 },
    { text: '银行', weight: 0.4 },
  ],
  otherLabels: ['ATM'],
  fields: [
    {
      id: 'card-number',
      kind: 'text',
      labels: [],
      lines: 1,
      tidy: tidyDigits,
      check: isLuhn,
      proves: true,
      only: '0123456789',
      find: /((?:\d[\s·.]?\n?){16,19})(?!\d)/,
    },
    {
      id: 'bank',
      kind: 'text',
      labels: [],
      lines: 1,
      tidy: tidyChinese,
      pattern: /^\p{Script=Han}{2,12}银行$/u,
      find: /^\P{Script=Han}*(\p{Script=Han}{2,12}银行)/mu,
    },
    {
      id: 'valid-until',
      kind: 'text',
      labels: [],
      lines: 1,
      tidy: (raw) => raw.replace(/\s/g, ''),
      pattern: /^(0[1-9]|1[0-2])\/\d{2}$/,
      find: /(?<!\d)((?:0[1-9]|1[0-2])\/\d{2})(?!\d)/,
    },
  ],
};
