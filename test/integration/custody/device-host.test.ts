import { describe, expect, test } from 'vitest';
import { DEPOSIT, expectEachIncidentOnce, makeRig, TAKE_OUT, takeOutAndShut } from './people.ts';
import { parcel, type Rig } from './rig.ts';

const { compartment } = parcel;

describe('the device host is killed', () => {
  test('at every step: the app goes on by what the board says next', async (context) => {
    const rig = await makeRig(context);
    await rig.start({ hostOutside: true });
    rig.send(DEPOSIT);
    await rig.locker.waitFor(() => rig.locker.pulses.length === 1);
    await killHost(rig);
    await rig.until(() => rig.at.step === 'open' && rig.at.door === 'open', 'open');
    await killHost(rig);
    rig.locker.putItem(compartment);
    await rig.until(() => rig.at.step === 'item-seen', 'item seen');
    await killHost(rig, () => rig.locker.closeDoor(compartment));
    await rig.until(() => rig.at.step === 'sealed', 'sealed');
    await killHost(rig);
    await rig.until(() => rig.at.door === 'closed', 'asked again');
    expect(rig.at).toMatchObject({ step: 'sealed', incidents: [] });
    rig.send(TAKE_OUT);
    await rig.locker.waitFor(() => rig.locker.pulses.length === 2);
    await killHost(rig, () => takeOutAndShut(rig));
    await rig.until(() => rig.trail.includes('collected'), 'collected');
    expect(rig.locker.pulses).toEqual([compartment, compartment]);
    expectEachIncidentOnce(rig.trail);
    expect(rig.at).toMatchObject({ owner: null, incidents: [] });
  });
});

/** Ends the host, does something while it is away, and waits until the app has noticed. */
async function killHost(rig: Rig, meanwhile: () => void = () => undefined): Promise<void> {
  const { restarts } = rig;
  rig.killHost();
  meanwhile();
  await rig.until(() => rig.restarts > restarts, 'the host is gone');
}
