import { describe, expect, test } from 'vitest';
import type { ParcelState } from '../../../contracts/domain/visit.ts';
import { DEPOSIT, expectEachIncidentOnce, finishDeposit, gone, isOpen, makeRig, putInAndShut } from './people.ts';
import { parcel } from './rig.ts';

const { compartment } = parcel;

describe('the power is cut while a parcel goes in', () => {
  const cuts: { state: ParcelState; when: 'before' | 'after'; step: string | null; pulses: number }[] = [
    // Nothing of it is on disk: nobody has agreed, nothing was pulsed.
    { state: 'pulse-sent', when: 'before', step: 'requested', pulses: 0 },
    // Recorded, and cut before the pulse went out: it is not sent after the restart either.
    { state: 'pulse-sent', when: 'after', step: 'pulse-sent', pulses: 0 },
    { state: 'open', when: 'before', step: 'open', pulses: 1 },
    { state: 'open', when: 'after', step: 'open', pulses: 1 },
    { state: 'item-seen', when: 'before', step: 'sealed', pulses: 1 },
    { state: 'item-seen', when: 'after', step: 'sealed', pulses: 1 },
    { state: 'sealed', when: 'before', step: 'sealed', pulses: 1 },
    { state: 'sealed', when: 'after', step: 'sealed', pulses: 1 },
  ];
  test.for(cuts)('$when $state is on disk', async ({ state, when, step, pulses }, context) => {
    const rig = await makeRig(context);
    await rig.start({ dieAt: { state, when } });
    rig.send({ type: 'reserve', parcel });
    rig.send(DEPOSIT);
    if (state === 'item-seen' || state === 'sealed') {
      await rig.until(() => rig.at.step === 'open', 'open');
      if (state === 'sealed') putInAndShut(rig);
      else rig.locker.putItem(compartment);
    }
    await gone(rig);
    if (state === 'item-seen') rig.locker.closeDoor(compartment);
    expect(rig.locker.pulses).toHaveLength(pulses);

    await rig.start();
    await rig.until(() => rig.at.step === step && rig.at.move?.phase !== 'unclear', `${step} after the restart`);
    expect(rig.at.owner?.parcelId).toBe(parcel.id);
    expect(rig.locker.pulses).toHaveLength(pulses);
    await finishDeposit(rig);
    expect(rig.trail.filter((word) => word === 'sealed')).toHaveLength(1);
    expectEachIncidentOnce(rig.trail);
    expect(rig.at.incidents).toEqual([]);
    expect(rig.locker.violations).toEqual([]);
  });

  test.for([true, false])('when the pulse is on the line (infrared: %s)', async (infrared, context) => {
    const rig = await makeRig(context, { infrared });
    await rig.start();
    rig.send(DEPOSIT);
    await rig.locker.waitFor(() => rig.locker.pulses.length === 1);
    await rig.kill();
    await rig.start();
    await rig.until(() => rig.at.step === 'open', 'open');
    await finishDeposit(rig);
    expect(rig.locker.pulses).toEqual([compartment]);
    expect(rig.trail.at(-1)).toBe('sealed');
  });

  test('and the hand is quicker than the restart', async (context) => {
    const rig = await makeRig(context);
    await rig.start();
    rig.send(DEPOSIT);
    await rig.locker.waitFor(() => isOpen(rig));
    await rig.kill();
    putInAndShut(rig);
    await rig.start();
    await rig.until(() => rig.at.step === 'sealed', 'sealed');
    expect(rig.locker.pulses).toEqual([compartment]);
  });

  test('and the lock was jammed: one incident, and it may be tried again', async (context) => {
    const rig = await makeRig(context);
    rig.locker.stick(compartment, 'lock');
    await rig.start();
    rig.send(DEPOSIT);
    await rig.locker.waitFor(() => rig.locker.pulses.length === 1);
    for (const _ of [1, 2]) {
      await rig.kill();
      await rig.start();
      await rig.until(() => rig.at.incidents.includes('not_opened'), 'not opened');
    }
    expect(rig.locker.pulses).toHaveLength(1);
    rig.locker.stick(compartment, 'none');
    await finishDeposit(rig);
    expect(rig.locker.pulses).toHaveLength(2);
    expect(rig.trail.filter((word) => word === '+not_opened')).toHaveLength(1);
    expectEachIncidentOnce(rig.trail);
    expect(rig.at.incidents).toEqual([]);
  });
});
