import type { BoothHandler } from './context.ts';

export const channel = 'technician.unlock';

/** PIN and one-time code from the pad. */
export const handler: BoothHandler<typeof channel> = (given, { core }) => core.technician.unlock(given);
