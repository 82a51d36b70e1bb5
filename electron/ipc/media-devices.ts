import { ok } from '../../contracts/result.ts';
import type { BoothHandler } from './context.ts';

export const channel = 'media.devices';

/** Cameras and microphones that the screen sees. */
export const handler: BoothHandler<typeof channel> = ({ cameras, microphones }, { core }) => {
  core.dispatch({ type: 'media', cameras, microphones });
  return ok(undefined);
};
