import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import type { WireFault } from '../../native/simulators/index.ts';
import { type Bench, benchOnSimulator, onBothTargets } from './bench.ts';

let bench: Bench<'megatec-ups'>;

afterEach(async () => {
  await bench.close();
});

const use = (next: Bench<'megatec-ups'>) => {
  bench = next;
  return next;
};
const inState = (state: string) => bench.news.waitFor(() => bench.news.reports().at(-1)?.state === state);
const status = () => bench.news.reports().at(-1)?.status;
const power = () => bench.news.named('power.changed') as { mains: string; battery: string }[];
const thresholds = () => (bench.news.named('device.threshold') as { level: string }[]).map(({ level }) => level);

onBothTargets('ups', 'megatec-ups', (start) => {
  it('tells mains and battery', async () => {
    const { simulator } = use(start());
    await inState('online');
    expect(status()).toMatchObject({ mains: 'present', battery: 'ok' });
    expect(power()).toMatchObject([{ mains: 'present', battery: 'ok' }]);
    expect(simulator?.violations ?? []).toEqual([]);
  });

  it('tells when the mains fail and come back', { timeout: 180_000 }, async () => {
    const { simulator } = use(start());
    await inState('online');
    bench.person('pull the plug of the UPS', (ups) => ups.cutMains());
    await bench.news.waitFor(() => power().at(-1)?.mains === 'failed', 60_000);
    // On battery it does what it is for.
    expect(bench.news.reports().at(-1)).toMatchObject({ state: 'online', status: { mains: 'failed' } });
    bench.person('plug the UPS in again', (ups) => ups.restoreMains());
    await bench.news.waitFor(() => power().at(-1)?.mains === 'present', 60_000);
    expect(simulator?.violations ?? []).toEqual([]);
  });

  it('tests its battery', { timeout: 60_000 }, async () => {
    const { simulator } = use(start());
    await inState('online');
    expect(unwrap(await bench.host.handlers['ups.test'](undefined, undefined)).testedAt).toMatch(/Z$/);
    expect(simulator?.violations ?? []).toEqual([]);
  });
});

describe('a UPS', () => {
  it('tells a low battery at once, and its recovery', async () => {
    const { simulator } = use(benchOnSimulator('megatec-ups'));
    await inState('online');
    simulator?.cutMains();
    simulator?.drainTo(15);
    await bench.news.waitFor(() => thresholds().at(-1) === 'low');
    await bench.news.waitFor(() => power().at(-1)?.battery === 'low');
    simulator?.restoreMains();
    simulator?.drainTo(80);
    await bench.news.waitFor(() => thresholds().at(-1) === 'full');
    expect(thresholds()).toEqual(['full', 'low', 'full']);
  });

  it('makes no news of ripple', async () => {
    const { simulator } = use(benchOnSimulator('megatec-ups'));
    await inState('online');
    const told = bench.news.told.length;
    const heard = () => simulator?.received().toString('ascii').split('Q1').length ?? 0;
    for (const load of [13, 12, 11, 13]) {
      simulator?.setLoad(load);
      const before = heard();
      await simulator?.waitFor(() => heard() > before + 1);
    }
    expect(bench.news.told).toHaveLength(told);
    simulator?.setLoad(42);
    await bench.news.waitFor(() => bench.news.told.length > told);
    expect(status()).toMatchObject({ loadPercent: 40 });
  });

  it('is named by what it says of itself', async () => {
    use(benchOnSimulator('megatec-ups'));
    await inState('online');
    expect(bench.news.reports().at(-1)?.model).toBe('SIMULATED ST-1000');
  });

  it('is in hardware error when it calls itself failed', async () => {
    const { simulator } = use(benchOnSimulator('megatec-ups'));
    await inState('online');
    simulator?.setFailed(true);
    await inState('hardwareError');
    expect(bench.news.reports().at(-1)).toMatchObject({ fault: { code: 'device_error', action: 'maintenance' } });
    simulator?.setFailed(false);
    await inState('online');
  });

  it('does not test on battery', async () => {
    const { simulator } = use(benchOnSimulator('megatec-ups'));
    await inState('online');
    simulator?.cutMains();
    expect(await bench.host.handlers['ups.test'](undefined, undefined)).toMatchObject({
      error: { code: 'mains_failed' },
    });
    expect(simulator?.violations).toEqual([]);
  });

  it('is something else when it sends questions back', async () => {
    const { simulator } = use(benchOnSimulator('megatec-ups'));
    await inState('online');
    simulator?.setForeign(true);
    await inState('hardwareError');
    expect(bench.news.reports().at(-1)).toMatchObject({ fault: { code: 'device_error', action: 'configuration' } });
  });
});

describe('the line of a UPS', () => {
  it('goes offline when silent and back, without inventing a failure of the mains', async () => {
    const { simulator } = use(benchOnSimulator('megatec-ups'));
    await inState('online');
    simulator?.fault({ kind: 'silent' });
    await inState('offline');
    simulator?.fault({ kind: 'none' });
    await inState('online');
    simulator?.unplug();
    await inState('noDevice');
    simulator?.plug();
    await inState('online');
    expect(power()).toHaveLength(1);
  });

  const faults: WireFault[] = [
    { kind: 'slow', delayMs: 100 },
    { kind: 'split', pauseMs: 5 },
    { kind: 'noise', bytes: 9 },
    { kind: 'stale' },
    { kind: 'merged' },
  ];
  it.each(faults)('stays in touch through $kind', async (fault) => {
    const { simulator } = use(benchOnSimulator('megatec-ups'));
    await inState('online');
    simulator?.fault(fault);
    simulator?.cutMains();
    await bench.news.waitFor(() => power().at(-1)?.mains === 'failed');
    expect(simulator?.violations).toEqual([]);
  });
});
