import { isPhone, isRealDay } from '../checks.ts';
import { COMPANY } from './business-licence.ts';
import type { KindRule } from './rule.ts';
import { DAY_CHARACTERS, FIND_CHINESE_DAY, PERSON, tidyChinese, tidyDay, tidyPhone } from './tidy.ts';

/** 企业注销登记申请书: a form in a table. */
export const deregistration: KindRule = {
  kind: 'deregistration',
  marks: [
    { text: '注销登记申请书', weight: 1 },
    { text: '企业注销', weight: 0.5 },
    { text: '注销原因', weight: 0.6 },
    { text: '债权债务', weight: 0.3 },
    { text: '清税情况', weight: 0.3 },
  ],
  otherLabels: ['清税情况', '债权债务清理情况', '债权债务', '申请人签字', '注销登记申请书', '适用情形', '公告情况'],
  fields: [
    {
      id: 'company-name',
      kind: 'text',
      labels: ['企业名称', '公司名称', '名称'],
      lines: 2,
      tidy: tidyChinese,
      pattern: COMPANY,
      find: /^([\p{Script=Han}（）()]{4,40}公司)$/mu,
    },
    { id: 'credit-code', kind: 'credit-code', labels: ['统一社会信用代码', '注册号'], lines: 1 },
    {
      id: 'legal-representative',
      kind: 'text',
      labels: ['法定代表人', '负责人', '投资人'],
      lines: 2,
      tidy: tidyChinese,
      pattern: PERSON,
    },
    {
      id: 'reason',
      kind: 'text',
      labels: ['注销原因', '申请注销原因'],
      lines: 2,
      tidy: tidyChinese,
      pattern: /^\p{Script=Han}{3,}[\p{Script=Han}，、]*$/u,
    },
    {
      id: 'agent',
      kind: 'text',
      labels: ['委托代理人', '指定代表', '经办人'],
      lines: 2,
      tidy: tidyChinese,
      pattern: PERSON,
    },
    {
      id: 'phone',
      kind: 'phone',
      labels: ['联系电话', '手机号码', '移动电话'],
      lines: 1,
      tidy: tidyPhone,
      check: isPhone,
      only: '0123456789-',
    },
    {
      id: 'applied-on',
      kind: 'date',
      labels: ['申请日期', '填表日期'],
      lines: 1,
      tidy: tidyDay,
      check: isRealDay,
      only: DAY_CHARACTERS,
      find: FIND_CHINESE_DAY,
      findWhich: 'last',
    },
  ],
};
