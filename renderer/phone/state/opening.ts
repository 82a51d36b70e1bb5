import type { Opening } from './events.ts';

/** Outcome codes are 12 characters without 0/O-like doubles (`visitCase.outcome.verifyCode`). */
const VERIFY_CODE = /^[0-9A-HJ-NP-Z]{12}$/;

/**
 * Reads from the page's address why it was opened: `/phone/verify#CODE` checks a document, `/phone/follow#TOKEN`
 * shows how cases stand, `/phone/#<jwt>` is the code of
 * a booth's screen, anything else is the front door.
 */
export function openingOf(address: { readonly pathname: string; readonly hash: string }): Opening {
  const fragment = safeDecode(address.hash.replace(/^#/, ''));
  if (/\/follow\/?$/.test(address.pathname)) return { kind: 'follow', token: fragment };
  if (/\/verify\/?$/.test(address.pathname)) return { kind: 'verify', code: tidyVerifyCode(fragment) };
  // Three base64url parts: what the hub makes of it is for the hub to say.
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(fragment)) return { kind: 'code', code: fragment };
  return { kind: 'plain' };
}

/** A verify code as people write it: lower case, in groups, with blanks or hyphens. */
export function tidyVerifyCode(raw: string): string {
  return raw.replace(/[\s-]/g, '').toUpperCase();
}

export function isVerifyCode(code: string): boolean {
  return VERIFY_CODE.test(code);
}

/** In groups of four, to be read aloud and compared. */
export function groupVerifyCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1 ');
}

/** A booking code as people type it: `48217365` and `4821 7365` mean `4821-7365`; null when it is none. */
export function tidyBookingCode(raw: string): string | null {
  const digits = raw.replace(/\D/g, '');
  return digits.length === 8 ? `${digits.slice(0, 4)}-${digits.slice(4)}` : null;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A broken escape is not a code of ours.
    return '';
  }
}
