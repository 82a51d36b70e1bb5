import { fail } from '../../../../contracts/errors.ts';
import { evidence, failed, passed, reportOf, type Step } from './step.ts';

/** Opens one compartment and says how long the door took to be seen open. */
export const lockerStep: Step = {
  name: 'locker.compartment',
  duringVisit: false,
  async run(target, ports) {
    const compartment = Number(target);
    const known = reportOf(ports, 'locker')?.capabilities;
    const count = known?.class === 'locker' ? known.sizes.length : 0;
    if (!Number.isInteger(compartment) || compartment < 1 || compartment > count) {
      return failed(fail('invalid_input', `compartment ${target}: name one from 1 to ${count}`));
    }
    const startedMs = ports.nowMs();
    const opened = await ports.callDevice('locker.open', { compartment });
    const tookMs = Math.round(ports.nowMs() - startedMs);
    const status = reportOf(ports, 'locker')?.status;
    const seen = status?.class === 'locker' ? status.compartments[compartment - 1] : undefined;
    const sensors = [evidence('door', seen?.door ?? 'unknown'), evidence('item', seen?.item ?? 'unknown')];
    if (!opened.ok) return failed(opened.error, ...sensors);
    return passed(evidence('pulse-to-open', tookMs, 'ms'), ...sensors);
  },
};
