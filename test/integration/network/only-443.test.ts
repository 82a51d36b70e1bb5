import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoNetworks } from '../../rig/network.ts';
import { through443, whyNo443 } from '../../rig/network-443.ts';
import { type NetworkCall, openNetworkCall } from '../../rig/network-call.ts';

const TIMEOUT_MS = 120_000;
/** Pictures come more slowly from a machine with much to do. */
const PATIENCE = { timeout: 30_000 };
/** From the agent's yes to the first sound. */
const FIRST_SOUND_MS = 6_000;

const why = whyNoNetworks ?? (whyNo443 && `${whyNo443} is not installed`);
const notRun = why === null ? '' : ` (not run: ${why})`;

describe.skipIf(why !== null)(`a booth that gets out by TCP 443 alone${notRun}`, { timeout: TIMEOUT_MS }, () => {
  let call: NetworkCall;

  beforeAll(async () => {
    call = await openNetworkCall({ approach: through443, trouble: (place) => place.onlyTcp(443) });
  }, TIMEOUT_MS);

  afterAll(() => call?.close());

  it('is heard and seen by TLS to the relay, beside the hub on the same port', async () => {
    const first = await call.soundBack(await call.connect());
    expect(Math.max(first.booth, first.desk)).toBeLessThanOrEqual(FIRST_SOUND_MS);
    expect(await call.way('booth')).toEqual({ type: 'relay', relayProtocol: 'tls' });
    await expect.poll(async () => (await call.picture('desk', 'paper'))?.frames, PATIENCE).toBeGreaterThan(2);
    await expect.poll(async () => (await call.picture('booth', 'face'))?.frames, PATIENCE).toBeGreaterThan(2);
  });
});
