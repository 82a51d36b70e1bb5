import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CREDIT_CODE_ALPHABET,
  checkCreditCode,
  checkIdNumber,
  creditCodeCheck,
  idNumberCheck,
  idNumberParts,
  organisationCodeCheck,
} from './document-numbers.ts';

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const creditChars = (length: number) =>
  fc.string({ unit: fc.constantFrom(...CREDIT_CODE_ALPHABET), minLength: length, maxLength: length });

const validIdNumber = fc
  .tuple(
    fc.integer({ min: 100_000, max: 999_999 }),
    fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    digits(3),
  )
  .map(([area, date, sequence]) => {
    const first17 = `${area}${date.toISOString().slice(0, 10).replaceAll('-', '')}${sequence}`;
    return first17 + idNumberCheck(first17);
  });

const validCreditCode = fc.tuple(creditChars(2), digits(6), creditChars(8)).chain(([kind, area, organisation]) => {
  const first17 = `${kind}${area}${organisation}${organisationCodeCheck(organisation)}`;
  return fc.constant(first17 + creditCodeCheck(first17));
});

describe('identity number (GB 11643)', () => {
  // The first two are the examples of the standard; 81…, 83… and 9… are published specimens of residence permits.
  it.each([
    '11010519491231002X',
    '440524188001010014',
    '34052419800101001X',
    '110101190001010014',
    '370101190102039973',
    '810000199408230021',
    '830000199201300022',
    '932682198501010017',
  ])('passes %s', (number) => {
    expect(checkIdNumber(number)).toEqual({ verdict: 'passed' });
  });

  it.each([
    ['110105194912310021', 'check'],
    ['650000190002290015', 'date'],
    ['110105194913310020', 'date'],
    ['11010519491231002', 'form'],
    ['１１０１０５１９４９１２３１００２Ｘ', 'form'],
    ['11010519491231002Ｘ', 'form'],
    ['01010519491231002X', 'form'],
    ['', 'form'],
  ])('refuses %s: %s', (number, reason) => {
    expect(checkIdNumber(number)).toEqual({ verdict: 'failed', reason });
  });

  it('has the right check digit on the number that only its date refuses', () => {
    expect(idNumberCheck('65000019000229001')).toBe('5');
  });

  it('takes a lower-case x for X', () => {
    expect(checkIdNumber('11010519491231002x').verdict).toBe('passed');
  });

  it('tells birth and sex', () => {
    expect(idNumberParts('11010519491231002X')).toEqual({ area: '110105', birth: '1949-12-31', sex: 'female' });
    expect(idNumberParts('440524188001010014')?.sex).toBe('male');
    expect(idNumberParts('110105194912310021')).toBeNull();
  });

  it('passes every number made by the rule', () => {
    fc.assert(fc.property(validIdNumber, (number) => checkIdNumber(number).verdict === 'passed'));
  });

  it('catches every single wrong digit and every swap of neighbours', () => {
    fc.assert(
      fc.property(validIdNumber, fc.nat(17), fc.nat(9), (number, at, digit) => {
        fc.pre(number[at] !== String(digit));
        expect(checkIdNumber(number.slice(0, at) + digit + number.slice(at + 1)).verdict).toBe('failed');
      }),
    );
    fc.assert(
      fc.property(validIdNumber, fc.nat(15), (number, at) => {
        const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2);
        fc.pre(swapped !== number);
        expect(checkIdNumber(swapped).verdict).toBe('failed');
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => ['passed', 'failed'].includes(checkIdNumber(text).verdict)));
  });
});

describe('unified social credit code (GB 32100)', () => {
  // The first is worked out in a published commentary on the standard (its sum is 1640); the others are made by the rule.
  it.each([
    '91350100M000100Y43',
    '91110105000000019Q',
    '11310000000000027U',
    '52440300MJ0000018W',
    '1233000047000003X2',
    '93510100MA6000040L',
    '91110000802100433B',
    '914403001922038216',
    '9144030071526726XG',
  ])('passes %s', (code) => {
    expect(checkCreditCode(code)).toEqual({ verdict: 'passed' });
  });

  it('refuses a character that is not in the alphabet', () => {
    expect(checkCreditCode('91350100M000100Y4Z')).toEqual({ verdict: 'failed', reason: 'form' });
    expect(checkCreditCode('9135O100M000100Y43')).toEqual({ verdict: 'failed', reason: 'form' });
    expect(checkCreditCode('９1350100M000100Y43')).toEqual({ verdict: 'failed', reason: 'form' });
  });

  it.each(['91350211M0000XUF46', '91350100M0001TGQXM'])('warns of %s: wrong check, yet in circulation', (code) => {
    expect(checkCreditCode(code).verdict).toBe('warn');
  });

  it('knows the organisation code inside', () => {
    expect(organisationCodeCheck('M000100Y')).toBe('4');
    expect(organisationCodeCheck('47000003')).toBe('X');
    const first17 = '91350100M000100Y5';
    expect(checkCreditCode(first17 + creditCodeCheck(first17))).toEqual({
      verdict: 'warn',
      reason: 'organisation-check',
    });
  });

  it('passes every code made by the rules, in either case of letters', () => {
    fc.assert(
      fc.property(validCreditCode, (code) => {
        expect(checkCreditCode(code).verdict).toBe('passed');
        expect(checkCreditCode(code.toLowerCase()).verdict).toBe('passed');
      }),
    );
  });

  it('never passes a code with one wrong character', () => {
    fc.assert(
      fc.property(validCreditCode, fc.nat(17), fc.constantFrom(...CREDIT_CODE_ALPHABET), (code, at, character) => {
        fc.pre(code[at] !== character);
        expect(checkCreditCode(code.slice(0, at) + character + code.slice(at + 1)).verdict).not.toBe('passed');
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => ['passed', 'warn', 'failed'].includes(checkCreditCode(text).verdict)));
  });
});
