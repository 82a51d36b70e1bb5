/** What the axes of a chart need; pure. */

/** Halves of these are easy to read as well. */
const STEPS = [1, 2, 4, 6, 8, 10] as const;
/** Below it the middle of an axis would be half a call. */
const LEAST_END = 2;

/** The end of an axis: the next round number that holds the largest value. */
export function axisEnd(largest: number): number {
  if (largest <= LEAST_END) return LEAST_END;
  const power = 10 ** Math.floor(Math.log10(largest));
  return power * (STEPS.find((step) => step * power >= largest - 1e-9) ?? 10);
}

/** Which of so many labels are drawn, so that at most `room` are: the first, and every n-th after it. */
export function labelEvery(count: number, room: number): number {
  return Math.max(1, Math.ceil(count / room));
}
