import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoNetworks } from '../../rig/network.ts';
import { type NetworkCall, openNetworkCall } from '../../rig/network-call.ts';

const TIMEOUT_MS = 120_000;
const CUT_MS = 2_000;
/** From the return of the network to the sound of the other side. */
const SOUND_BACK_MS = 2_000;

const notRun = whyNoNetworks === null ? '' : ` (not run: ${whyNoNetworks})`;

describe.skipIf(whyNoNetworks !== null)(`a booth whose network is cut${notRun}`, { timeout: TIMEOUT_MS }, () => {
  let call: NetworkCall;

  beforeAll(async () => {
    call = await openNetworkCall();
    await call.soundBack(await call.connect());
  }, TIMEOUT_MS);

  afterAll(() => call?.close());

  it('is silent while the line is cut, and heard at both ends when it is back', async () => {
    call.place.cut();
    const before = await call.received('desk');
    const restoredMs = await new Promise<number>((resolve) => {
      setTimeout(() => {
        const nowMs = Date.now();
        call.place.restore();
        resolve(nowMs);
      }, CUT_MS);
    });
    const after = await call.received('desk');
    expect(after.concealed - before.concealed, 'nothing came through').toBeGreaterThan(
      (after.samples - before.samples) / 2,
    );
    const back = await call.soundBack(restoredMs);
    expect(Math.max(back.booth, back.desk)).toBeLessThanOrEqual(SOUND_BACK_MS);
    const states = (await call.connections('booth')).map(({ connection }) => connection);
    expect(states, 'two seconds are no reason to build anything anew').toEqual(['connecting', 'connected']);
  });

  it('keeps its line when the plug is pulled and put back', async () => {
    call.place.plug(false);
    await expect
      .poll(async () => (await call.connections('desk')).at(-1)?.connection, { timeout: 30_000 })
      .toBe('interrupted');
    const pluggedMs = Date.now();
    call.place.plug(true);
    const back = await call.soundBack(pluggedMs);
    expect(Math.max(back.booth, back.desk)).toBeLessThanOrEqual(8_000);
  });
});
