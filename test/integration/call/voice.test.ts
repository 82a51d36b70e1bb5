import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Signal } from '../../../contracts/hub/signal.ts';
import { CallPages } from './pages.ts';

const CITIZEN = '0199f000-0000-7000-8000-000000000009';
const AGENT = '0199f000-0000-7000-8000-000000000001';
const PATIENCE_MS = 90_000;
const NOTE_HZ = 440;
/** 20 ms of Opus at the 40 kbit/s that the voice may take. Chromium names no codec but Opus in its statistics: size tells. */
const ONCE_BYTES = 100;

/** A description of a browser that has no RED, such as Firefox. */
function withoutRed(signal: Signal): Signal {
  if (signal.kind !== 'description') return signal;
  const type = /^a=rtpmap:(\d+) red\/48000/m.exec(signal.sdp)?.[1];
  if (!type) throw new Error('the voice was to be offered with RED');
  const sdp = signal.sdp
    .replace(new RegExp(`^a=(rtpmap|fmtp|rtcp-fb):${type} .*\r\n`, 'gm'), '')
    .replace(/^m=audio .*/m, (line) => line.replace(new RegExp(` ${type}(?= |$)`), ''));
  return { ...signal, sdp };
}

describe('the voice', { timeout: PATIENCE_MS }, () => {
  let pages: CallPages;

  beforeAll(async () => {
    pages = await CallPages.open();
  });
  afterEach(() => pages.reset());
  afterAll(() => pages.close());

  /** Bytes of one packet of the other side's voice, while it hums. */
  const packetSizeAt = async (partyId: string) => {
    const voice = async () => (await pages.call(partyId, 'voices'))[0] ?? { packets: 0, bytes: 0 };
    await expect.poll(async () => (await voice()).packets, { timeout: 20_000 }).toBeGreaterThan(0);
    const before = await voice();
    await expect.poll(async () => (await voice()).packets, { timeout: 20_000 }).toBeGreaterThan(before.packets + 100);
    const after = await voice();
    return (after.bytes - before.bytes) / (after.packets - before.packets);
  };
  const seatBoth = async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(AGENT, 'agent');
    for (const partyId of [CITIZEN, AGENT]) await pages.call(partyId, 'hum', NOTE_HZ);
  };

  it('is sent with each packet repeated in the next, from offerer and answerer', async () => {
    await seatBoth();
    await pages.meet();
    for (const partyId of [CITIZEN, AGENT]) expect(await packetSizeAt(partyId)).toBeGreaterThan(1.6 * ONCE_BYTES);
    const [offer] = pages.signals.flatMap(({ signal }) => (signal.kind === 'description' ? [signal] : []));
    expect(offer?.sdp, 'Opus’ own repair of lost packets').toMatch(/useinbandfec=1/);
  });

  it.each([CITIZEN, AGENT])('is plain Opus towards a browser without RED (%s)', async (without) => {
    await seatBoth();
    pages.change = (from, signal) => (from === without ? withoutRed(signal) : signal);
    await pages.meet();
    expect(await packetSizeAt(without)).toBeLessThan(1.2 * ONCE_BYTES);
    await pages.decoded(AGENT, { [CITIZEN]: ['face', 'paper'] });
  });
});
