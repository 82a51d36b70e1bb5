import { instantOf } from '../../contracts/time.ts';
import type { DriverContext } from '../driver.ts';
import type { UpsStatus } from './status.ts';

/** Tells what changes for the booth: the mains, and the battery's threshold. The first word of each counts as a change. */
export function createPowerNews(deviceId: string, { clock, push }: Pick<DriverContext, 'clock' | 'push'>) {
  let told: Pick<UpsStatus, 'mains' | 'battery'> = { mains: 'unknown', battery: 'unknown' };
  return {
    tell({ mains, battery }: UpsStatus): void {
      const at = instantOf(clock);
      if (mains !== 'unknown' && (mains !== told.mains || battery !== told.battery)) {
        push('power.changed', { mains, battery, at });
      }
      if (battery !== 'unknown' && battery !== told.battery) {
        push('device.threshold', { deviceId, supply: 'battery', level: battery === 'low' ? 'low' : 'full', at });
      }
      // Silence in between is no change.
      told = {
        mains: mains === 'unknown' ? told.mains : mains,
        battery: battery === 'unknown' ? told.battery : battery,
      };
    },
  };
}
