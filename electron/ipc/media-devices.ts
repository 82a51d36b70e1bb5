import { ok } from '../../contracts/result.ts';
import type { BoothHandler } from './context.ts';

export const channel = 'media.devices';

/** Cameras and microphones that the screen sees, and those that it misses. */
export const handler: BoothHandler<typeof channel> = ({ cameras, microphones, lost }, { core }) => {
  core.dispatch({ type: 'media', cameras, microphones, lost });
  return ok(undefined);
};
