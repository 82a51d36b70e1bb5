import type { ReadField } from '../../../../contracts/domain/paper.ts';
import { isRealDay } from '../checks.ts';
import type { KindRule } from './rule.ts';
import { tidyChinese, tidyPointDay } from './tidy.ts';

const TERM = /(\d{4}[.．]\d{1,2}[.．]\d{1,2})[-—－–一~至]*(\d{4}[.．]\d{1,2}[.．]\d{1,2}|长期)/;
/** Valid for 5, 10 or 20 years, or without an end (Law on Resident Identity Cards, article 5). */
const TERMS_YEARS = [5, 10, 20];

const begin = (raw: string) => tidyPointDay(TERM.exec(raw.replace(/\s/g, ''))?.[1] ?? raw);
const end = (raw: string) => {
  const found = TERM.exec(raw.replace(/\s/g, ''))?.[2];
  return found === '长期' ? found : tidyPointDay(found ?? raw);
};

/** Both days are of one term: what is not 5, 10 or 20 years to the day was misread. */
function judgedByTerm(fields: readonly ReadField[]): ReadField[] {
  const from = fields.find(({ id }) => id === 'valid-from');
  const until = fields.find(({ id }) => id === 'valid-until');
  if (!from || !until || until.value === '长期') return [...fields];
  const years = Number(until.value.slice(0, 4)) - Number(from.value.slice(0, 4));
  const sameDay = from.value.slice(4) === until.value.slice(4) || /02-2[89]$/.test(from.value);
  if (TERMS_YEARS.includes(years) && sameDay) return [...fields];
  return fields.map((field): ReadField => (field === from || field === until ? { ...field, rule: 'failed' } : field));
}

/** 居民身份证, the side with the national emblem. */
export const idCardBack: KindRule = {
  kind: 'id-card-back',
  marks: [
    { text: '居民身份证', weight: 0.7 },
    { text: '签发机关', weight: 0.6 },
    { text: '有效期限', weight: 0.6 },
    { text: '中华人民共和国', weight: 0.3 },
  ],
  otherLabels: [],
  fields: [
    {
      id: 'issuer',
      kind: 'text',
      labels: ['签发机关'],
      lines: 1,
      tidy: tidyChinese,
      pattern: /^\p{Script=Han}+(公安局|分局|公安厅|派出所)$/u,
      find: /^(\p{Script=Han}+公安局(?:\p{Script=Han}+分局)?)$/mu,
    },
    {
      id: 'valid-from',
      kind: 'date',
      labels: ['有效期限'],
      lines: 1,
      tidy: begin,
      check: isRealDay,
      find: new RegExp(`(${TERM.source.replaceAll('(\\d', '(?:\\d')})`),
    },
    {
      id: 'valid-until',
      kind: 'date',
      labels: ['有效期限'],
      lines: 1,
      tidy: end,
      check: (value) => value === '长期' || isRealDay(value),
      find: new RegExp(`(${TERM.source.replaceAll('(\\d', '(?:\\d')})`),
    },
  ],
  cross: judgedByTerm,
};
