import type { Mailing } from '../../../contracts/domain/visit.ts';

export type MailingField = keyof Mailing;
export const MAILING_FIELDS: readonly MailingField[] = ['recipient', 'phone', 'address'];

/** Lengths as `contracts/domain/visit.ts` has them. */
const LIMITS: Readonly<Record<MailingField, number>> = { recipient: 60, phone: 11, address: 200 };
const MOBILE = /^1[3-9]\d{9}$/;
const LEAST_ADDRESS_CHARS = 4;

/** Fields that are not yet right. */
export function mailingErrors(mailing: Mailing): readonly MailingField[] {
  const { recipient, phone, address } = mailing;
  const wrong: Readonly<Record<MailingField, boolean>> = {
    recipient: recipient.trim() === '',
    phone: !MOBILE.test(phone),
    address: address.trim().length < LEAST_ADDRESS_CHARS,
  };
  return MAILING_FIELDS.filter((field) => wrong[field]);
}

/** A field's text as it may stand: within its length, and digits only for a number. */
export function clip(field: MailingField, text: string): string {
  const allowed = field === 'phone' ? text.replace(/\D/g, '') : text;
  return allowed.slice(0, LIMITS[field]);
}

export function trimmed({ recipient, phone, address }: Mailing): Mailing {
  return { recipient: recipient.trim(), phone, address: address.trim() };
}
