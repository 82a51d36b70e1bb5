import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackRole } from '../../contracts/domain/call.ts';
import {
  type Adaptation,
  adapt,
  cutOf,
  DOWN_AFTER_LOOKS,
  DOWN_AFTER_LOOKS_CPU,
  FULL,
  LOWEST,
  UP_AFTER_LOOKS,
  UP_AFTER_LOOKS_LONGEST,
} from './adaptation.ts';
import type { LineFigures } from './line-figures.ts';
import { encodingOf } from './local-media.ts';

const FINE: LineFigures = {
  overMs: 1_000,
  silent: false,
  lostIn: 0,
  madeUp: 0,
  frozen: 0,
  lostOut: 0,
  roundTripMs: 20,
  bearsKbps: 3_000,
  limitedBy: 'none',
};
const LOSSY: LineFigures = { ...FINE, lostOut: 0.3 };
const STARVED: LineFigures = { ...FINE, limitedBy: 'bandwidth', bearsKbps: 90 };
const looks = (state: Adaptation, figures: LineFigures, count: number): Adaptation =>
  Array.from({ length: count }).reduce<Adaptation>((now) => adapt(now, figures), state);

const anyFigures = fc.record({
  overMs: fc.constant(1_000),
  silent: fc.boolean(),
  lostIn: fc.double({ min: 0, max: 1, noNaN: true }),
  madeUp: fc.double({ min: 0, max: 1, noNaN: true }),
  frozen: fc.double({ min: 0, max: 1, noNaN: true }),
  lostOut: fc.double({ min: 0, max: 1, noNaN: true }),
  roundTripMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
  bearsKbps: fc.option(fc.double({ min: 0, max: 10_000, noNaN: true })),
  limitedBy: fc.constantFrom('none' as const, 'cpu' as const, 'bandwidth' as const),
});

describe('adapt', () => {
  it('falls within seconds and recovers more slowly', () => {
    expect(looks(FULL, LOSSY, DOWN_AFTER_LOOKS - 1).level).toBe(0);
    const down = looks(FULL, LOSSY, DOWN_AFTER_LOOKS);
    expect(down.level).toBe(1);
    expect(looks(down, FINE, UP_AFTER_LOOKS - 1).level).toBe(1);
    expect(looks(down, FINE, UP_AFTER_LOOKS).level).toBe(0);
    expect(UP_AFTER_LOOKS).toBeGreaterThan(2 * DOWN_AFTER_LOOKS);
  });

  it('takes the face away only from a line that bears no more than the voice', () => {
    expect(cutOf('face', looks(FULL, LOSSY, 100).level).active).toBe(true);
    expect(looks(FULL, STARVED, 100).level).toBe(LOWEST);
    expect(cutOf('face', LOWEST).active).toBe(false);
    expect(looks(FULL, { ...FINE, limitedBy: 'cpu' }, DOWN_AFTER_LOOKS_CPU).level).toBe(1);
  });

  it('tries a step up that did not hold again only after twice as long', () => {
    let state = looks(FULL, LOSSY, DOWN_AFTER_LOOKS);
    state = looks(state, FINE, UP_AFTER_LOOKS);
    state = looks(state, LOSSY, DOWN_AFTER_LOOKS);
    expect(state.level).toBe(1);
    expect(looks(state, FINE, 2 * UP_AFTER_LOOKS - 1).level).toBe(1);
    expect(looks(state, FINE, 2 * UP_AFTER_LOOKS).level).toBe(0);
  });

  it('gives nothing up for a line that is cut', () => {
    expect(looks(FULL, { ...LOSSY, silent: true }, 60)).toEqual(FULL);
  });

  it('stays within its levels, moves by one, and always comes back to everything on a good line', () => {
    fc.assert(
      fc.property(fc.array(anyFigures, { maxLength: 200 }), (row) => {
        let state = FULL;
        for (const figures of row) {
          const next = adapt(state, figures);
          expect(Math.abs(next.level - state.level)).toBeLessThanOrEqual(1);
          expect(next.level).toBeGreaterThanOrEqual(0);
          expect(next.level).toBeLessThanOrEqual(LOWEST);
          state = next;
        }
        expect(looks(state, FINE, LOWEST * UP_AFTER_LOOKS_LONGEST).level).toBe(0);
      }),
    );
  });
});

describe('what a level leaves', () => {
  const levels = Array.from({ length: LOWEST + 1 }, (_, level) => level);

  it('is all of the voice, always', () => {
    for (const level of levels) {
      for (const remotes of [1, 2, 3])
        expect(encodingOf('voice', remotes, level)).toEqual(encodingOf('voice', remotes));
    }
  });

  it('is a paper of full size: only its frames go', () => {
    for (const level of levels) {
      expect(encodingOf('paper', 1, level).scaleResolutionDownBy).toBe(1);
      expect(encodingOf('paper', 3, level).maxFramerate).toBeGreaterThanOrEqual(1);
    }
    expect(encodingOf('paper', 1, 1).maxFramerate).toBeLessThan(encodingOf('paper', 1, 0).maxFramerate ?? 0);
  });

  it('is a face whose size goes before its motion, and hands that keep theirs longest', () => {
    for (const level of [1, 2]) {
      expect(encodingOf('face', 1, level).maxFramerate).toBe(encodingOf('face', 1).maxFramerate);
      expect(encodingOf('face', 1, level).scaleResolutionDownBy).toBeGreaterThan(1);
    }
    for (const level of levels) expect(encodingOf('interpreter', 3, level).maxFramerate).toBeGreaterThanOrEqual(20);
  });

  it('is never more than the level above', () => {
    for (const role of trackRole.options) {
      for (const level of levels.slice(1)) {
        const [above, here] = [encodingOf(role, 2, level - 1), encodingOf(role, 2, level)];
        expect(here.maxBitrate).toBeLessThanOrEqual(above.maxBitrate ?? 0);
        expect(here.maxFramerate ?? 0).toBeLessThanOrEqual(above.maxFramerate ?? 0);
        expect(here.scaleResolutionDownBy ?? 1).toBeGreaterThanOrEqual(above.scaleResolutionDownBy ?? 1);
      }
    }
  });
});
