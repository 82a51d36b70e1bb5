import { fail } from '../../../../contracts/errors.ts';
import { evidence, failed, passed, reportOf, type Step, type StepPorts } from './step.ts';

const HOLD_MS = 15_000;

function doorStatus(ports: StepPorts) {
  const status = reportOf(ports, 'door')?.status;
  return status?.class === 'door' ? status : null;
}

/** Releases the lock and waits until the leaf is seen open. */
export const doorStep: Step = {
  name: 'door.unlock',
  duringVisit: false,
  async run(_target, ports) {
    const startedMs = ports.nowMs();
    const unlocked = await ports.callDevice('door.unlock', { holdMs: HOLD_MS });
    const status = doorStatus(ports);
    const sensors = [
      evidence('leaf', status?.leaf ?? 'unknown'),
      evidence('lock', status?.lock ?? 'unknown'),
      evidence('presence', status?.presence ?? 'unknown'),
    ];
    if (!unlocked.ok) return failed(unlocked.error, ...sensors);
    return passed(evidence('unlock-to-open', Math.round(ports.nowMs() - startedMs), 'ms'), ...sensors);
  },
};

/** Switches the lights off and on again; the board's own coil is the evidence, the technician's eye the verdict. */
export const lightsStep: Step = {
  name: 'lights',
  duringVisit: false,
  async run(_target, ports) {
    const off = await ports.callDevice('lights.set', { on: false });
    if (!off.ok) return failed(off.error);
    const seenOff = await lightsNow(ports);
    const on = await ports.callDevice('lights.set', { on: true });
    if (!on.ok) return failed(on.error, evidence('lights', seenOff));
    const seenOn = await lightsNow(ports);
    const found = [evidence('lights-off', seenOff), evidence('lights-on', seenOn)];
    if (seenOff === 'off' && seenOn === 'on') return passed(...found);
    return failed(fail('device_error', 'the board’s coil did not follow'), ...found);
  },
};

/** Asked of the device host, whose reports are newer than those that main has heard of. */
async function lightsNow({ callDevice }: StepPorts): Promise<string> {
  const reports = await callDevice('reports', undefined);
  const status = reports.ok ? reports.value.find((device) => device.class === 'door')?.status : undefined;
  return status?.class === 'door' ? status.lights : 'unknown';
}
