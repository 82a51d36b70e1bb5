/**
 * Of those who asked for a person, this share shall have one in time: the rule of contact centres (80/20), kept here against
 * a shorter promise.
 */
export const GOAL_SHARE = 0.8;

export function isBelowGoal(share: number | null): boolean {
  return share !== null && share < GOAL_SHARE;
}
