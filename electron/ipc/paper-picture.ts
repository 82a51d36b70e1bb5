import type { BoothHandler } from './context.ts';

export const channel = 'paper.picture';

/** A paper of the running visit as the hub holds it, for people in the call to look at together. */
export const handler: BoothHandler<typeof channel> = ({ fileId }, { core }) => core.paperPicture(fileId);
