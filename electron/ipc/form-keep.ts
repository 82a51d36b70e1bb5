import { ok } from '../../contracts/result.ts';
import type { BoothHandler } from './context.ts';

export const channel = 'form.keep';

/** Letters of a shared form that the hub does not have yet go to disk. */
export const handler: BoothHandler<typeof channel> = ({ caseId, kept }, { core }) => {
  core.keepForm(caseId, kept);
  return ok(null);
};
