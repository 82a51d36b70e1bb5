import { fenOfCapitals, isRealDay } from '../checks.ts';
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
  withCapitals,
} from './tidy.ts';

/** Names end in a word of organisation (Regulations on the Administration of Enterprise Names, State Council Decree 734). */
export const COMPANY =
  /^[\p{Script=Han}（）A-Za-z0-9·]{3,}(公司|厂|店|部|行|社|中心|企业|合伙|经营部|商行|工作室)(（[^）]+）)?$/u;

/** Capital in capitals that make an amount, or in figures. */
const isCapital = (value: string) =>
  fenOfCapitals(value.replace(/人民币/, '')) !== null || /^(人民币)?\d[\d.，]*万?[元圆](人民币)?整?$/.test(value);

/** 营业执照, the form in use since 2019: labels of market entity data in two columns. */
export const businessLicence: KindRule = {
  kind: 'business-licence',
  marks: [
    { text: '营业执照', weight: 1 },
    { text: '统一社会信用代码', weight: 0.3 },
    { text: '注册资本', weight: 0.5 },
    { text: '法定代表人', weight: 0.4 },
    { text: '成立日期', weight: 0.4 },
    { text: '经营范围', weight: 0.5 },
    { text: '登记机关', weight: 0.3 },
  ],
  otherLabels: ['经营范围', '登记机关', '营业期限', '副本', '营业执照'],
  fields: [
    {
      id: 'name',
      kind: 'text',
      labels: ['名称'],
      lines: 2,
      tidy: tidyChinese,
      pattern: COMPANY,
      find: /^([\p{Script=Han}（）()]{4,40}公司)$/mu,
    },
    { id: 'credit-code', kind: 'credit-code', labels: ['统一社会信用代码'], lines: 1, below: true },
    {
      id: 'type',
      kind: 'text',
      labels: ['类型', '主体类型'],
      lines: 2,
      tidy: tidyChinese,
      pattern: /公司|企业|个体|合伙|独资|合作社/,
      find: /^((?:有限责任公司|股份有限公司|个体工商户|个人独资企业)(?:[（(].{2,30})?)$/m,
    },
    {
      id: 'legal-representative',
      kind: 'text',
      labels: ['法定代表人', '经营者', '负责人', '投资人'],
      lines: 1,
      tidy: tidyChinese,
      pattern: PERSON,
    },
    {
      id: 'registered-capital',
      kind: 'amount',
      labels: ['注册资本', '注册资金'],
      lines: 1,
      tidy: (raw) => withCapitals(tidyChinese(raw)),
      only: '零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆整人民币0123456789.',
      check: isCapital,
      find: /^(?:.*资[本金])?([壹贰叁肆伍陆柒捌玖][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[元圆]整?)/m,
    },
    {
      id: 'founding-date',
      kind: 'date',
      labels: ['成立日期', '注册日期'],
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
      labels: ['住所', '经营场所', '主要经营场所', '营业场所'],
      lines: 3,
      tidy: tidyAddress,
      pattern: ADDRESS,
      check: hasRealProvince,
      find: /^(?!.*公司$)(?:\p{Script=Han}?所)?((?:[\p{Script=Han}]{2,8}(?:省|自治区))?[\p{Script=Han}]{2,6}市[\p{Script=Han}]{2,6}[区县市].*)$/mu,
    },
  ],
};
