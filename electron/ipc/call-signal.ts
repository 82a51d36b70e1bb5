import type { BoothHandler } from './context.ts';

export const channel = 'call.signal';

/** WebRTC signalling of the screen, on to the hub. */
export const handler: BoothHandler<typeof channel> = (signal, { core }) => core.signal(signal);
