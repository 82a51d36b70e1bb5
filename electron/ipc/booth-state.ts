import { ok } from '../../contracts/result.ts';
import type { BoothHandler } from './context.ts';

export const channel = 'booth.state';

/** The state now; changes come as pushes. */
export const handler: BoothHandler<typeof channel> = (_input, { core }) => ok(core.state());
