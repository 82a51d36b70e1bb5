import { describe, expect, it } from 'vitest';
import { crossJudged, extract } from './extract.ts';
import { type Glyph, type Segment, segmentOf } from './page.ts';

const HEIGHT = 30;

/** A piece of text with its left upper corner, each glyph as wide as high. */
function piece(text: string, x: number, y: number, confidence = 0.9): Segment {
  const glyphs = [...text].map(
    (character, index): Glyph => ({
      text: character,
      confidence,
      box: { x0: x + index * HEIGHT, y0: y, x1: x + (index + 1) * HEIGHT, y1: y + HEIGHT },
    }),
  );
  return segmentOf(glyphs);
}

function values(segments: Segment[]): Record<string, string> {
  const { kind, fields } = extract(segments);
  const judged = crossJudged(kind, fields);
  return Object.fromEntries(judged.map(({ field }) => [field.id, `${field.value} ${field.rule}`]));
}

const licence = [
  piece('统一社会信用代码', 100, 50),
  piece('91350100M000100Y43', 100, 100),
  piece('营业执照', 700, 50),
  piece('名', 100, 200),
  piece('称', 180, 200),
  piece('广州市样本贸易有限公司', 260, 200),
  piece('注册资本', 900, 200),
  piece('伍拾万元整', 1050, 200),
  piece('法定代表人', 100, 260),
  piece('陈样本', 280, 260),
  piece('成立日期', 900, 260),
  piece('2020年1月9日', 1050, 260),
  piece('住z所', 900, 320),
  piece('广州市番禺区样本街', 1050, 320),
  piece('12号305房', 1050, 360),
];

const card = [
  piece('姓名', 50, 50),
  piece('陈样本', 150, 50),
  piece('性别', 50, 110),
  piece('女', 150, 110),
  piece('民族', 260, 110),
  piece('汉', 360, 110),
  piece('出生', 50, 170),
  piece('1949年12月31日', 150, 170),
  piece('住址', 50, 230),
  piece('广东省样本市样本区样本路', 150, 230),
  piece('8号', 150, 270),
  piece('公民身份号码', 50, 400),
  piece('11010519491231002X', 300, 400),
];

describe('fields of a page', () => {
  it('doubts a value where a gap shows that a character was not read', () => {
    const doubted = licence.map((segment) => {
      if (segment.text !== '伍拾万元整') return segment;
      const whole = piece('贰仟伍拾万元整', 1050, 200);
      return segmentOf(whole.glyphs.filter(({ text }) => text !== '仟'));
    });
    const capital = extract(doubted).fields.find(({ field }) => field.id === 'registered-capital')?.field;
    expect(capital?.confidence).toBeLessThan(0.5);
    const name = extract(doubted).fields.find(({ field }) => field.id === 'name')?.field;
    expect(name?.confidence).toBe(0.9);
  });

  it('reads a licence of two columns, with labels in pieces or misread', () => {
    expect(values(licence)).toEqual({
      name: '广州市样本贸易有限公司 passed',
      'credit-code': '91350100M000100Y43 passed',
      'legal-representative': '陈样本 passed',
      'registered-capital': '伍拾万元整 passed',
      'founding-date': '2020-01-09 passed',
      address: '广州市番禺区样本街12号305房 passed',
    });
  });

  it('reads the order of pieces from their places alone', () => {
    expect(values([...licence].reverse())).toEqual(values(licence));
  });

  it('reads an identity card', () => {
    expect(values(card)).toEqual({
      name: '陈样本 passed',
      sex: '女 passed',
      nation: '汉 passed',
      birth: '1949-12-31 passed',
      address: '广东省样本市样本区样本路8号 passed',
      'id-number': '11010519491231002X passed',
    });
  });

  it('judges birth and sex by the number', () => {
    const misread = card.map((segment) =>
      segment.text === '1949年12月31日'
        ? piece('1949年12月21日', 150, 170)
        : segment.text === '女'
          ? piece('男', 150, 110)
          : segment,
    );
    expect(values(misread)).toMatchObject({ birth: '1949-12-21 failed', sex: '男 failed' });
  });

  it('leaves birth to its pattern when the number itself is doubtful', () => {
    const misread = card.map((segment) =>
      segment.text.endsWith('X') ? piece('110105194912310021', 300, 400) : segment,
    );
    expect(values(misread)).toMatchObject({ birth: '1949-12-31 passed', 'id-number': '110105194912310021 failed' });
    expect(extract(misread).doubts.map(({ rule }) => rule.id)).toEqual(['id-number']);
  });

  it('reads a tax clearance whose code runs on to the next line', () => {
    const page = [
      piece('清税证明', 300, 50),
      piece('番税税企清(2024】123号', 300, 120),
      piece('广州市样本贸易有限公司(统一社会信用代码:91350100', 50, 200),
      piece('M000100Y43):', 50, 250),
      piece('你单位所有税务事项均已结清。', 80, 300),
      piece('2024年3月5日', 600, 500),
    ];
    expect(extract(page).kind).toBe('tax-clearance');
    expect(values(page)).toEqual({
      'company-name': '广州市样本贸易有限公司 passed',
      'credit-code': '91350100M000100Y43 passed',
      'certificate-number': '番税税企清〔2024〕123号 passed',
      'issued-on': '2024-03-05 passed',
    });
  });

  it('takes the confidence of the words, and never confirms', () => {
    const { fields } = extract(licence.map(({ text, box }) => piece(text, box.x0, box.y0, 0.5)));
    expect(fields.length).toBeGreaterThan(0);
    for (const { field } of fields) {
      expect(field.confidence).toBe(0.5);
      expect(field.confirmed).toBe(false);
    }
  });

  it('calls a page of other words `other`, and an empty one too', () => {
    expect(extract([piece('样本收据', 10, 10)])).toMatchObject({ kind: 'other', fields: [], text: '样本收据' });
    expect(extract([])).toMatchObject({ kind: 'other', fields: [] });
  });

  it('reads as the kind it is told, and only that', () => {
    expect(extract(licence, 'id-card-front').kind).toBe('id-card-front');
    expect(extract(licence, 'certificate')).toMatchObject({ kind: 'certificate', fields: [] });
  });
});
