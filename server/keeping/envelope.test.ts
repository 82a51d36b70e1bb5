import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeKey, SealBroken, seal, unseal } from './envelope.ts';

const bytes = fc.uint8Array({ maxLength: 2_000 });

it('gives back what was sealed, and shows nothing of it', () => {
  fc.assert(
    fc.property(bytes, fc.string(), (plain, purpose) => {
      const key = makeKey();
      const sealed = seal(key, plain, purpose);
      expect(Buffer.from(unseal(key, sealed, purpose))).toEqual(Buffer.from(plain));
      if (plain.length > 8) expect(Buffer.from(sealed).includes(Buffer.from(plain))).toBe(false);
      expect(Buffer.from(seal(key, plain, purpose))).not.toEqual(Buffer.from(sealed));
    }),
  );
});

it('opens for no other key, purpose, or a single changed bit', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), fc.integer({ min: 0, max: 7 }), (plain, at, bit) => {
      const key = makeKey();
      const sealed = seal(key, plain, 'file one');
      expect(() => unseal(makeKey(), sealed, 'file one')).toThrow(SealBroken);
      expect(() => unseal(key, sealed, 'file two')).toThrow(SealBroken);
      const altered = Uint8Array.from(sealed);
      const place = at % altered.length;
      altered[place] = (altered[place] ?? 0) ^ (1 << bit);
      expect(() => unseal(key, altered, 'file one')).toThrow(SealBroken);
      expect(() => unseal(key, sealed.subarray(0, at % sealed.length), 'file one')).toThrow(SealBroken);
    }),
  );
});
