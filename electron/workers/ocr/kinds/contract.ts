import { fenOfCapitals, fenOfFigures, isRealDay } from '../checks.ts';
import { COMPANY } from './business-licence.ts';
import { judgedByBothAmounts } from './cross.ts';
import type { KindRule } from './rule.ts';
import {
  ADDRESS,
  CAPITAL_CHARACTERS,
  DAY_CHARACTERS,
  FIND_CHINESE_DAY,
  hasRealProvince,
  PERSON,
  tidyAddress,
  tidyAmount,
  tidyCapitals,
  tidyChinese,
  tidyDay,
} from './tidy.ts';

/** A person or a company. */
const PARTY = new RegExp(`${PERSON.source}|${COMPANY.source}`, 'u');

/** 房屋买卖合同, its page of parties, property and price. */
export const contract: KindRule = {
  kind: 'contract',
  marks: [
    { text: '买卖合同', weight: 1 },
    { text: '出卖人', weight: 0.5 },
    { text: '买受人', weight: 0.5 },
    { text: '合同编号', weight: 0.3 },
    { text: '建筑面积', weight: 0.3 },
    { text: '房屋坐落', weight: 0.4 },
  ],
  otherLabels: ['买卖合同', '付款方式', '房屋用途', '出卖人（签章）', '买受人（签章）', '联系电话'],
  fields: [
    {
      id: 'contract-number',
      kind: 'text',
      labels: ['合同编号'],
      lines: 1,
      tidy: (raw) =>
        raw
          .replace(/[\s:：.。]/g, '')
          .replace(/[—－–]/g, '-')
          .toUpperCase(),
      pattern: /^[A-Z]{0,4}-?20\d{2}-?\d{4,10}$/,
      only: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-',
    },
    {
      id: 'seller',
      kind: 'text',
      labels: ['出卖人（甲方）', '卖方（甲方）', '甲方（出卖人）', '出卖人'],
      lines: 2,
      tidy: tidyChinese,
      pattern: PARTY,
    },
    {
      id: 'buyer',
      kind: 'text',
      labels: ['买受人（乙方）', '买方（乙方）', '乙方（买受人）', '买受人'],
      lines: 2,
      tidy: tidyChinese,
      pattern: PARTY,
    },
    { id: 'id-number', kind: 'id-number', labels: ['身份证号码', '身份证号', '证件号码', '公民身份号码'], lines: 1 },
    {
      id: 'address',
      kind: 'address',
      labels: ['房屋坐落', '房屋地址', '坐落'],
      lines: 2,
      tidy: tidyAddress,
      pattern: ADDRESS,
      check: hasRealProvince,
    },
    {
      id: 'floor-area',
      kind: 'text',
      labels: ['建筑面积'],
      lines: 1,
      tidy: (raw) => /\d+(?:[.．]\d{1,2})?/.exec(raw.replace(/\s/g, ''))?.[0].replace('．', '.') ?? tidyChinese(raw),
      pattern: /^\d{1,4}\.\d{2}$/,
    },
    {
      id: 'amount',
      provenBy: ['amount-capitals'],
      kind: 'amount',
      labels: ['总价款（小写）', '总价（小写）', '小写金额', '小写'],
      lines: 1,
      tidy: tidyAmount,
      check: (value) => fenOfFigures(value) !== null,
      only: '0123456789.,¥￥元',
    },
    {
      id: 'amount-capitals',
      provenBy: ['amount'],
      kind: 'amount',
      labels: ['总价款（大写）', '总价（大写）', '大写金额', '大写'],
      lines: 2,
      tidy: tidyCapitals,
      check: (value) => fenOfCapitals(value) !== null,
      only: CAPITAL_CHARACTERS,
    },
    {
      id: 'signed-on',
      kind: 'date',
      labels: ['签订日期', '签约日期'],
      lines: 1,
      tidy: tidyDay,
      check: isRealDay,
      only: DAY_CHARACTERS,
      find: FIND_CHINESE_DAY,
      findWhich: 'last',
    },
  ],
  cross: judgedByBothAmounts,
};
