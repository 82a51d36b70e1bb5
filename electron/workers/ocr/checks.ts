/** What can be told of a value by itself or by another, without knowing what is true. */

/** Whether the digits end in the check digit of ISO/IEC 7812-1, Annex B (Luhn), as card numbers do. */
export function isLuhn(digits: string): boolean {
  if (!/^\d{12,19}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Whether `YYYY-MM-DD` is a day of the calendar. */
export function isRealDay(day: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return false;
  const [year, month, date] = match.slice(1).map(Number) as [number, number, number];
  if (year < 1850 || year > 2150) return false;
  const at = new Date(Date.UTC(year, month - 1, date));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
}

/** Whether it is a number of a Chinese mobile or fixed line (area code with or without a hyphen). */
export function isPhone(text: string): boolean {
  return /^1[3-9]\d{9}$/.test(text) || /^0(10|2\d|[3-9]\d{2})-?\d{7,8}$/.test(text);
}

const CAPITAL_DIGITS = '零壹贰叁肆伍陆柒捌玖';
const SMALL_UNITS: Readonly<Record<string, number>> = { 拾: 10, 佰: 100, 仟: 1000 };
const LARGE_UNITS: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };

/**
 * Fen of an amount in capitals such as 壹佰贰拾伍万零叁拾元伍角整; null when it is none. The form is that of the People's
 * Bank of China's rules for filling in notes (支付结算办法, 1997, appendix 1).
 */
export function fenOfCapitals(text: string): number | null {
  const match =
    /^(?:人民币)?([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)[元圆](?:零?([壹贰叁肆伍陆柒捌玖])角)?(?:零?([壹贰叁肆伍陆柒捌玖])分)?[整正]?$/.exec(
      text.replace(/\s/g, ''),
    );
  if (!match) return null;
  const yuan = wholeOfCapitals(match[1] ?? '');
  if (yuan === null) return null;
  const digit = (text?: string) => (text ? CAPITAL_DIGITS.indexOf(text) : 0);
  return yuan * 100 + digit(match[2]) * 10 + digit(match[3]);
}

function wholeOfCapitals(text: string): number | null {
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  for (const character of text) {
    const value = CAPITAL_DIGITS.indexOf(character);
    const small = SMALL_UNITS[character];
    const large = LARGE_UNITS[character];
    if (value >= 0) {
      // Two digits without a unit between them were misread.
      if (digit !== null && digit !== 0) return null;
      digit = value;
    } else if (small) {
      // 拾 alone is ten; any other unit wants a digit.
      if (!digit && small !== 10) return null;
      section += (digit || 1) * small;
      digit = null;
    } else if (large) {
      section += digit ?? 0;
      if (section === 0) return null;
      if (large === 100_000_000) {
        total = (total + section) * large;
      } else {
        total += section * large;
      }
      section = 0;
      digit = null;
    }
  }
  return total + section + (digit ?? 0);
}

/** Fen of an amount in figures such as 1250000.50; null when it is none. */
export function fenOfFigures(text: string): number | null {
  const match = /^(\d{1,12})(?:\.(\d{2}))?$/.exec(text);
  return match ? Number(match[1]) * 100 + Number(match[2] ?? 0) : null;
}
