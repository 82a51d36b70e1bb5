import { ok } from '../../contracts/result.ts';
import type { BoothHandler } from './context.ts';

export const channel = 'form.kept';

/** What a screen before this one could not send any more. */
export const handler: BoothHandler<typeof channel> = (_input, { core }) => ok(core.keptForms());
