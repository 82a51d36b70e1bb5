/**
 * JSON in one form only, so that equal content has equal bytes and an equal hash: RFC 8785 (JSON Canonicalization Scheme,
 * https://www.rfc-editor.org/rfc/rfc8785). Keys in the order of their UTF-16 units, no blanks, strings and numbers as
 * ECMAScript writes them.
 */
export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue };

/** Throws `TypeError` for what JSON cannot hold: a number that is not finite, half of a surrogate pair. */
export function canonicalJson(value: CanonicalValue): string {
  if (typeof value === 'string') {
    if (/\p{Surrogate}/u.test(value)) throw new TypeError('half of a surrogate pair');
    return JSON.stringify(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('a number that is not finite');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  // The default order of sort() is that of UTF-16 units, as the RFC asks.
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonicalJson(key)}:${canonicalJson(value[key] as CanonicalValue)}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 of the canonical form in UTF-8, as lower-case hex. */
export async function canonicalHash(value: CanonicalValue): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(value)));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function isList(value: object): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}
