import type { BoothHandler } from './context.ts';

export const channel = 'slip.preview';

/** The receipt of the running visit as the paper shows it. */
export const handler: BoothHandler<typeof channel> = (_input, { core }) => core.previewReceipt();
