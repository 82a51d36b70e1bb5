import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '../../../contracts/result.ts';
import { type Rig, startRig } from '../hub/rig.ts';
import { PlainBooth } from './plain-booth.ts';

/** A hub that starts on a database it knows, beside other work. */
const RESTART_MS = 120_000;

const databaseIn = (folder: string) => ({ kind: 'embedded', folder: join(folder, 'database') }) as const;

let dataDir: string;
let port: number;
let rig: Rig;
let booth: PlainBooth;

/** A port that the hub has again after its restart. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'xiaowu-booth-call-'));
  port = await freePort();
  rig = await startRig({ database: databaseIn(dataDir), dataDir, config: { port } });
  booth = await PlainBooth.make(rig.hub.url, dataDir, rig.clock);
  await booth.start();
}, RESTART_MS);
afterEach(async () => {
  await booth.close();
  await rig.close();
  await rm(dataDir, { recursive: true, force: true });
});

test(
  'the hub is restarted in a call: the booth stays in it, and is in it with the same agent afterwards',
  async () => {
    const agent = await rig.agent('demo-tax-1');
    unwrap(await agent.available());
    await booth.enter();
    booth.intend({ type: 'call' });
    const { callId } = await agent.accept();
    const before = await booth.untilStep('in-call');
    expect(before.call?.callId).toBe(callId);

    await rig.close();
    const away = await booth.until(({ online }) => !online);
    expect(away).toMatchObject({ step: 'in-call', call: { callId, parties: before.call?.parties } });

    rig = await startRig({ database: databaseIn(dataDir), dataDir, config: { port } });
    await booth.enrol(dataDir, rig.clock);
    const back = await booth.until(({ online }) => online);
    expect(back).toMatchObject({ step: 'in-call', call: { callId } });
    const again = await rig.agent('demo-tax-1');
    const whole = await booth.until(({ call }) =>
      (call?.parties ?? []).some(({ partyId, awaySince }) => partyId === again.id && awaySince === undefined),
    );
    expect(whole).toMatchObject({ step: 'in-call', call: { callId } });
    // The line for a screen that makes its connections anew.
    await booth.signal(again.id, 'v=0 from a fresh session');
    expect(await again.next('signal')).toMatchObject({ callId, fromPartyId: whole.visit?.id });
  },
  2 * RESTART_MS,
);

test(
  'nobody is on duty: the citizen is told so, and leaves a number instead of waiting',
  async () => {
    await booth.enter();
    booth.intend({ type: 'call' });
    const waiting = await booth.until(({ call }) => (call?.choices.length ?? 0) > 0);
    expect(waiting).toMatchObject({ step: 'calling', call: { estimatedWaitSeconds: null, why: 'nobody-on-duty' } });
    expect(waiting.call?.choices).toContain('call-back');

    booth.intend({ type: 'open-instead', choice: 'call-back' });
    booth.intend({ type: 'give-instead', given: { choice: 'call-back', phone: '13800000000' } });
    const { instead } = await booth.untilStep('agreed');
    expect(instead?.followUp?.number).toMatch(/\d/);
    expect(Date.parse(instead?.followUp?.dueAt ?? '')).toBeGreaterThan(rig.clock.nowMs());
    booth.intend({ type: 'finish' });
    expect((await booth.untilStep('goodbye')).instead?.followUp).toEqual(instead?.followUp);
    booth.intend({ type: 'leave' });
    expect(await booth.untilStep('leaving')).toMatchObject({ instead: null, visit: null });
  },
  RESTART_MS,
);

test(
  'an appointment is made at the booth from its free hours',
  async () => {
    await booth.enter();
    booth.intend({ type: 'call' });
    await booth.until(({ call }) => call?.choices.includes('appointment') ?? false);
    booth.intend({ type: 'open-instead', choice: 'appointment' });
    const { instead } = await booth.until((state) => (state.instead?.slots?.length ?? 0) > 0);
    const slot = instead?.slots?.at(-1);
    if (!slot) throw new Error('no free hour');
    booth.intend({ type: 'give-instead', given: { choice: 'appointment', ...slot } });
    const agreed = await booth.untilStep('agreed');
    expect(agreed).toMatchObject({ call: null, instead: { booking: { ...slot, boothId: 'demo-booth-01' } } });
  },
  RESTART_MS,
);

test('the screen hears who is in the call before the booth’s disk does: the hub keeps it', async () => {
  const agent = await rig.agent('demo-tax-1');
  unwrap(await agent.available());
  await booth.enter();
  booth.intend({ type: 'call' });
  const keptThen: (string | undefined)[] = [];
  const heard = booth.until((state) => {
    const isThere = state.call?.parties.some(({ kind }) => kind === 'agent') ?? false;
    if (isThere) keptThen.push(booth.keptStep);
    return isThere;
  });
  await agent.accept();
  await heard;
  expect(keptThen[0]).toBe('calling');
  expect(booth.keptStep).toBe('in-call');
});
