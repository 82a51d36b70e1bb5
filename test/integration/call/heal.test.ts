import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CallPages } from './pages.ts';

const CITIZEN = '0199f000-0000-7000-8000-000000000009';
const AGENT = '0199f000-0000-7000-8000-000000000001';

const SHAPED_BYTES_PER_S = 10_000_000;
/** Eight encoders and decoders may share two cores with other tests. */
const PATIENCE_MS = 90_000;

describe('a call that is disturbed', { timeout: PATIENCE_MS }, () => {
  let pages: CallPages;

  beforeAll(async () => {
    pages = await CallPages.open();
  });
  afterEach(() => pages.reset());
  afterAll(() => pages.close());

  async function begin(): Promise<void> {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(AGENT, 'agent');
    await pages.meet();
  }

  async function bothSee(): Promise<void> {
    await pages.decoded(AGENT, { [CITIZEN]: ['face', 'paper'] });
    await pages.decoded(CITIZEN, { [AGENT]: ['face'] });
  }

  it.each([AGENT, CITIZEN])('comes back after the page of %s was loaded again', async (reloaded) => {
    await begin();
    await bothSee();
    const seat = pages.seats.get(reloaded);
    if (!seat) throw new Error('seated above');
    await seat.page.reload();
    await pages.start(seat);
    await pages.meet([CITIZEN, AGENT], [reloaded]);
    await bothSee();
    const other = reloaded === AGENT ? CITIZEN : AGENT;
    const { frames } = await pages.call(other, 'picture', reloaded, 'face');
    await expect
      .poll(async () => (await pages.call(other, 'picture', reloaded, 'face')).frames, { timeout: 20_000 })
      .toBeGreaterThan(frames + 5);
  });

  it('survives the loss of its first offer', async () => {
    let lost = 0;
    pages.relay = (from, _to, signal) => !(from === CITIZEN && signal.kind === 'description' && lost++ === 0);
    await begin();
    await bothSee();
    expect(lost).toBeGreaterThan(0);
  });

  it('survives the loss of its first answer', async () => {
    let lost = 0;
    pages.relay = (_from, _to, signal) => !(signal.kind === 'description' && signal.type === 'answer' && lost++ === 0);
    await begin();
    await bothSee();
    expect(lost).toBeGreaterThan(1);
  });

  it('survives candidates and descriptions that come in the wrong order and before the parties', async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(AGENT, 'agent');
    const held: (() => void)[] = [];
    pages.relay = (from, to, signal) => {
      if (signal.kind === 'candidate') return true;
      // A late retry may fall into the end of the test, when the page is closed.
      held.push(() => void pages.call(to, 'receive', from, signal).catch(() => undefined));
      // Two candidates at least overtake the description.
      setTimeout(() => held.shift()?.(), 300);
      return false;
    };
    await pages.meet([CITIZEN, AGENT], [CITIZEN]);
    await pages.meet([CITIZEN, AGENT], [AGENT]);
    await bothSee();
    expect((await pages.call(AGENT, 'state')).errors).toEqual([]);
  });

  it('says when the path is broken and mends it with an ICE restart', async () => {
    await pages.seat(CITIZEN, 'citizen');
    const seat = await pages.seat(AGENT, 'agent');
    const devtools = await seat.page.context().newCDPSession(seat.page);
    const emulate = (packetLoss: number) =>
      devtools.send('Network.emulateNetworkConditions', {
        offline: false,
        // Chromium drops WebRTC packets only while it shapes the line as well.
        latency: 1,
        downloadThroughput: SHAPED_BYTES_PER_S,
        uploadThroughput: SHAPED_BYTES_PER_S,
        packetLoss,
      });
    await devtools.send('Network.enable');
    // Only sockets that are opened on a shaped line lose packets later.
    await emulate(0);
    await pages.meet();
    await bothSee();
    const before = pages.signals.length;
    await emulate(100);
    await expect
      .poll(async () => (await pages.call(CITIZEN, 'state')).connections, { timeout: 40_000 })
      .toContain(`${AGENT}/interrupted`);
    await emulate(0);
    await expect
      .poll(async () => (await pages.call(CITIZEN, 'state')).remotes[AGENT]?.connection, { timeout: 40_000 })
      .toBe('connected');
    const offers = pages.signals
      .slice(before)
      .filter(({ signal }) => signal.kind === 'description' && signal.type === 'offer');
    expect(offers.length).toBeGreaterThan(0);
    const { frames } = await pages.call(CITIZEN, 'picture', AGENT, 'face');
    await expect
      .poll(async () => (await pages.call(CITIZEN, 'picture', AGENT, 'face')).frames, { timeout: 20_000 })
      .toBeGreaterThan(frames + 5);
  });
});
