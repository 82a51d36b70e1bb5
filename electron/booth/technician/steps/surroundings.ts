import type { XiaowuError } from '../../../../contracts/errors.ts';
import type { Finding } from '../../self-check/check.ts';
import { machineCheck } from '../../self-check/machine.ts';
import { clockFinding, networkCheck } from '../../self-check/network.ts';
import { errorOfFinding, evidence, failed, passed, reportOf, type Step } from './step.ts';

function errorOf(findings: readonly Finding[]): XiaowuError | null {
  const worst = findings.find(({ outcome }) => outcome === 'failed');
  return worst ? errorOfFinding({ ...worst, detail: `${worst.name}: ${worst.detail}` }) : null;
}

const evidenceOf = (findings: readonly Finding[]) =>
  findings.map(({ name, outcome, detail }) => evidence(name, `${outcome}: ${detail}`));

/** Every leg of the way to the hub. */
export const networkStep: Step = {
  name: 'network',
  duringVisit: true,
  async run(_target, { checks }) {
    const findings = await networkCheck.run(checks);
    const error = errorOf(findings);
    return error ? failed(error, ...evidenceOf(findings)) : passed(...evidenceOf(findings));
  },
};

/** Room on the disk, memory, and the clock. */
export const machineStep: Step = {
  name: 'disk-and-clock',
  duringVisit: true,
  async run(_target, { checks }) {
    // The hub alone is asked for its time: the relays are the network's step.
    const [machine, hub] = await Promise.all([machineCheck.run(checks), checks.hub()]);
    const findings = [...machine, clockFinding(hub)];
    const error = errorOf(findings);
    return error ? failed(error, ...evidenceOf(findings)) : passed(...evidenceOf(findings));
  },
};

/** The UPS tests its battery for ten seconds. */
export const upsStep: Step = {
  name: 'ups',
  duringVisit: false,
  async run(_target, ports) {
    const tested = await ports.callDevice('ups.test', undefined);
    const status = reportOf(ports, 'ups')?.status;
    const found =
      status?.class === 'ups'
        ? [
            evidence('mains', status.mains),
            evidence('battery', status.battery),
            evidence('voltage', status.batteryVolts ?? '—', 'V'),
            evidence('load', status.loadPercent ?? '—', '%'),
          ]
        : [];
    return tested.ok ? passed(...found) : failed(tested.error, ...found);
  },
};
