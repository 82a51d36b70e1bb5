import { describe, expect, it } from 'vitest';
import { fenOfCapitals, fenOfFigures, isLuhn, isPhone, isRealDay } from './checks.ts';

describe('checks of values', () => {
  it('knows the check digit of cards', () => {
    // A test number that card schemes publish.
    expect(isLuhn('4111111111111111')).toBe(true);
    expect(isLuhn('4111111111111112')).toBe(false);
    const number = '622202000000000000';
    const right = [...'0123456789'].filter((digit) => isLuhn(number + digit));
    expect(right).toHaveLength(1);
    expect(isLuhn('1234')).toBe(false);
  });

  it('catches every single wrong digit of a card', () => {
    const number = [...'0123456789'].map((digit) => `621700123456789012${digit}`).find(isLuhn) ?? '';
    for (let at = 0; at < number.length; at++) {
      for (const digit of '0123456789') {
        const wrong = number.slice(0, at) + digit + number.slice(at + 1);
        expect(isLuhn(wrong)).toBe(wrong === number);
      }
    }
  });

  it('knows days that exist', () => {
    expect(isRealDay('2024-02-29')).toBe(true);
    expect(isRealDay('2023-02-29')).toBe(false);
    expect(isRealDay('2024-13-01')).toBe(false);
    expect(isRealDay('长期')).toBe(false);
  });

  it.each(['13800138000', '020-84691234', '02084691234', '0757-8888888'])('takes %s for a phone', (phone) => {
    expect(isPhone(phone)).toBe(true);
  });

  it.each(['12800138000', '1380013800', '84691234'])('does not take %s for a phone', (phone) => {
    expect(isPhone(phone)).toBe(false);
  });

  it.each([
    ['壹佰贰拾伍万零叁拾元伍角整', 125_003_050],
    ['人民币叁仟元整', 300_000],
    ['贰亿零伍佰万元整', 20_500_000_000],
    ['拾万元整', 10_000_000],
    ['壹拾万零捌佰元零伍分', 10_080_005],
    ['伍仟零陆拾圆正', 506_000],
    ['玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分', 999_999_999],
  ])('reads %s', (text, fen) => {
    expect(fenOfCapitals(text)).toBe(fen);
  });

  it.each(['壹贰元整', '佰元整', '万元整', '伍拾', '五十元整'])('does not read %s', (text) => {
    expect(fenOfCapitals(text)).toBeNull();
  });

  it('reads figures', () => {
    expect(fenOfFigures('1250000.50')).toBe(125_000_050);
    expect(fenOfFigures('12')).toBe(1200);
    expect(fenOfFigures('1.2')).toBeNull();
  });
});
