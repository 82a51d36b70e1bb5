import { ERROR_TABLE, type ErrorCode, fail, type XiaowuError } from '../../../../contracts/errors.ts';
import type { Finding } from '../../self-check/check.ts';
import { machineCheck } from '../../self-check/machine.ts';
import { networkCheck } from '../../self-check/network.ts';
import { evidence, failed, passed, reportOf, type Step } from './step.ts';

function errorOf(findings: readonly Finding[]): XiaowuError | null {
  const worst = findings.find(({ outcome }) => outcome === 'failed');
  if (!worst) return null;
  const { code, name, detail } = worst;
  const known = code !== null && Object.hasOwn(ERROR_TABLE, code) ? (code as ErrorCode) : 'device_error';
  return fail(known, `${name}: ${detail}`);
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
    const [machine, network] = await Promise.all([machineCheck.run(checks), networkCheck.run(checks)]);
    const findings = [...machine, ...network.filter(({ name }) => name === 'clock')];
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
