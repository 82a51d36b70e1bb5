import { ok } from '../../contracts/result.ts';
import type { BoothHandler } from './context.ts';

export const channel = 'call.first-frame';

/** The screen decoded its first frame of a party. */
export const handler: BoothHandler<typeof channel> = (frame, { core }) => {
  core.dispatch({ type: 'first-frame', ...frame });
  return ok(undefined);
};
