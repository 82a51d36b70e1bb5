/** What was done to a text: at `at`, `remove` units were taken out and `insert` was put in. Counted in UTF-16 units. */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/**
 * The smallest single splice that makes `after` of `before`; null when they are equal. `caret` is where the cursor stands in
 * `after`: of "aa" → "aaa" it tells which "a" is new. Never cuts a surrogate pair in two.
 */
export function spliceBetween(before: string, after: string, caret?: number): Splice | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  // What stands behind the cursor was there before, as far as it is the same.
  const behind = caret === undefined ? shorter : Math.min(shorter, Math.max(0, after.length - caret));
  let tail = 0;
  while (tail < behind && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  let head = 0;
  while (head < shorter - tail && before[head] === after[head]) head += 1;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (head > 0 && isHigh(before.charCodeAt(head - 1))) head -= 1;
  if (tail > 0 && isLow(before.charCodeAt(before.length - tail))) tail -= 1;
  return { at: head, remove: before.length - head - tail, insert: after.slice(head, after.length - tail) };
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** `mine` as it is to be done after `theirs` was done to the same text. What they wrote inside of what I take out stays. */
export function rebase(mine: Splice, theirs: Splice | null): Splice {
  if (!theirs) return mine;
  const end = mine.at + mine.remove;
  const theirEnd = theirs.at + theirs.remove;
  const shift = theirs.insert.length - theirs.remove;
  if (theirEnd <= mine.at) return { ...mine, at: mine.at + shift };
  if (theirs.at >= end) return mine;
  // They meet: what is left of mine before and after theirs.
  const before = Math.max(0, theirs.at - mine.at);
  if (before > 0) return { ...mine, remove: before };
  return { ...mine, at: theirs.at + theirs.insert.length, remove: Math.max(0, end - theirEnd) };
}
