import { expect, test } from 'vitest';
import { matchingStep, totpCode, totpStep } from './totp.ts';

/** "12345678901234567890" of RFC 6238, appendix B, in base32; its codes there have 8 digits, of which ours are the last 6. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('the code at %i s is that of RFC 6238', (seconds, code) => {
  expect(totpCode(SECRET, totpStep(seconds * 1000))).toBe(code);
});

test('a code counts one step early and late, and once only', () => {
  const nowMs = 1_234_567_890_000;
  const step = totpStep(nowMs);
  const code = totpCode(SECRET, step);
  expect(matchingStep(SECRET, code, nowMs, 0)).toBe(step);
  expect(matchingStep(SECRET, code, nowMs + 30_000, 0)).toBe(step);
  expect(matchingStep(SECRET, code, nowMs - 30_000, 0)).toBe(step);
  expect(matchingStep(SECRET, code, nowMs + 60_000, 0)).toBeNull();
  expect(matchingStep(SECRET, code, nowMs, step)).toBeNull();
  expect(matchingStep(SECRET, '', nowMs, 0)).toBeNull();
});
