import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import { DEMO_CARDS, type LaidCard, type WireFault } from '../../native/simulators/index.ts';
import { type Bench, benchOnSimulator, onBothTargets } from './bench.ts';

let bench: Bench<'sam-id-reader'>;

afterEach(async () => {
  await bench.close();
});

const use = (next: Bench<'sam-id-reader'>) => {
  bench = next;
  return next;
};
const inState = (state: string) => bench.news.waitFor(() => bench.news.reports().at(-1)?.state === state);
const read = (waitMs = 20_000) => Promise.resolve(bench.host.handlers['id-reader.read']({ waitMs }, undefined));
const resident: LaidCard = { kind: 'card', card: DEMO_CARDS.resident };

onBothTargets('id-reader', 'sam-id-reader', (start) => {
  it('reads a card that is laid on it', { timeout: 120_000 }, async () => {
    const { simulator } = use(start());
    await inState('online');
    const reading = read(60_000);
    bench.person('lay an ID card on the reader', (reader) => reader.lay(resident));
    const { card } = unwrap(await reading);
    if (simulator) expect(card).toEqual(DEMO_CARDS.resident);
    else expect(card.number).toMatch(/^[\dA-Z]{15,18}$/);
    expect(simulator?.violations ?? []).toEqual([]);
    expect(bench.news.reports().at(-1)).toMatchObject({ state: 'online', status: { lastReadAt: expect.any(String) } });
  });

  it('stops waiting when told to, and when nobody comes', async () => {
    use(start());
    await inState('online');
    const reading = read();
    expect(await read()).toMatchObject({ ok: false, error: { code: 'device_busy' } });
    await bench.host.handlers['commands.cancel']({ deviceId: 'id-reader' }, undefined);
    expect(await reading).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await read(500)).toMatchObject({ ok: false, error: { code: 'card_missing' } });
  });
});

describe('an ID card reader', () => {
  it.each(Object.values(DEMO_CARDS))('reads a card of the kind $kind', async (card) => {
    const { simulator } = use(benchOnSimulator('sam-id-reader'));
    await inState('online');
    simulator?.lay({ kind: 'card', card });
    expect(unwrap(await read()).card).toEqual(card);
    expect(simulator?.violations).toEqual([]);
  });

  it('looks for no card while nobody wants one', async () => {
    const { simulator } = use(benchOnSimulator('sam-id-reader'));
    await inState('online');
    simulator?.lay(resident);
    const heard = simulator?.received().length ?? 0;
    await simulator?.waitFor(() => simulator.received().length > heard + 50);
    expect(simulator?.received().toString('hex')).not.toContain('00032001');
    expect(bench.news.reports().at(-1)?.status).toMatchObject({ card: 'unknown' });
  });

  it.each([
    ['a bank card', { kind: 'foreign' }, 'card_unsupported'],
    ['a forged card', { kind: 'refused' }, 'card_refused'],
    ['a worn card', { kind: 'worn' }, 'card_refused'],
    ['a card with an unknown text', { kind: 'record', record: new Uint8Array(256) }, 'card_unsupported'],
  ] as const)('says what is wrong with %s', async (_, card, code) => {
    const { simulator } = use(benchOnSimulator('sam-id-reader'));
    await inState('online');
    simulator?.lay(card);
    expect(await read(1_500)).toMatchObject({ ok: false, error: { code } });
    expect(bench.news.reports().at(-1)?.state).toBe('online');
    expect(simulator?.violations).toEqual([]);
  });

  it('reads again, and the next card, on a reader that keeps a card selected', async () => {
    const { simulator } = use(benchOnSimulator('sam-id-reader', { settings: { readWhenFindFails: true } }));
    await inState('online');
    simulator?.lay(resident);
    expect(unwrap(await read()).card.kind).toBe('resident');
    expect(unwrap(await read()).card.kind).toBe('resident');
    simulator?.lift();
    expect(await read(500)).toMatchObject({ error: { code: 'card_missing' } });
    simulator?.lay({ kind: 'card', card: DEMO_CARDS.hmt });
    expect(unwrap(await read()).card.kind).toBe('hmt-residence');
    expect(simulator?.violations).toEqual([]);
  });

  it('is a case for the service when its SAM is not licensed, and is not asked twice', async () => {
    const { simulator, news } = use(benchOnSimulator('sam-id-reader', { settings: { pollMs: 500 } }));
    await inState('online');
    simulator?.setSam('unlicensed');
    simulator?.lay(resident);
    const retries = () => news.reports().at(-1)?.statistics.retries;
    expect(await read()).toMatchObject({ ok: false, error: { code: 'device_error' } });
    await inState('hardwareError');
    expect(news.reports().at(-1)).toMatchObject({ fault: { code: 'device_error', action: 'maintenance' } });
    expect(retries()).toBe(0);
    simulator?.setSam('ok');
    await inState('online');
  });
});

describe('the line of an ID card reader', () => {
  it('is opened anew when nothing answers, and heals', async () => {
    const { simulator } = use(benchOnSimulator('sam-id-reader'));
    await inState('online');
    simulator?.fault({ kind: 'silent' });
    await inState('offline');
    // Offline for a moment while its port is opened anew.
    const code = expect.stringMatching(/^device_(no_reply|offline)$/);
    expect(await read(500)).toMatchObject({ ok: false, error: { code } });
    simulator?.fault({ kind: 'none' });
    await inState('online');
    simulator?.lay(resident);
    expect(unwrap(await read()).card).toEqual(DEMO_CARDS.resident);
  });

  it('may be pulled out and plugged in again', async () => {
    const { simulator } = use(benchOnSimulator('sam-id-reader'));
    await inState('online');
    const reading = read();
    simulator?.unplug();
    expect(await reading).toMatchObject({ ok: false, error: { code: 'device_offline' } });
    await inState('noDevice');
    simulator?.plug();
    await inState('online');
  });

  const faults: WireFault[] = [
    { kind: 'slow', delayMs: 80 },
    { kind: 'split', pauseMs: 5 },
    { kind: 'noise', bytes: 23 },
    { kind: 'stale' },
    { kind: 'merged' },
  ];
  it.each(faults)('carries a card through $kind', { timeout: 60_000 }, async (fault) => {
    const { simulator } = use(benchOnSimulator('sam-id-reader'));
    await inState('online');
    simulator?.fault(fault);
    simulator?.lay(resident);
    for (let tried = 1; ; tried++) {
      const result = await read();
      if (!result.ok && result.error.code === 'device_no_reply' && tried < 5) continue;
      expect(unwrap(result).card).toEqual(DEMO_CARDS.resident);
      break;
    }
  });

  it.each([{ kind: 'bitflip' }, { kind: 'noise-inside', bytes: 2 }] satisfies WireFault[])(
    'gives no card that $kind has changed',
    async (fault) => {
      const { simulator } = use(benchOnSimulator('sam-id-reader'));
      await inState('online');
      simulator?.lay(resident);
      simulator?.fault(fault);
      const result = await read(2_000);
      if (result.ok) expect(result.value.card).toEqual(DEMO_CARDS.resident);
      else expect(result.error.code).toMatch(/device_no_reply|card_refused|device_offline/);
    },
  );

  it('never shows a card in the wire log', async () => {
    const { simulator, host, news } = use(benchOnSimulator('sam-id-reader'));
    await inState('online');
    await host.handlers['wire.watch']({ on: true }, undefined);
    simulator?.lay(resident);
    unwrap(await read());
    type Frames = { frames: { hex: string | null; text: string }[] };
    const frames = () => news.named('wire.frames').flatMap((one) => (one as Frames).frames);
    await news.waitFor(() => frames().some(({ text }) => text.startsWith('1295 bytes')));
    expect(JSON.stringify(frames())).not.toContain('4b 6d d5 8b');
  });
});
