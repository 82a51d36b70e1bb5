import { ok } from '../../contracts/result.ts';
import type { BoothHandler } from './context.ts';

export const channel = 'booth.intent';

/** What the citizen does at the screen. */
export const handler: BoothHandler<typeof channel> = (intent, { core }) => {
  core.dispatch({ type: 'intent', intent });
  return ok(undefined);
};
