import type { DeviceReport, DeviceStatistics } from '../../../contracts/device/device.ts';
import { ALWAYS, bad, type Check, doubtful, type Finding, failedBy, fine } from './check.ts';

/** A line on which more than this share of commands needed another try, or held rubbish, is bad: cable, baud or a second master. */
const BAD_LINE_SHARE = 0.2;
/** Fewer commands say nothing about a line. */
const LEAST_COMMANDS = 10;

/** Every device of the profile: what it says of itself, and how well its line has carried since the check before. */
export function createDevicesCheck(): Check {
  const counted = new Map<string, DeviceStatistics>();
  return {
    name: 'device',
    runsOn: ALWAYS,
    async run({ devices }) {
      const reports = await devices();
      if (!reports.ok) return [failedBy('device', reports.error)];
      return reports.value.map((report) => {
        const since = sinceOf(report.statistics, counted.get(report.id));
        // Few commands say nothing: they are counted on until there are enough.
        if (since.commands >= LEAST_COMMANDS) counted.set(report.id, report.statistics);
        return judge(report, since);
      });
    },
  };
}

type Counts = Pick<DeviceStatistics, 'commands' | 'retries' | 'badFrames'>;

function judge(report: DeviceReport, since: Counts): Finding {
  const name = `device.${report.id}`;
  const { fault, state } = report;
  if (fault) return bad(name, fault.code, `${state}: ${fault.cause}`);
  if (state !== 'online' && state !== 'deviceBusy') return bad(name, 'device_offline', `state ${state}`);
  const worn = wear(report) ?? lineTrouble(since);
  if (worn) return doubtful(name, worn.code, worn.detail);
  return fine(name, `${report.model} at ${report.port}`);
}

/** What works now and soon will not, or works badly. */
function wear({ status }: DeviceReport): { code: string; detail: string } | null {
  switch (status.class) {
    case 'printer':
      if (status.paper === 'low') return { code: 'paper_low', detail: 'the roll is near its end' };
      if (status.slip === 'presented') return { code: 'not_taken', detail: 'a slip hangs at the mouth' };
      break;
    case 'ups':
      if (status.mains === 'failed') return { code: 'mains_failed', detail: `on battery, ${status.battery}` };
      if (status.battery === 'low') return { code: 'battery_low', detail: `${status.batteryVolts ?? '?'} V` };
      break;
    case 'locker': {
      const open = status.compartments.filter(({ door }) => door === 'open').map(({ compartment }) => compartment);
      if (open.length > 0) return { code: 'left_open', detail: `open: ${open.join(', ')}` };
      break;
    }
    default:
      break;
  }
  return null;
}

/** A driver that was started anew counts from zero. */
function sinceOf(now: DeviceStatistics, before: DeviceStatistics | undefined): Counts {
  if (!before || before.commands > now.commands) return now;
  return {
    commands: now.commands - before.commands,
    retries: now.retries - before.retries,
    badFrames: now.badFrames - before.badFrames,
  };
}

function lineTrouble({ commands, retries, badFrames }: Counts): { code: string; detail: string } | null {
  if (commands < LEAST_COMMANDS || (retries + badFrames) / commands <= BAD_LINE_SHARE) return null;
  return { code: 'bad_frame', detail: `${retries} retries and ${badFrames} bad frames in ${commands} commands` };
}
