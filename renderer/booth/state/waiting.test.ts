import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spanOf } from './waiting.ts';

it('says a range in whole minutes that holds what was estimated', () => {
  expect(spanOf({ fromSeconds: 200, toSeconds: 310 })).toEqual({ from: 3, to: 6 });
  expect(spanOf({ fromSeconds: 20, toSeconds: 190 })).toEqual({ from: 0, to: 4 });
  expect(spanOf({ fromSeconds: 5, toSeconds: 50 })).toBeNull();
  expect(spanOf({ fromSeconds: 180, toSeconds: 180 })).toBeNull();
  fc.assert(
    fc.property(fc.nat(7200), fc.nat(7200), (fromSeconds, more) => {
      const span = spanOf({ fromSeconds, toSeconds: fromSeconds + more });
      if (!span) return;
      expect(span.from * 60).toBeLessThanOrEqual(fromSeconds);
      expect(span.to * 60).toBeGreaterThanOrEqual(fromSeconds + more);
      expect(span.to).toBeGreaterThan(span.from);
    }),
  );
});
