import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VisitFact } from '../../../contracts/domain/timeline.ts';
import { unwrap } from '../../../contracts/result.ts';
import { type Rig, startRig, type TestAgent } from '../hub/rig.ts';
import { PlainBooth, STILL } from './plain-booth.ts';

let rig: Rig;
let booth: PlainBooth;
let agent: TestAgent;

beforeEach(async () => {
  rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
  booth = await PlainBooth.make(rig.hub.url, rig.dataDir, rig.clock);
  await booth.start();
  agent = await rig.agent('demo-tax-1');
  unwrap(await agent.available());
});
afterEach(async () => {
  await booth.close();
  await rig.close();
});

/** Calls, and lets the agent take the call and the citizen's screen decode a frame. */
async function call(): Promise<{ callId: string; visitId: string; timeline: VisitFact[] }> {
  booth.intend({ type: 'call' });
  const { callId, visit, timeline } = await agent.accept();
  await booth.untilStep('in-call');
  booth.firstFrame(callId, agent.id);
  return { callId, visitId: visit.id, timeline: timeline.map(({ fact }) => fact) };
}

/**
 * Everything that the agent's desk was told of the visit, in order. A fact whose place in the timeline turned out to be
 * another is told again under its id, as the desk keeps them.
 */
function told(): readonly string[] {
  const facts = new Map<string, VisitFact>();
  for (const { name, payload } of agent.heard) {
    if (name !== 'timeline.added') continue;
    const { id, fact } = payload as { id: string; fact: VisitFact };
    if (!facts.has(id)) facts.set(id, fact);
  }
  return [...facts.values()].map((fact) => (fact.type === 'parcel.moved' ? `parcel:${fact.state}` : fact.type));
}

const isTold = (word: string) => expect.poll(told, { timeout: 10_000 }).toContain(word);

test('a whole visit: door, call, still, locker, slip, rating, and nothing is left', async () => {
  await booth.enter();
  const { visitId, timeline } = await call();
  expect(timeline.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['door.unlocked', 'door.opened', 'citizen.inside', 'door.closed']),
  );

  const { fileId } = unwrap(await agent.call('still.take', { visitId }));
  await isTold('file.stored');
  expect(unwrap(await booth.paperPicture(fileId))).toEqual({ mimeType: 'image/jpeg', bytes: STILL });
  const visitCase = unwrap(await agent.call('case.open', { visitId, serviceId: 'tax-clearance' }));

  const parcel = unwrap(await agent.call('locker.ask', { visitId, caseId: visitCase.id }));
  await booth.until((state) => state.ask?.kind === 'locker' && state.ask.parcel.id === parcel.id);
  booth.intend({ type: 'answer-ask', agreed: true });
  await booth.until((state) => state.locker?.phase === 'open');
  const { locker, printer, door } = booth.machines;
  expect(locker.pulses).toEqual([parcel.compartment]);
  locker.putItem(parcel.compartment);
  locker.closeDoor(parcel.compartment);
  await isTold('parcel:sealed');

  unwrap(await agent.call('visit.close', { visitId }));
  const rating = await booth.untilStep('rating');
  expect(rating.visit?.files.map(({ id }) => id)).toContain(fileId);
  expect(printer.slips()).toHaveLength(1);
  expect(printer.slips()[0]?.lines.join('\n')).toContain(visitCase.number);
  booth.intend({ type: 'rate', caseId: visitCase.id, level: 5 });
  await booth.untilStep('goodbye');
  booth.intend({ type: 'leave' });
  await booth.untilStep('leaving');
  door.leave();
  const welcome = await booth.untilStep('welcome');
  expect(await booth.paperPicture(fileId)).toMatchObject({ error: { code: 'wrong_state' } });
  expect(welcome).toMatchObject({ visit: null, call: null, ask: null, locker: null, print: null });
  await isTold('citizen.gone');
  expect(told().filter((word) => word.startsWith('parcel:'))).toEqual([
    'parcel:agreed',
    'parcel:pulse-sent',
    'parcel:open',
    'parcel:closed',
    'parcel:sealed',
  ]);
  for (const once of ['call.first-frame', 'receipt.printed', 'rating.given', 'visit.ended', 'citizen.gone']) {
    expect(told().filter((word) => word === once)).toEqual([once]);
  }
  await expect.poll(() => onDisk(booth.dataDir).includes(visitId)).toBe(false);
  expect(booth.machines.violations()).toEqual([]);
});

test('the power goes in mid-visit: the booth knows the visit, goes on in the same call, and the hub has each fact once', async () => {
  await booth.enter();
  const { visitId, callId } = await call();
  await booth.cutPower();
  await booth.start();
  // Nobody is heard or seen before the citizen has said that they go on.
  expect(await booth.untilStep('resume')).toMatchObject({ visit: { id: visitId }, call: null });
  booth.intend({ type: 'resume', goOn: true });
  expect((await booth.untilStep('in-call')).call?.callId).toBe(callId);
  await isTold('visit.resumed');
  booth.intend({ type: 'leave' });
  await booth.untilStep('leaving');
  booth.machines.door.leave();
  await booth.untilStep('welcome');
  await isTold('citizen.gone');
  for (const once of ['visit.resumed', 'visit.ended', 'citizen.gone', 'booth.wiped']) {
    expect(told().filter((word) => word === once)).toEqual([once]);
  }
});

test('a call that nobody can take ends at the big button again, with the reason', async () => {
  unwrap(await agent.call('presence.set', { presence: 'offline' }));
  await booth.enter();
  booth.intend({ type: 'call' });
  await booth.until((state) => state.step === 'calling' && state.call !== null);
  booth.intend({ type: 'cancel-call' });
  expect((await booth.untilStep('ready')).call).toBeNull();
});

function onDisk(folder: string): string {
  return readdirSync(folder)
    .filter((name) => name.startsWith('journal'))
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('');
}
