import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdentityCard } from '../../contracts/device/identity.ts';
import { idNumberCheck } from '../../contracts/domain/document-numbers.ts';
import { readCard, writeCard } from './card.ts';
import { joinRecord } from './text-record.ts';

const resident = {
  name: '测试样本',
  sex: '2',
  nation: '01',
  birth: '19491231',
  address: '北京市朝阳区测试路1号',
  number: '11010519491231002X',
  authority: '测试签发机关',
  validFrom: '20200101',
  validTo: '长期',
};

describe('the text of a card', () => {
  it('is read from a resident card', () => {
    expect(readCard(joinRecord('resident', resident))).toEqual({
      kind: 'resident',
      name: '测试样本',
      nameLatin: null,
      sex: 'female',
      nation: '01',
      nationality: null,
      birth: '1949-12-31',
      address: '北京市朝阳区测试路1号',
      number: '11010519491231002X',
      authority: '测试签发机关',
      validFrom: '2020-01-01',
      validTo: null,
    });
  });

  it('is read from a residence permit of Hong Kong, Macau and Taiwan', () => {
    const fields = { ...resident, nation: '', number: '810000199408230021', birth: '19940823', validTo: '20250101' };
    expect(readCard(joinRecord('hmt-residence', { ...fields, '.passNumber': 'H12345678' }))).toMatchObject({
      kind: 'hmt-residence',
      nation: null,
      number: '810000199408230021',
      validTo: '2025-01-01',
    });
  });

  it('is read from a foreigner’s card of 2017', () => {
    const record = joinRecord('foreigner-2017', {
      nameLatin: 'SPECIMEN, TEST',
      sex: '1',
      number: 'KAZ110090123105',
      nationality: 'KAZ',
      name: '',
      validFrom: '20180101',
      validTo: '20280101',
      birth: '19900123',
      authority: '1500',
    });
    expect(readCard(record)).toMatchObject({
      kind: 'foreigner-2017',
      name: 'SPECIMEN, TEST',
      nameLatin: 'SPECIMEN, TEST',
      nationality: 'KAZ',
      number: 'KAZ110090123105',
      authority: '1500',
    });
  });

  it('is read from a foreigner’s card of 2023, its long name from two places', () => {
    const record = joinRecord('foreigner-2023', {
      name: '测试',
      nameLatin: 'SPECIMEN WITH A NAME THAT IS QUITE ',
      nameLatinMore: 'LONG',
      sex: '1',
      birth: '19850101',
      number: '932682198501010017',
      nationality: 'USA',
      validFrom: '20231201',
      validTo: '20331201',
    });
    expect(readCard(record)).toMatchObject({
      kind: 'foreigner-2023',
      nameLatin: 'SPECIMEN WITH A NAME THAT IS QUITE LONG',
      number: '932682198501010017',
      address: null,
    });
  });

  it.each([
    ['birth', { birth: '19000229' }],
    ['birth', { birth: '1949123' }],
    ['validFrom', { validFrom: '20201301' }],
    ['validTo', { validTo: '长' }],
    ['number', { number: '110105194912310021' }],
    ['sex', { sex: '3' }],
    ['nation', { nation: '汉' }],
    ['name', { name: '' }],
  ])('is refused for a wrong %s, which alone is named', (field, wrong) => {
    expect(readCard(joinRecord('resident', { ...resident, ...wrong }))).toEqual({ field });
  });

  it('is refused with a letter of no known layout', () => {
    const record = joinRecord('resident', resident);
    record[248] = 0x5a;
    expect(readCard(record)).toEqual({ field: 'kind' });
  });

  it('is refused, not thrown at, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 300 }), (bytes) => {
        expect(readCard(bytes)).toHaveProperty('field');
      }),
    );
  });

  it('comes back from every card that was written', () => {
    const days = fc.integer({ min: 0, max: 40_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    const chinese = (max: number) =>
      fc.array(fc.integer({ min: 0x4e00, max: 0x9fa5 }), { minLength: 1, maxLength: max }).map((codes) => {
        return String.fromCharCode(...codes);
      });
    const latin = fc.stringMatching(/^[A-Z]([A-Z, ]{0,44}[A-Z])?$/);
    const person = fc.record({
      name: chinese(15),
      sex: fc.constantFrom('male' as const, 'female' as const, 'unknown' as const, 'not-stated' as const),
      birth: days,
      validFrom: days,
      validTo: fc.option(days),
      latin,
      address: chinese(35),
      authority: chinese(15),
      sequence: fc.integer({ min: 0, max: 999 }),
      kind: fc.constantFrom(
        'resident' as const,
        'hmt-residence' as const,
        'foreigner-2017' as const,
        'foreigner-2023' as const,
      ),
    });
    fc.assert(
      fc.property(person, (one) => {
        const card = cardOf(one);
        expect(readCard(writeCard(card))).toEqual(card);
      }),
    );
  });
});

function cardOf(one: {
  kind: IdentityCard['kind'];
  name: string;
  sex: IdentityCard['sex'];
  birth: string;
  validFrom: string;
  validTo: string | null;
  latin: string;
  address: string;
  authority: string;
  sequence: number;
}): IdentityCard {
  const { kind, name, sex, birth, validFrom, validTo } = one;
  const isForeign = kind === 'foreigner-2017' || kind === 'foreigner-2023';
  const first17 = `110105${birth.replaceAll('-', '')}${String(one.sequence).padStart(3, '0')}`;
  return {
    kind,
    name,
    nameLatin: isForeign ? one.latin : null,
    sex,
    nation: kind === 'resident' ? '56' : null,
    nationality: isForeign ? 'FRA' : null,
    birth,
    address: isForeign ? null : one.address,
    number: kind === 'foreigner-2017' ? 'FRA110090123105' : `${first17}${idNumberCheck(first17)}`,
    authority: kind === 'foreigner-2023' ? null : kind === 'foreigner-2017' ? '1500' : one.authority,
    validFrom,
    validTo,
  };
}
