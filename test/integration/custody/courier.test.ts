import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VisitFact } from '../../../contracts/domain/timeline.ts';
import { unwrap } from '../../../contracts/result.ts';
import { PlainBooth } from '../booth/plain-booth.ts';
import { type Rig, startRig } from '../hub/rig.ts';

let rig: Rig;
let booth: PlainBooth;

beforeEach(async () => {
  rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
  booth = await PlainBooth.make(rig.hub.url, rig.dataDir, rig.clock);
  await booth.start();
});
afterEach(async () => {
  await booth.close();
  await rig.close();
});

/** A citizen puts a parcel in and leaves. */
async function deposit() {
  const agent = await rig.agent('demo-tax-1');
  unwrap(await agent.available());
  await booth.enter();
  booth.intend({ type: 'call' });
  const { callId, visit } = await agent.accept();
  await booth.untilStep('in-call');
  booth.firstFrame(callId, agent.id);
  const parcel = unwrap(await agent.call('locker.ask', { visitId: visit.id }));
  await booth.until((state) => state.ask !== null);
  booth.intend({ type: 'answer-ask', agreed: true });
  await booth.until((state) => state.locker?.phase === 'open');
  const { locker, door } = booth.machines;
  locker.putItem(parcel.compartment);
  locker.closeDoor(parcel.compartment);
  await booth.until((state) => state.locker?.phase === 'closed');
  const moves = () =>
    agent.heard.flatMap(({ name, payload }) => {
      const { fact } = (name === 'timeline.added' ? payload : {}) as { fact?: VisitFact };
      return fact?.type === 'parcel.moved' ? [fact.state] : [];
    });
  await expect.poll(moves, { timeout: 10_000 }).toContain('sealed');
  booth.intend({ type: 'leave' });
  await booth.untilStep('leaving');
  door.leave();
  await booth.untilStep('welcome');
  return parcel;
}

test('a courier takes a parcel out by code: slowed down, then opened, after a restart of the booth too', async () => {
  const parcel = await deposit();
  const technician = await rig.technician();
  const issued = unwrap(await technician.call('parcels.issue-code', { parcelId: parcel.id, purpose: 'collect' }));

  await booth.cutPower();
  await booth.start();
  await booth.until((state) => state.step === 'welcome' && state.online && state.lockerSizes.length > 0);
  booth.intend({ type: 'open-courier' });
  // The board is still being asked: the pad comes by itself when it answers.
  await booth.until((state) => state.courier?.phase === 'code');
  booth.intend({ type: 'courier-code', code: issued.code === '00000000' ? '00000001' : '00000000' });
  const wrong = await booth.until((state) => state.courier?.error?.code === 'token_invalid');
  expect(wrong.courier?.waitUntil).toBeDefined();
  await booth.until((state) => state.courier?.phase === 'code' && state.courier.waitUntil === undefined);

  const { locker } = booth.machines;
  const before = locker.pulses.length;
  booth.intend({ type: 'courier-code', code: issued.code });
  await booth.until((state) => state.courier?.phase === 'open');
  expect(locker.pulses.slice(before)).toEqual([parcel.compartment]);
  locker.takeItem(parcel.compartment);
  locker.closeDoor(parcel.compartment);
  await booth.until((state) => state.courier?.phase === 'done');
  await booth.untilStep('welcome');

  booth.intend({ type: 'open-courier' });
  await booth.untilStep('courier');
  await expect
    .poll(
      async () => {
        booth.intend({ type: 'courier-code', code: issued.code });
        return (await booth.until((state) => state.courier?.phase === 'code')).courier?.error?.code;
      },
      { timeout: 10_000 },
    )
    .toBe('token_used');
  expect(locker.pulses).toHaveLength(before + 1);
  expect(booth.machines.violations()).toEqual([]);
}, 60_000);
