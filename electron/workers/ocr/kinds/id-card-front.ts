import { isRealDay } from '../checks.ts';
import { judgedByNumber } from './cross.ts';
import { NATION, NATION_CHARACTERS, NATIONS } from './nations.ts';
import type { KindRule } from './rule.ts';
import {
  ADDRESS,
  DAY_CHARACTERS,
  FIND_CHINESE_DAY,
  hasRealProvince,
  PERSON,
  tidyAddress,
  tidyChinese,
  tidyDay,
} from './tidy.ts';

/** 居民身份证, the side with the portrait. */
export const idCardFront: KindRule = {
  kind: 'id-card-front',
  marks: [
    { text: '公民身份号码', weight: 1 },
    { text: '姓名', weight: 0.4 },
    { text: '民族', weight: 0.4 },
    { text: '住址', weight: 0.4 },
    { text: '性别', weight: 0.3 },
    { text: '出生', weight: 0.3 },
  ],
  otherLabels: [],
  fields: [
    { id: 'name', kind: 'text', labels: ['姓名'], lines: 1, tidy: tidyChinese, pattern: PERSON },
    {
      id: 'sex',
      provenBy: ['id-number'],
      kind: 'choice',
      labels: ['性别'],
      lines: 1,
      tidy: (raw) => /[男女]/.exec(raw)?.[0] ?? tidyChinese(raw),
      pattern: /^[男女]$/,
      only: '男女',
      find: /^[^\p{Script=Han}]*([男女])(?=民族|\s|$)/mu,
    },
    {
      id: 'nation',
      kind: 'choice',
      labels: ['民族'],
      lines: 1,
      tidy: tidyChinese,
      pattern: NATION,
      only: NATION_CHARACTERS,
      find: new RegExp(`族[^\\p{Script=Han}]{0,2}(${NATIONS})$`, 'mu'),
    },
    {
      id: 'birth',
      provenBy: ['id-number'],
      kind: 'date',
      labels: ['出生'],
      lines: 1,
      tidy: tidyDay,
      check: isRealDay,
      only: DAY_CHARACTERS,
      find: FIND_CHINESE_DAY,
      findWhich: 'first',
    },
    {
      id: 'address',
      kind: 'address',
      labels: ['住址'],
      lines: 3,
      tidy: tidyAddress,
      pattern: ADDRESS,
      check: hasRealProvince,
      find: /^([\p{Script=Han}]{2,8}(?:省|自治区|市)[\p{Script=Han}]{2,10}[市州区县].*)$/mu,
    },
    { id: 'id-number', kind: 'id-number', labels: ['公民身份号码', '身份号码'], lines: 1 },
  ],
  cross: judgedByNumber,
};
