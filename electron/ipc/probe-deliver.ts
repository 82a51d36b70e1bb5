import type { BoothHandler } from './context.ts';

export const channel = 'probe.deliver';

/** A measurement that main asked the screen for. */
export const handler: BoothHandler<typeof channel> = ({ requestId, result }, { core }) =>
  core.technician.probes.delivered(requestId, result);
