import { isRealDay } from '../checks.ts';
import { judgedByNumber } from './cross.ts';
import { NATION, NATION_CHARACTERS } from './nations.ts';
import type { KindRule } from './rule.ts';
import { DAY_CHARACTERS, FIND_CHINESE_DAY, hasRealProvince, PERSON, tidyChinese, tidyDay } from './tidy.ts';

const RELATION =
  /^(户主|夫|妻|配偶|[长次三四五独]?[子女]|独生子|独生女|子|女|儿媳|女婿|孙[子女]?|外孙[子女]?|父亲?|母亲?|祖父|祖母|[兄弟姐妹]|其他亲属|非亲属)$/;

/** 常住人口登记卡, a person's page of the household register (户口簿). */
export const householdRegister: KindRule = {
  kind: 'household-register',
  marks: [
    { text: '常住人口登记卡', weight: 1 },
    { text: '户主或与户主关系', weight: 0.6 },
    { text: '公民身份证件编号', weight: 0.4 },
    { text: '曾用名', weight: 0.4 },
    { text: '籍贯', weight: 0.3 },
    { text: '出生地', weight: 0.2 },
    { text: '登记日期', weight: 0.2 },
  ],
  otherLabels: [
    '常住人口登记卡',
    '曾用名',
    '出生地',
    '宗教信仰',
    '身高',
    '血型',
    '文化程度',
    '婚姻状况',
    '兵役状况',
    '服务处所',
    '职业',
    '登记日期',
    '承办人签章',
  ],
  fields: [
    { id: 'name', kind: 'text', labels: ['姓名'], lines: 2, tidy: tidyChinese, pattern: PERSON },
    {
      id: 'relation',
      kind: 'choice',
      labels: ['户主或与户主关系'],
      lines: 1,
      tidy: tidyChinese,
      pattern: RELATION,
      only: '户主夫妻配偶长次三四五独生子女儿媳婿孙外父亲母祖兄弟姐妹其他属非',
    },
    {
      id: 'sex',
      provenBy: ['id-number'],
      kind: 'choice',
      labels: ['性别'],
      lines: 1,
      tidy: tidyChinese,
      pattern: /^[男女]$/,
      only: '男女',
    },
    {
      id: 'nation',
      kind: 'choice',
      labels: ['民族'],
      lines: 1,
      tidy: (raw) => tidyChinese(raw).replace(/族$/, ''),
      pattern: NATION,
      only: `${NATION_CHARACTERS}族`,
    },
    {
      id: 'birth',
      provenBy: ['id-number'],
      kind: 'date',
      labels: ['出生日期'],
      lines: 1,
      tidy: tidyDay,
      check: isRealDay,
      only: DAY_CHARACTERS,
      find: FIND_CHINESE_DAY,
      findWhich: 'first',
    },
    {
      id: 'native-place',
      kind: 'text',
      labels: ['籍贯'],
      lines: 2,
      tidy: tidyChinese,
      pattern: /^\p{Script=Han}{2,}(省|自治区|市|县|区|州)$/u,
      check: hasRealProvince,
    },
    { id: 'id-number', kind: 'id-number', labels: ['公民身份证件编号', '公民身份号码'], lines: 1 },
  ],
  cross: judgedByNumber,
};
