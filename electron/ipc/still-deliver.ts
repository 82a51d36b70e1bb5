import type { BoothHandler } from './context.ts';

export const channel = 'still.deliver';

/** A still that main asked for. */
export const handler: BoothHandler<typeof channel> = ({ requestId, ...still }, { core }) =>
  core.stills.delivered(requestId, still);
