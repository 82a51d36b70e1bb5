import { createHmac } from 'node:crypto';

/** One-time codes by time as technicians' apps make them: RFC 6238 with SHA-1, six digits, 30 seconds. */

export const TOTP_STEP_MS = 30_000;
const DIGITS = 6;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bytes of a base32 text (RFC 4648) without padding; throws on other letters. */
export function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = BASE32.indexOf(letter);
    if (value < 0) throw new Error('not base32');
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}

/** The code of a secret at a time; it changes at each full step since 1970. */
export function totp(secret: Uint8Array, nowMs: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / TOTP_STEP_MS)));
  const digest = createHmac('sha1', secret).update(counter).digest();
  // RFC 4226, 5.3: four bytes from where the last half byte points, without the sign.
  const from = (digest.at(-1) ?? 0) & 0xf;
  const value = digest.readUInt32BE(from) & 0x7fff_ffff;
  return String(value % 10 ** digits).padStart(digits, '0');
}
