import { describe, expect, test } from 'vitest';
import {
  expectEachIncidentOnce,
  finishTakingOut,
  gone,
  makeRig,
  putInAndShut,
  sealIn,
  TAKE_OUT,
  takeOutAndShut,
} from './people.ts';
import { parcel } from './rig.ts';

const { compartment } = parcel;

describe('the power is cut while a parcel goes out', () => {
  test.for([
    { state: 'pulse-sent', when: 'before', pulses: 1 },
    { state: 'pulse-sent', when: 'after', pulses: 1 },
    { state: 'open', when: 'before', pulses: 2 },
    { state: 'open', when: 'after', pulses: 2 },
    { state: 'collected', when: 'before', pulses: 2 },
    { state: 'collected', when: 'after', pulses: 2 },
  ] as const)('$when $state is on disk', async ({ state, when, pulses }, context) => {
    const rig = await makeRig(context);
    await rig.start();
    await sealIn(rig);
    await rig.kill();
    await rig.start({ dieAt: { state, when } });
    rig.send(TAKE_OUT);
    if (state === 'collected') {
      await rig.until(() => rig.at.move?.phase === 'open', 'open');
      takeOutAndShut(rig);
    }
    await gone(rig);
    await rig.start();
    await rig.until(() => rig.at.move?.phase !== 'unclear', 'clear after the restart');
    expect(rig.locker.pulses).toHaveLength(pulses);
    if (state !== 'collected') expect(rig.at.owner?.parcelId).toBe(parcel.id);
    await finishTakingOut(rig);
    expect(rig.trail.filter((word) => word === 'collected')).toHaveLength(1);
    expect(rig.at.owner).toBeNull();
    expectEachIncidentOnce(rig.trail);
  });
});

test('incidents of the real board: each once, over a restart too', async (context) => {
  const rig = await makeRig(context);
  await rig.start();
  await sealIn(rig);
  const { length } = rig.trail;
  rig.locker.openDoor(compartment);
  await rig.until(() => rig.at.incidents.includes('opened_without_order'), 'opened without order');
  await rig.kill();
  await rig.start();
  takeOutAndShut(rig);
  await rig.until(() => rig.at.incidents.includes('item_missing'), 'item missing');
  await rig.kill();
  await rig.start();
  expect(rig.trail.slice(length).filter((word) => !word.startsWith('-'))).toEqual([
    '+opened_without_order',
    '+item_missing',
    'incident',
  ]);
  rig.locker.openDoor(compartment);
  putInAndShut(rig);
  await rig.until(() => rig.at.incidents.length === 0, 'all is well again');
  expect(rig.at.step).toBe('sealed');
  expectEachIncidentOnce(rig.trail);
});
