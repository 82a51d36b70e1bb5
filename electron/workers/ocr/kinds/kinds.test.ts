import { describe, expect, it } from 'vitest';
import { crossJudged, extract } from '../extract.ts';
import { type Glyph, type Segment, segmentOf } from '../page.ts';
import { KIND_RULES } from './index.ts';
import { hasRealProvince, PERSON, tidyBank } from './tidy.ts';

const HEIGHT = 30;

/** A page of label and value in two columns, one row each; the first line is the title. */
function page(title: string, rows: readonly (readonly [string, string])[]): Segment[] {
  const piece = (text: string, x: number, y: number) =>
    segmentOf(
      [...text].map(
        (character, index): Glyph => ({
          text: character,
          confidence: 0.99,
          box: { x0: x + index * HEIGHT, y0: y, x1: x + (index + 1) * HEIGHT, y1: y + HEIGHT },
        }),
      ),
    );
  return [
    piece(title, 300, 20),
    ...rows.flatMap(([label, value], index) => [
      piece(`${label}：`, 50, 120 + index * 70),
      piece(value, 500, 120 + index * 70),
    ]),
  ];
}

function read(segments: Segment[]): { kind: string; fields: Record<string, string> } {
  const { kind, fields } = extract(segments);
  const judged = crossJudged(kind, fields);
  return {
    kind,
    fields: Object.fromEntries(judged.map(({ field }) => [field.id, `${field.value} ${field.rule}`])),
  };
}

const fund = (amount: string, capitals: string) =>
  page('住房公积金提取申请表', [
    ['职工姓名', '陈样本'],
    ['身份证号码', '11010519491231002X'],
    ['提取金额（小写）', amount],
    ['提取金额（大写）', capitals],
    ['银行卡号', '6299991194995772'],
    ['填表日期', '2024年2月30日'],
  ]);

describe('kinds of papers', () => {
  it('have one rule each, with fields of different names', () => {
    expect(new Set(KIND_RULES.map(({ kind }) => kind)).size).toBe(KIND_RULES.length);
    for (const { kind, fields } of KIND_RULES)
      expect(new Set(fields.map(({ id }) => id)).size, kind).toBe(fields.length);
  });

  it('read a fund application and hold both amounts against each other', () => {
    expect(read(fund('¥125,000.50', '壹拾贰万伍仟元伍角'))).toEqual({
      kind: 'fund-application',
      fields: {
        name: '陈样本 passed',
        'id-number': '11010519491231002X passed',
        amount: '125000.50 passed',
        'amount-capitals': '壹拾贰万伍仟元伍角 passed',
        'card-number': '6299991194995772 passed',
        // A day that no calendar has.
        'applied-on': '2024-02-30 failed',
      },
    });
    // What only can be an amount's character is taken for it.
    expect(read(fund('¥125,000.00', '壹拾贡万伍件元整')).fields).toMatchObject({
      'amount-capitals': '壹拾贰万伍仟元整 passed',
    });
    expect(read(fund('¥126,000.50', '壹拾贰万伍仟元伍角')).fields).toMatchObject({
      amount: '126000.50 failed',
      'amount-capitals': '壹拾贰万伍仟元伍角 failed',
    });
  });

  it('read labels in traditional characters', () => {
    const traditional = page('營業執照', [
      ['統一社會信用代碼', '91350100M000100Y43'],
      ['名稱', '廣州樣本貿易有限公司'],
      ['註冊資本', '伍拾万元整'],
    ]);
    expect(read(traditional)).toMatchObject({
      kind: 'business-licence',
      fields: { 'credit-code': '91350100M000100Y43 passed', name: '廣州樣本貿易有限公司 passed' },
    });
  });

  it('read both days of an identity card and doubt a term that the law does not know', () => {
    const back = (term: string) =>
      page('中华人民共和国居民身份证', [
        ['签发机关', '样本市公安局样本分局'],
        ['有效期限', term],
      ]);
    expect(read(back('2015.03.02-2035.03.02'))).toEqual({
      kind: 'id-card-back',
      fields: {
        issuer: '样本市公安局样本分局 passed',
        'valid-from': '2015-03-02 passed',
        'valid-until': '2035-03-02 passed',
      },
    });
    expect(read(back('2015.03.02-长期')).fields).toMatchObject({ 'valid-until': '长期 passed' });
    expect(read(back('2015.03.02-2036.03.02')).fields).toMatchObject({
      'valid-from': '2015-03-02 failed',
      'valid-until': '2036-03-02 failed',
    });
  });

  it('doubt a card number whose check digit is wrong', () => {
    const card = (number: string) => [
      ...page('样本银行', [['借记卡', '']]).filter(({ glyphs }) => glyphs.length > 0),
      ...page('UnionPay', []),
      ...page(number, []),
    ];
    expect(read(card('6299991194995772')).fields['card-number']).toBe('6299991194995772 passed');
    expect(read(card('6299991194995773')).fields['card-number']).toBe('6299991194995773 failed');
  });
});

describe('what a value must look like', () => {
  it('takes four characters for a person only with a surname of two', () => {
    expect(['陈样本', '刘测', '欧阳样本', '阿卜杜·样本'].every((name) => PERSON.test(name))).toBe(true);
    expect(PERSON.test('文刘测试')).toBe(false);
  });

  it('takes no name of a person whose surname was lost, or is none', () => {
    expect(['彭样本', '于环样', '傅琳样'].every((name) => PERSON.test(name))).toBe(true);
    expect(['样本', '干环样', '传琳样'].some((name) => PERSON.test(name))).toBe(false);
  });

  it('takes no province that there is not', () => {
    expect(['广东省广州市', '广西壮族自治区南宁市', '上海市浦东新区'].every(hasRealProvince)).toBe(true);
    expect(['建省厦门市', '广末省广州市', '西壮族自治区南宁市'].some(hasRealProvince)).toBe(false);
  });

  it('ends the name of a bank where it ends', () => {
    expect(tidyBank('样例农村商业银行积金')).toBe('样例农村商业银行');
    expect(tidyBank('样本银行番禺支行')).toBe('样本银行番禺支行');
  });
});
