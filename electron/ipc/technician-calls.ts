import { type TechnicianCallName, technicianCalls } from '../../contracts/technician/calls.ts';
import type { TechnicianPresence } from '../../contracts/technician/mode.ts';
import type { BoothChannel, BoothHandler, BoothIpcContext } from './context.ts';

type TechnicianChannel = `technician.${TechnicianCallName}`;

/** At the booth's own screen it is whoever came in by the pad; a screen that nobody unlocked is nobody's. */
function whoIsHere({ core }: BoothIpcContext): TechnicianPresence | null {
  const { technician } = core.state();
  if (technician.phase === 'inactive') return null;
  return technician.by.from === 'booth' ? technician.by : null;
}

/** One handler for each call of the technician's table, under its name with `technician.` before it. */
export const technicianHandlers = Object.fromEntries(
  (Object.keys(technicianCalls) as TechnicianCallName[]).map((name) => [
    `technician.${name}`,
    (input: unknown, context: BoothIpcContext) => context.core.technician.desk.call(name, input, whoIsHere(context)),
  ]),
) as unknown as { readonly [K in Extract<BoothChannel, TechnicianChannel>]: BoothHandler<K> };
