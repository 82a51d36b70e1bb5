import type { CompartmentState, DeviceReport } from '../../../contracts/device/device.ts';
import type { DeviceProfile } from '../../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';

/** A setting of the profile, what it is, and what the sensors say it must be. */
export interface Proposal {
  readonly setting: string;
  readonly present: string | number;
  readonly proposed: string | number;
}

/** The other of two values. */
const other = <T>(value: T, one: T, two: T): T => (value === one ? two : one);

/**
 * Polarity is what boards of one model differ in, by the switch in the lock or the wiring of a contact. With every door
 * shut and the technician where they say they are, the sensors themselves tell which way round it is. `wrong_state`: the
 * sensors disagree among each other, so a door stands open or a switch is broken.
 */
export function proposalsFor(
  profile: DeviceProfile,
  report: DeviceReport,
  isTechnicianInside: boolean,
): Result<readonly Proposal[], XiaowuError> {
  if (report.state !== 'online') return err(fail('device_offline', `${report.id} is ${report.state}`));
  const { status } = report;
  switch (profile.driver) {
    case 'kerong-cu16':
    case 'kerong-cu48':
      return polarity(status, (isRight) =>
        isRight ? [] : [proposal('hookBitSet', profile.hookBitSet, other(profile.hookBitSet, 'closed', 'open'))],
      );
    case 'locker-8a':
      return polarity(status, (isRight) =>
        isRight
          ? []
          : [
              proposal(
                'contactClosedWhen',
                profile.contactClosedWhen,
                other(profile.contactClosedWhen, 'locked', 'open'),
              ),
            ],
      );
    case 'modbus-locker':
      return polarity(status, (isRight) =>
        isRight ? [] : [proposal('closedWhen', profile.closedWhen, other(profile.closedWhen, 0, 1))],
      );
    case 'modbus-door': {
      if (status.class !== 'door') return ok([]);
      const proposals: Proposal[] = [];
      if (status.leaf === 'open') {
        proposals.push(proposal('leafClosedWhen', profile.leafClosedWhen, other(profile.leafClosedWhen, 0, 1)));
      }
      const expected = isTechnicianInside ? 'present' : 'absent';
      if (status.presence !== 'unknown' && status.presence !== expected) {
        proposals.push(proposal('presentWhen', profile.presentWhen, other(profile.presentWhen, 0, 1)));
      }
      return ok(proposals);
    }
    default:
      return ok([]);
  }
}

function proposal(setting: string, present: string | number, proposed: string | number): Proposal {
  return { setting, present, proposed };
}

/** All doors are shut: what most of them say decides, and the rest must say the same. */
function polarity(
  status: DeviceReport['status'],
  propose: (isRight: boolean) => readonly Proposal[],
): Result<readonly Proposal[], XiaowuError> {
  if (status.class !== 'locker') return ok([]);
  const known = status.compartments.filter(({ door }) => door !== 'unknown');
  if (known.length === 0) return err(fail('device_no_reply', 'the board has not told of any door'));
  const saying = (door: CompartmentState['door']) => known.filter((one) => one.door === door);
  const [open, closed] = [saying('open'), saying('closed')];
  if (open.length > 0 && closed.length > 0) {
    const few = open.length <= closed.length ? open : closed;
    return err(
      fail('wrong_state', `shut every door; these differ: ${few.map(({ compartment }) => compartment).join(', ')}`),
    );
  }
  return ok(propose(open.length === 0));
}
