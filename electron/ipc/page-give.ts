import type { BoothHandler } from './context.ts';

export const channel = 'page.give';

/** A page that the citizen took at the screen. */
export const handler: BoothHandler<typeof channel> = (still, { core }) => core.stills.give(still);
