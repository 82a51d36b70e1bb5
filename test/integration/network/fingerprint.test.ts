import { afterEach, describe, expect, it } from 'vitest';
import { whyNoNetworks } from '../../rig/network.ts';
import { type End, type NetworkCall, openNetworkCall } from '../../rig/network-call.ts';
import { falseFingerprintTo } from '../../rig/network-house.ts';

const TIMEOUT_MS = 180_000;
/** The session calls a line failed that has not come up in 45 s. */
const SAYS_SO_MS = 90_000;

const notRun = whyNoNetworks === null ? '' : ` (not run: ${whyNoNetworks})`;

describe.skipIf(whyNoNetworks !== null)(
  `a call whose signals somebody alters on the way${notRun}`,
  { timeout: TIMEOUT_MS },
  () => {
    let call: NetworkCall | undefined;
    afterEach(() => call?.close());

    it('never carries a sound or a picture when one end was given a false fingerprint, and says that it failed', async () => {
      call = await openNetworkCall({ approach: falseFingerprintTo('here') });
      await call.connect();
      const ends: readonly End[] = ['booth', 'desk'];
      for (const end of ends) {
        const state = async () => (await call?.connections(end))?.at(-1)?.connection;
        await expect.poll(state, { timeout: SAYS_SO_MS }).toBe('failed');
        const { samples, concealed, pictures } = await call.received(end);
        const frames = pictures.reduce((sum, picture) => sum + picture.frames, 0);
        expect({ heard: samples - concealed, frames }, end).toEqual({ heard: 0, frames: 0 });
        expect(await call.way(end)).toBeNull();
      }
      // The other end may finish its half of the handshake before it is told that this one refuses.
      const deceived = (await call.connections('desk')).map(({ connection }) => connection);
      expect(deceived).not.toContain('connected');
    });
  },
);
