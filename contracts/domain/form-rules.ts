import type { FormField } from './catalogue.ts';
import { checkCreditCode, checkIdNumber } from './document-numbers.ts';

/** What is wrong with an answer; each has a sentence in the locale files (`form.problem.<name>`). */
export type FieldProblem =
  | 'empty'
  | 'id-number-form'
  | 'id-number-date'
  | 'id-number-check'
  | 'credit-code-form'
  /** Codes with a wrong check are in circulation: worth a second look, no reason to stop (`isDoubt`). */
  | 'credit-code-check'
  | 'phone'
  | 'date'
  | 'amount'
  | 'choice'
  | 'short'
  | 'long';

/** Longest answer that a person may type and confirm. */
export const MAX_ANSWER_CHARS = 500;
/** Shortest address with which a courier can do something (`mailing.address`). */
export const MIN_ADDRESS_CHARS = 4;

export const MOBILE = /^1[3-9]\d{9}$/;
/** Yuan with at most two decimals. */
const AMOUNT = /^(0|[1-9]\d{0,11})(\.\d{1,2})?$/;

/** The form in which an answer is kept: no blanks around it, numbers without the blanks people put between groups. */
export function normalise(field: Pick<FormField, 'kind'>, raw: string): string {
  switch (field.kind) {
    case 'id-number':
    case 'credit-code':
      return raw.replace(/\s/g, '').toUpperCase();
    case 'phone':
      return raw.replace(/[\s-]/g, '');
    case 'amount':
      return raw.replace(/[\s,，]/g, '');
    default:
      return raw.trim();
  }
}

/** Holds one answer against its field; null when it is fine. An empty optional field is fine. */
export function problemOf(field: FormField, raw: string): FieldProblem | null {
  const value = normalise(field, raw);
  if (value === '') return field.required ? 'empty' : null;
  if (value.length > MAX_ANSWER_CHARS) return 'long';
  switch (field.kind) {
    case 'id-number': {
      const checked = checkIdNumber(value);
      return checked.verdict === 'failed' ? `id-number-${checked.reason}` : null;
    }
    case 'credit-code': {
      const checked = checkCreditCode(value);
      if (checked.verdict === 'passed') return null;
      return checked.verdict === 'warn' ? 'credit-code-check' : 'credit-code-form';
    }
    case 'phone':
      return MOBILE.test(value) ? null : 'phone';
    case 'date':
      return isDay(value) ? null : 'date';
    case 'amount':
      return AMOUNT.test(value) ? null : 'amount';
    case 'address':
      return value.length < MIN_ADDRESS_CHARS ? 'short' : null;
    case 'choice':
      return field.choices?.some((choice) => choice.id === value) ? null : 'choice';
    case 'boolean':
      return value === 'true' || value === 'false' ? null : 'choice';
    case 'text':
      return null;
  }
}

/** A doubt is shown and does not hold the form up. */
export function isDoubt(problem: FieldProblem): boolean {
  return problem === 'credit-code-check';
}

/** Whether a `YYYY-MM-DD` is a day that exists. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}
