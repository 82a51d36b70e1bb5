import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, benchOnSimulator, onBothTargets } from './bench.ts';

let bench: Bench<'line-scanner'>;

afterEach(async () => {
  await bench.close();
});

const online = () => bench.news.waitFor(() => bench.news.reports().at(-1)?.state === 'online');
const texts = () => bench.news.named('code.scanned').map((one) => (one as { text: string }).text);

onBothTargets('scanner', 'line-scanner', (start) => {
  it('tells the text of a code', { timeout: 120_000 }, async () => {
    bench = start();
    await online();
    bench.person('scan any code', (scanner) => scanner.scan('取件码 4821-7365'));
    await bench.news.waitFor(() => texts().length === 1, 60_000);
    if (bench.simulator) expect(texts()).toEqual(['取件码 4821-7365']);
    expect(bench.simulator?.violations ?? []).toEqual([]);
  });
});

describe('a scanner with peculiarities', () => {
  it('ends a code by silence when it sends no suffix', async () => {
    bench = benchOnSimulator('line-scanner', { settings: { suffix: 'none', encoding: 'gb18030' } });
    await online();
    bench.simulator?.scan('无后缀');
    await bench.news.waitFor(() => texts().length === 1);
    expect(texts()).toEqual(['无后缀']);
  });

  it('tells two quick codes apart', async () => {
    bench = benchOnSimulator('line-scanner');
    await online();
    bench.simulator?.scan('one');
    bench.simulator?.scan('two');
    await bench.news.waitFor(() => texts().length === 2);
    expect(texts()).toEqual(['one', 'two']);
  });

  it('reports rubbish without end as a wrong setting', async () => {
    bench = benchOnSimulator('line-scanner');
    await online();
    bench.simulator?.scan('x'.repeat(3_500));
    await bench.news.waitFor(() => bench.news.named('device.error').length === 1);
    expect(bench.news.named('device.error')[0]).toMatchObject({ code: 'bad_frame', action: 'configuration' });
  });

  it('is noDevice while unplugged', async () => {
    bench = benchOnSimulator('line-scanner');
    await online();
    bench.simulator?.unplug();
    await bench.news.waitFor(() => bench.news.reports().at(-1)?.state === 'noDevice');
    bench.simulator?.plug();
    await online();
    bench.simulator?.scan('back');
    await bench.news.waitFor(() => texts().includes('back'));
  });
});
