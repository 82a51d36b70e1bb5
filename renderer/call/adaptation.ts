import type { TrackRole } from '../../contracts/domain/call.ts';
import type { LineFigures } from './line-figures.ts';

/**
 * How much of the pictures a line gets, from 0 for all to `LOWEST` for the voice and a trickle of paper. The browser's own
 * control fits the rate of each encoder to the line; these steps decide what is given up for what: first the size of faces and
 * the pace of papers, never the voice, never the sharpness of a paper.
 */
export const LOWEST = 4;

/** Looks in a row, of a second each, that bring a line one step down. A processor that is short of time is given longer. */
export const DOWN_AFTER_LOOKS = 3;
export const DOWN_AFTER_LOOKS_CPU = 6;
/** Looks in a row without trouble that bring it one step up; doubled when the step before did not hold. */
export const UP_AFTER_LOOKS = 10;
export const UP_AFTER_LOOKS_LONGEST = 80;
/** A step up that holds for so many looks was right: the next one is tried as soon as the first. Longer than falling takes. */
const HELD_LOOKS = 20;

/** Losses from which pictures are made smaller, so that fewer packets are lost; below the lesser one there is no trouble. */
const HEAVY_LOSS = 0.1;
const LIGHT_LOSS = 0.04;
/** A round trip from which queues on the way are full. */
const FULL_QUEUE_MS = 800;
/** Voice with its repetition, and what carries it: a line that bears less than twice that is for the voice. */
const VOICE_KBPS = 110;

/** Losses are mended by smaller pictures, not by none; a short processor by less than that. */
const LOWEST_FOR: Readonly<Record<'starved' | 'lossy' | 'cpu', number>> = { starved: LOWEST, lossy: 3, cpu: 2 };

export interface Adaptation {
  readonly level: number;
  /** Looks in a row with trouble, or without. */
  readonly bad: number;
  readonly good: number;
  /** Looks without trouble that the next step up takes. */
  readonly patience: number;
  /** Looks since the last step up; null before the first. */
  readonly sinceUp: number | null;
}

export const FULL: Adaptation = { level: 0, bad: 0, good: 0, patience: UP_AFTER_LOOKS, sinceUp: null };

/** What is to be given after another look. */
export function adapt(before: Adaptation, figures: LineFigures): Adaptation {
  // Nothing comes in: the line is cut, which fewer pictures do not mend.
  if (figures.silent) return before;
  const held = before.sinceUp !== null && before.sinceUp + 1 >= HELD_LOOKS;
  const state: Adaptation = {
    ...before,
    sinceUp: before.sinceUp === null || held ? null : before.sinceUp + 1,
    patience: held ? UP_AFTER_LOOKS : before.patience,
  };
  const trouble = troubleOf(figures);
  if (trouble === 'none') return recover({ ...state, bad: 0, good: state.good + 1 });
  if (trouble === 'some') return { ...state, bad: 0, good: 0 };
  const bad = state.bad + 1;
  const limit = trouble === 'cpu' ? DOWN_AFTER_LOOKS_CPU : DOWN_AFTER_LOOKS;
  if (bad < limit || state.level >= LOWEST_FOR[trouble]) return { ...state, bad, good: 0 };
  const tooEarly = state.sinceUp !== null;
  return {
    level: state.level + 1,
    bad: 0,
    good: 0,
    patience: tooEarly ? Math.min(2 * state.patience, UP_AFTER_LOOKS_LONGEST) : state.patience,
    sinceUp: null,
  };
}

function troubleOf(figures: LineFigures): 'starved' | 'lossy' | 'cpu' | 'some' | 'none' {
  const { lostOut, roundTripMs, bearsKbps, limitedBy } = figures;
  if (limitedBy === 'bandwidth' && bearsKbps !== null && bearsKbps < 2 * VOICE_KBPS) return 'starved';
  if (lostOut >= HEAVY_LOSS || roundTripMs >= FULL_QUEUE_MS) return 'lossy';
  if (limitedBy === 'cpu') return 'cpu';
  return lostOut >= LIGHT_LOSS || limitedBy === 'bandwidth' ? 'some' : 'none';
}

function recover(state: Adaptation): Adaptation {
  if (state.level === 0 || state.good < state.patience) return state;
  return { ...state, level: state.level - 1, good: 0, sinceUp: 0 };
}

/** What a level leaves of the limits of a role: factors of its rate and frames, and by how much its size is divided. */
export interface Cut {
  readonly rate: number;
  readonly frames: number;
  readonly size: number;
  readonly active: boolean;
}

const WHOLE: Cut = { rate: 1, frames: 1, size: 1, active: true };

/** Motion is kept for as long as size can be given up; only then frames, and at last the picture. */
const FACE: readonly Cut[] = [
  WHOLE,
  { rate: 0.6, frames: 1, size: 1.5, active: true },
  { rate: 0.35, frames: 1, size: 2, active: true },
  { rate: 0.18, frames: 0.7, size: 3, active: true },
  { rate: 0.18, frames: 0.7, size: 3, active: false },
];

/** Hands stay to be followed: size goes, frames stay, and it is the last picture to go. */
const HANDS: readonly Cut[] = [
  WHOLE,
  { rate: 0.7, frames: 1, size: 1.25, active: true },
  { rate: 0.5, frames: 1, size: 1.5, active: true },
  { rate: 0.35, frames: 1, size: 2, active: true },
  { rate: 0.25, frames: 0.8, size: 2.5, active: true },
];

/** Print stays sharp: frames go, size never. */
const PRINT: readonly Cut[] = [
  WHOLE,
  { rate: 0.7, frames: 0.5, size: 1, active: true },
  { rate: 0.45, frames: 0.25, size: 1, active: true },
  { rate: 0.35, frames: 0.125, size: 1, active: true },
  { rate: 0.25, frames: 0.125, size: 1, active: true },
];

const CUTS: Readonly<Record<TrackRole, readonly Cut[]>> = {
  voice: [WHOLE, WHOLE, WHOLE, WHOLE, WHOLE],
  face: FACE,
  paper: PRINT,
  screen: PRINT,
  interpreter: HANDS,
};

export function cutOf(role: TrackRole, level: number): Cut {
  return CUTS[role][Math.min(LOWEST, Math.max(0, level))] ?? WHOLE;
}
