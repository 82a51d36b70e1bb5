import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256 in Galois/Counter Mode (NIST SP 800-38D): a nonce of 96 bits, a tag of 128 bits. */
const ALGORITHM = 'aes-256-gcm';
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of what was sealed, so that another way of sealing can be told apart later. */
const FORMAT = 1;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** What was sealed was altered, or with another key, or for another purpose. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

export function makeKey(): Uint8Array {
  return randomBytes(KEY_BYTES);
}

/**
 * Encrypts. `purpose` is bound to the result without standing in it: sealed bytes that are laid under another name do not
 * open. Layout: format, nonce, tag, ciphertext. A key may seal 2^32 times, far more than a visit has files.
 */
export function seal(key: Uint8Array, plain: Uint8Array, purpose: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Uint8Array.of(FORMAT), nonce, cipher.getAuthTag(), body]);
}

/** Decrypts; throws `SealBroken` when even one bit differs from what was sealed for this purpose with this key. */
export function unseal(key: Uint8Array, sealed: Uint8Array, purpose: string): Uint8Array {
  if (sealed.length < HEAD_BYTES || sealed[0] !== FORMAT) throw new SealBroken('this is not a seal of ours');
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(1 + NONCE_BYTES, HEAD_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new SealBroken('what was sealed was altered, or sealed with another key or for another purpose', { cause });
  }
}
