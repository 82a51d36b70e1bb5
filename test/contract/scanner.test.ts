import { afterEach, describe, expect, it } from 'vitest';
import type { WireFault } from '../../native/simulators/index.ts';
import { type Bench, benchOnSimulator, onBothTargets } from './bench.ts';

type ScannerDriverName = 'line-scanner' | 'honeywell-scanner' | 'newland-scanner';
let bench: Bench<ScannerDriverName>;

afterEach(async () => {
  await bench.close();
});

const use = (next: Bench<ScannerDriverName>) => {
  bench = next;
  return next;
};
const inState = (state: string) => bench.news.waitFor(() => bench.news.reports().at(-1)?.state === state);
const online = () => inState('online');
const texts = () => bench.news.named('code.scanned').map((one) => (one as { text: string }).text);
const read = (waitMs = 20_000) => Promise.resolve(bench.host.handlers['scanner.read']({ waitMs }, undefined));
const cancel = () => bench.host.handlers['commands.cancel']({ deviceId: 'scanner' }, undefined);

function suite(start: () => Bench<ScannerDriverName>): void {
  it('reads a code for whoever waits for one, and tells nobody else', { timeout: 120_000 }, async () => {
    const { simulator } = use(start());
    await online();
    const reading = read(60_000);
    bench.person('show any code', (scanner) => scanner.scan('取件码 4821-7365'));
    const result = await reading;
    expect(result).toMatchObject({ ok: true });
    if (simulator && result.ok) expect(result.value.text).toBe('取件码 4821-7365');
    expect(texts()).toEqual([]);
    expect(simulator?.violations ?? []).toEqual([]);
  });

  it('stops waiting when told to, and when the time is over', async () => {
    use(start());
    await online();
    const reading = read();
    expect(await read()).toMatchObject({ ok: false, error: { code: 'device_busy' } });
    expect(await cancel()).toMatchObject({ ok: true });
    expect(await reading).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await read(500)).toMatchObject({ ok: false, error: { code: 'timeout' } });
  });
}

onBothTargets('scanner', 'line-scanner', suite);
onBothTargets('scanner', 'honeywell-scanner', suite);
onBothTargets('scanner', 'newland-scanner', suite);

const COMMANDED = [
  ['honeywell-scanner', () => benchOnSimulator('honeywell-scanner')],
  ['newland-scanner, gm65', () => benchOnSimulator('newland-scanner')],
  ['newland-scanner, unified', () => benchOnSimulator('newland-scanner', { settings: { dialect: 'unified' } })],
] as const satisfies readonly [string, () => Bench<ScannerDriverName>][];

describe.each(COMMANDED)('a scanner that reads on command: %s', (_, start) => {
  it('looks for a code only while one is wanted', async () => {
    const { simulator } = use(start());
    await online();
    expect(simulator?.triggered).toBe(false);
    const reading = read();
    await simulator?.waitFor(() => simulator.triggered);
    await cancel();
    await reading;
    await simulator?.waitFor(() => !simulator.triggered);
    simulator?.scan('left behind');
    const next = read();
    expect(await next).toMatchObject({ value: { text: 'left behind' } });
    expect(texts()).toEqual([]);
  });

  it('is offline when silent, and comes back', async () => {
    const { simulator } = use(start());
    await online();
    simulator?.fault({ kind: 'silent' });
    await inState('offline');
    simulator?.fault({ kind: 'none' });
    await online();
  });

  it('is told again how to read after its power was cut', async () => {
    const { simulator } = use(start());
    await online();
    simulator?.unplug();
    await inState('noDevice');
    simulator?.plug();
    await online();
    const reading = read();
    simulator?.scan('back');
    expect(await reading).toMatchObject({ value: { text: 'back' } });
    expect(simulator?.violations).toEqual([]);
  });

  const faults: WireFault[] = [
    { kind: 'slow', delayMs: 60 },
    { kind: 'split', pauseMs: 5 },
    { kind: 'noise', bytes: 9 },
    { kind: 'stale' },
  ];
  it.each(faults)('stays in touch through $kind', async (fault) => {
    const { simulator } = use(start());
    await online();
    simulator?.fault(fault);
    const seen = simulator?.received().length ?? 0;
    await simulator?.waitFor(() => simulator.received().length > seen + 20);
    expect(bench.news.reports().at(-1)?.state).toBe('online');
    simulator?.fault({ kind: 'none' });
    const reading = read();
    simulator?.scan('clear');
    expect(await reading).toMatchObject({ value: { text: 'clear' } });
    expect(simulator?.violations).toEqual([]);
  });
});

describe('a scanner that reads by itself', () => {
  it.each(['honeywell-scanner', 'newland-scanner'] as const)('is told nothing: %s', async (driver) => {
    const { simulator } = use(benchOnSimulator(driver, { settings: { trigger: 'presentation' } }));
    await online();
    simulator?.scan('by itself');
    await bench.news.waitFor(() => texts().length === 1);
    expect(texts()).toEqual(['by itself']);
    const reading = read();
    simulator?.scan('for one');
    expect(await reading).toMatchObject({ value: { text: 'for one' } });
    expect(simulator?.received()).toHaveLength(0);
  });

  it('ends a code by silence when it sends no suffix', async () => {
    use(benchOnSimulator('line-scanner', { settings: { suffix: 'none', encoding: 'gb18030' } }));
    await online();
    bench.simulator?.scan('无后缀');
    await bench.news.waitFor(() => texts().length === 1);
    expect(texts()).toEqual(['无后缀']);
  });

  it('tells two quick codes apart', async () => {
    use(benchOnSimulator('line-scanner'));
    await online();
    bench.simulator?.scan('one');
    bench.simulator?.scan('two');
    await bench.news.waitFor(() => texts().length === 2);
    expect(texts()).toEqual(['one', 'two']);
  });

  it('reports rubbish without end as a wrong setting', async () => {
    use(benchOnSimulator('line-scanner'));
    await online();
    bench.simulator?.scan('x'.repeat(3_500));
    await bench.news.waitFor(() => bench.news.named('device.error').length === 1);
    expect(bench.news.named('device.error')[0]).toMatchObject({ code: 'bad_frame', action: 'configuration' });
  });

  it('is noDevice while unplugged', async () => {
    use(benchOnSimulator('line-scanner'));
    await online();
    bench.simulator?.unplug();
    await inState('noDevice');
    bench.simulator?.plug();
    await online();
    bench.simulator?.scan('back');
    await bench.news.waitFor(() => texts().includes('back'));
  });
});

describe('the wire log of a scanner', () => {
  it('never shows a code', async () => {
    use(benchOnSimulator('honeywell-scanner'));
    await online();
    await bench.host.handlers['wire.watch']({ on: true }, undefined);
    const reading = read();
    bench.simulator?.scan('SECRET-4821');
    await reading;
    type Frames = { frames: { hex: string | null; text: string; direction: string }[] };
    const frames = () => bench.news.named('wire.frames').flatMap((one) => (one as Frames).frames);
    await bench.news.waitFor(() => frames().some(({ hex }) => hex === null));
    expect(JSON.stringify(frames())).not.toContain('53 45 43 52 45 54');
    expect(frames()).toContainEqual(expect.objectContaining({ direction: 'out', text: 'trigger on', hex: '16 54 0d' }));
  });
});
