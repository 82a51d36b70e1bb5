/**
 * Numbers on documents and their check digits.
 * Resident identity number: GB 11643-1999 (check by ISO 7064 MOD 11-2). Unified social credit code: GB 32100-2015 with
 * the organisation code of GB 11714-1997 inside. Both standards are published at https://openstd.samr.gov.cn.
 */

/** What a check says: `warn` means the check digit is wrong, yet such numbers are in circulation. */
export type NumberVerdict =
  | { readonly verdict: 'passed' }
  | { readonly verdict: 'warn'; readonly reason: 'check' | 'organisation-check' }
  | { readonly verdict: 'failed'; readonly reason: 'form' | 'date' | 'check' };

const PASSED: NumberVerdict = { verdict: 'passed' };
const refused = (reason: 'form' | 'date' | 'check'): NumberVerdict => ({ verdict: 'failed', reason });

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const ID_CHECKS = '10X98765432';
/** ASCII only: full-width digits are refused, not folded. */
const ID_FORM = /^[1-9]\d{16}[\dX]$/;

/** What an identity number says by itself. */
export interface IdNumberParts {
  /** Six digits of GB/T 2260; 81, 82, 83 for Hong Kong, Macau, Taiwan; 9… for foreigners since 2023. */
  readonly area: string;
  /** `YYYY-MM-DD` */
  readonly birth: string;
  readonly sex: 'male' | 'female';
}

/** The form in which identity numbers and credit codes are kept: outer blanks off, letters in upper case. */
export function canonicalNumber(text: string): string {
  return text.trim().toUpperCase();
}

/** Check character of the first 17 digits of an identity number; null when they are not 17 ASCII digits. */
export function idNumberCheck(first17: string): string | null {
  if (!/^\d{17}$/.test(first17)) return null;
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return ID_CHECKS[sum % 11] ?? null;
}

/** Whether `YYYYMMDD` is a day that existed in the Gregorian calendar: 29 February 1900 did not. */
function isRealDay(digits: string): boolean {
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8))];
  if (year < 1800 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}

/** Checks an identity number: form, date of birth, check digit. Lower-case x is accepted. */
export function checkIdNumber(text: string): NumberVerdict {
  const number = canonicalNumber(text);
  if (!ID_FORM.test(number)) return refused('form');
  if (!isRealDay(number.slice(6, 14))) return refused('date');
  return idNumberCheck(number.slice(0, 17)) === number[17] ? PASSED : refused('check');
}

/** Area, birth and sex of a number that passed its check; null otherwise. */
export function idNumberParts(text: string): IdNumberParts | null {
  const number = canonicalNumber(text);
  if (checkIdNumber(number).verdict !== 'passed') return null;
  return {
    area: number.slice(0, 6),
    birth: `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`,
    sex: Number(number[16]) % 2 === 1 ? 'male' : 'female',
  };
}

/** The 31 characters of GB 32100: no I, O, S, V, Z. */
export const CREDIT_CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
/** Registering department and kind, six digits of area, organisation code, check. */
const CREDIT_FORM = /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/;
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** Check character of the first 17 characters of a credit code; null when one is not in the alphabet. */
export function creditCodeCheck(first17: string): string | null {
  if (first17.length !== 17) return null;
  let sum = 0;
  for (const [index, weight] of CREDIT_WEIGHTS.entries()) {
    const value = CREDIT_CODE_ALPHABET.indexOf(first17.charAt(index));
    if (value < 0) return null;
    sum += value * weight;
  }
  return CREDIT_CODE_ALPHABET[(31 - (sum % 31)) % 31] ?? null;
}

/** Check character of the first 8 characters of an organisation code (GB 11714); null when one is not 0–9, A–Z. */
export function organisationCodeCheck(first8: string): string | null {
  if (!/^[0-9A-Z]{8}$/.test(first8)) return null;
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number.parseInt(first8.charAt(index), 36),
    0,
  );
  const value = 11 - (sum % 11);
  if (value === 10) return 'X';
  return value === 11 ? '0' : String(value);
}

/**
 * Checks a unified social credit code. A wrong check is a warning, not a refusal: codes with a wrong check were issued
 * and are in circulation, so a person decides.
 */
export function checkCreditCode(text: string): NumberVerdict {
  const code = canonicalNumber(text);
  if (!CREDIT_FORM.test(code)) return refused('form');
  if (creditCodeCheck(code.slice(0, 17)) !== code[17]) return { verdict: 'warn', reason: 'check' };
  if (organisationCodeCheck(code.slice(8, 16)) !== code[16]) return { verdict: 'warn', reason: 'organisation-check' };
  return PASSED;
}
