import { ok } from '../../contracts/result.ts';
import type { BoothHandler } from './context.ts';

export const channel = 'booth.setup';

/** What the screen needs once: sizes, cameras, relays and the catalogue, as far as the hub has told it. */
export const handler: BoothHandler<typeof channel> = (_input, { setup }) => ok(setup());
