import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Deadlines } from './deadlines.ts';

const delayMs = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 3_000 }),
  fc.integer({ min: -500, max: 9_000_000 }),
);
const step = fc.oneof(
  fc.record({ inMs: delayMs, setsInMs: fc.option(delayMs) }),
  fc.record({ passMs: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 1e6 })) }),
);

it('takes out what is due, earliest first and of the same instant what was set first, also what was set meanwhile', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const deadlines = new Deadlines<() => void>();
      let open: { atMs: number; order: number }[] = [];
      let nowMs = Date.UTC(2026, 0, 5);
      let order = 0;
      const done: number[] = [];
      const set = (inMs: number, then: (() => void) | null) => {
        const one = { atMs: nowMs + inMs, order: ++order };
        open.push(one);
        deadlines.set(one.atMs, one.order, () => {
          done.push(one.order);
          then?.();
        });
      };
      for (const one of steps) {
        if ('inMs' in one) {
          const { inMs, setsInMs } = one;
          set(inMs, setsInMs === null ? null : () => set(setsInMs, null));
          continue;
        }
        const untilMs = nowMs + one.passMs;
        for (;;) {
          const first = open.toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
          expect(deadlines.nextMs).toBe(first?.atMs ?? null);
          const due = deadlines.takeDue(untilMs);
          if (!first || first.atMs > untilMs) {
            expect(due).toBeNull();
            break;
          }
          open = open.filter(({ order: other }) => other !== first.order);
          nowMs = Math.max(nowMs, first.atMs);
          due?.what();
          expect([due?.atMs, done.at(-1)]).toEqual([first.atMs, first.order]);
        }
        nowMs = untilMs;
      }
    }),
  );
});
