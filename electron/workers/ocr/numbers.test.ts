import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCreditCode, checkIdNumber } from '../../../contracts/domain/document-numbers.ts';
import { findCreditCode, findIdNumber } from './numbers.ts';

const ID = '11010519491231002X';
const CODE = '91350100M000100Y43';

describe('numbers in read text', () => {
  it('finds them among other characters and wide blanks', () => {
    expect(findIdNumber(`公民身份号码 ${[...ID].join(' ')}`)).toMatchObject({ value: ID, verdict: 'passed' });
    expect(findCreditCode(`代码：${CODE}）：你`)).toMatchObject({ value: CODE, verdict: 'passed', from: 3, to: 21 });
  });

  it('mends letters where digits must stand, when the check digit then agrees', () => {
    expect(findIdNumber('11O1O5l9491231002x')).toMatchObject({ value: ID, verdict: 'passed' });
    expect(findCreditCode('9135O1OOM0001OOY43')).toMatchObject({ value: CODE, verdict: 'passed' });
  });

  it('never mends one digit into another in an identity number', () => {
    expect(findIdNumber('110105194912310821')?.verdict).toBe('failed');
  });

  it('mends one look-alike of a credit code when both checks agree, and says that a person has to look', () => {
    expect(findCreditCode('91350100M0001D0Y43')).toMatchObject({ value: CODE, verdict: 'warn' });
    expect(findCreditCode('913501O0M000100Y43')).toMatchObject({ value: CODE, verdict: 'passed' });
  });

  it.each(['91350100M000100Y48', '91350211M0000XUF46', '91350100M0001TGQXM'])(
    'leaves %s as it is: its organisation code agrees, so nothing proves another reading',
    (code) => {
      expect(findCreditCode(code)).toMatchObject({ value: code, verdict: 'warn' });
    },
  );

  it('drops a character that was read twice', () => {
    expect(findCreditCode('91440199MAGUMDEMS8U')).toMatchObject({ value: '91440199MAGUMDEM8U', verdict: 'warn' });
  });

  it('leaves what it cannot prove as it was read', () => {
    expect(findIdNumber('A10105194912310021')).toMatchObject({ value: 'A10105194912310021', verdict: 'failed' });
    expect(findIdNumber('1101')).toBeNull();
  });

  it('passes only what the standards pass', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789OIlSZBXDMAY '), maxLength: 40 });
    fc.assert(
      fc.property(text, (read) => {
        const number = findIdNumber(read);
        if (number?.verdict === 'passed') expect(checkIdNumber(number.value).verdict).toBe('passed');
        const code = findCreditCode(read);
        if (code?.verdict === 'passed') expect(checkCreditCode(code.value).verdict).toBe('passed');
      }),
    );
  });
});
