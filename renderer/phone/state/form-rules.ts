import type { Service } from '../../../contracts/domain/catalogue.ts';
import {
  type FieldProblem,
  isDoubt,
  MIN_ADDRESS_CHARS,
  MOBILE,
  problemOf,
} from '../../../contracts/domain/form-rules.ts';
import type { Mailing } from '../../../contracts/domain/visit.ts';

const MAX_RECIPIENT_CHARS = 60;
const MAX_ADDRESS_CHARS = 200;

export function problemsOf(
  service: Pick<Service, 'form'>,
  answers: Readonly<Record<string, string>>,
): Readonly<Record<string, FieldProblem>> {
  const problems: Record<string, FieldProblem> = {};
  for (const field of service.form) {
    const problem = problemOf(field, answers[field.id] ?? '');
    if (problem !== null) problems[field.id] = problem;
  }
  return problems;
}

/** Whether nothing stands against sending. */
export function isComplete(service: Pick<Service, 'form'>, answers: Readonly<Record<string, string>>): boolean {
  return Object.values(problemsOf(service, answers)).every(isDoubt);
}

export type MailingProblem = { readonly [K in keyof Mailing]?: FieldProblem };

export function mailingProblems(mailing: Mailing): MailingProblem {
  const problems: { -readonly [K in keyof Mailing]?: FieldProblem } = {};
  const recipient = mailing.recipient.trim();
  const phone = mailing.phone.replace(/[\s-]/g, '');
  const address = mailing.address.trim();
  if (recipient === '') problems.recipient = 'empty';
  else if (recipient.length > MAX_RECIPIENT_CHARS) problems.recipient = 'long';
  if (phone === '') problems.phone = 'empty';
  else if (!MOBILE.test(phone)) problems.phone = 'phone';
  if (address === '') problems.address = 'empty';
  else if (address.length < MIN_ADDRESS_CHARS) problems.address = 'short';
  else if (address.length > MAX_ADDRESS_CHARS) problems.address = 'long';
  return problems;
}
