import { idNumberParts } from '../../../../contracts/domain/document-numbers.ts';
import type { ReadField } from '../../../../contracts/domain/paper.ts';
import type { KindRule } from './rule.ts';
import { DAY_CHARACTERS, FIND_CHINESE_DAY, ISO_DAY, tidyAddress, tidyChinese, tidyDay } from './tidy.ts';

/** The 56 nations of GB/T 3304-1991, as cards print them. */
const NATIONS =
  '汉|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺';

/** The card prints birth and sex a second time, inside the number: what contradicts a right number was misread. */
function judgedByNumber(fields: readonly ReadField[]): ReadField[] {
  const number = fields.find(({ id }) => id === 'id-number');
  const parts = number?.rule === 'passed' ? idNumberParts(number.value) : null;
  if (!parts) return [...fields];
  return fields.map((field): ReadField => {
    if (field.id === 'birth') return { ...field, rule: field.value === parts.birth ? 'passed' : 'failed' };
    if (field.id === 'sex') {
      return { ...field, rule: field.value === (parts.sex === 'male' ? '男' : '女') ? 'passed' : 'failed' };
    }
    return field;
  });
}

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
    { id: 'name', kind: 'text', labels: ['姓名'], lines: 1, tidy: tidyChinese, pattern: /^[\p{Script=Han}·]{2,20}$/u },
    {
      id: 'sex',
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
      pattern: new RegExp(`^(${NATIONS})$`),
      only: [...new Set(NATIONS.replaceAll('|', ''))].join(''),
      find: new RegExp(`族[^\\p{Script=Han}]{0,2}(${NATIONS})$`, 'mu'),
    },
    {
      id: 'birth',
      kind: 'date',
      labels: ['出生'],
      lines: 1,
      tidy: tidyDay,
      pattern: ISO_DAY,
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
      pattern: /^[\p{Script=Han}].*[省市区县镇乡村路街道号]/u,
      find: /^([\p{Script=Han}]{2,8}(?:省|自治区|市)[\p{Script=Han}]{2,10}[市州区县].*)$/mu,
    },
    { id: 'id-number', kind: 'id-number', labels: ['公民身份号码', '身份号码'], lines: 1 },
  ],
  cross: judgedByNumber,
};
