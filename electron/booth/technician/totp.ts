import { createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 6238 with the values that every authenticator app takes: SHA-1, 6 digits, 30 s. */
export const TOTP_STEP_S = 30;
const DIGITS = 6;
/** A phone's clock may be half a minute off either way. */
const STEPS_AROUND = 1;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The time step that an instant lies in. */
export function totpStep(nowMs: number): number {
  return Math.floor(nowMs / 1000 / TOTP_STEP_S);
}

/** The code of a time step (RFC 4226, section 5.3, with the step as counter). */
export function totpCode(secretBase32: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', decodeBase32(secretBase32)).update(counter).digest();
  const offset = (digest[digest.length - 1] ?? 0) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The step whose code this is, near now and later than `usedStep`, so that a code serves once; null when it is none. */
export function matchingStep(secretBase32: string, code: string, nowMs: number, usedStep: number): number | null {
  const now = totpStep(nowMs);
  for (let step = now - STEPS_AROUND; step <= now + STEPS_AROUND; step++) {
    const right = Buffer.from(totpCode(secretBase32, step));
    const given = Buffer.from(code.padEnd(DIGITS).slice(0, DIGITS));
    if (timingSafeEqual(right, given) && step > usedStep) return step;
  }
  return null;
}

/** RFC 4648 base32 without padding. */
function decodeBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text) {
    const five = BASE32.indexOf(character);
    if (five < 0) throw new Error('the secret is no base32');
    value = ((value << 5) | five) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}
