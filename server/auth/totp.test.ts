import { expect, it } from 'vitest';
import { fromBase32, totp } from './totp.ts';

const SECRET = new TextEncoder().encode('12345678901234567890');

it.each([
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('gives the code of RFC 6238, appendix B, at %i s', (seconds, code) => {
  expect(totp(SECRET, seconds * 1000, 8)).toBe(code);
  expect(totp(SECRET, seconds * 1000)).toBe(code.slice(2));
});

it('reads base32 as RFC 4648, section 10, writes it', () => {
  const read = (text: string) => new TextDecoder().decode(fromBase32(text));
  for (const [text, bytes] of [
    ['MY', 'f'],
    ['MZXQ', 'fo'],
    ['MZXW6', 'foo'],
    ['MZXW6YQ', 'foob'],
    ['MZXW6YTB', 'fooba'],
    ['MZXW6YTBOI', 'foobar'],
  ] as const) {
    expect(read(text)).toBe(bytes);
  }
  expect(read('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')).toBe('12345678901234567890');
  expect(() => fromBase32('1')).toThrow('not base32');
});
