import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailing } from '../../../contracts/domain/visit.ts';
import { clip, mailingErrors, trimmed } from './mailing-form.ts';

describe('mailing form', () => {
  it('names what is missing', () => {
    expect(mailingErrors({ recipient: ' ', phone: '1380013', address: '路' })).toEqual([
      'recipient',
      'phone',
      'address',
    ]);
  });

  it('keeps digits only in a number', () => {
    expect(clip('phone', '138-0013 8000x')).toBe('13800138000');
  });

  it('passes only what the contract takes', () => {
    const any = fc.record({ recipient: fc.string(), phone: fc.stringMatching(/^1\d{0,11}$/), address: fc.string() });
    fc.assert(
      fc.property(any, (raw) => {
        const form = {
          recipient: clip('recipient', raw.recipient),
          phone: clip('phone', raw.phone),
          address: clip('address', raw.address),
        };
        if (mailingErrors(form).length === 0) expect(mailing.safeParse(trimmed(form)).success).toBe(true);
      }),
    );
  });
});
