import { fail } from '../../contracts/errors.ts';
import type { BoothHandler } from './context.ts';

export const channel = 'still.fail';

/** The screen could not take a still that main asked for. */
export const handler: BoothHandler<typeof channel> = ({ requestId, code, detail }, { core }) =>
  core.stills.failed(requestId, fail(code, detail));
