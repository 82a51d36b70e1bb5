import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Id } from '../../contracts/ids.ts';

/** A new time-ordered id. Random bytes come from Node: Electron 25's Node 18 has no global `crypto` for `uuid` to use. */
export function freshId(): Id {
  return v7({ rng: () => randomBytes(16) });
}
