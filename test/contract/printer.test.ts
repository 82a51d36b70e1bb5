import { createCanvas, loadImage } from '@napi-rs/canvas';
import iconv from 'iconv-lite';
import jsQR from 'jsqr';
import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import { type Bench, benchOnSimulator, onBothTargets } from './bench.ts';
import { demoReceipt } from './receipts.ts';

type PrinterBench = Bench<'escpos-printer'>;
let bench: PrinterBench;

afterEach(async () => {
  await bench.close();
});

const use = (next: PrinterBench) => {
  bench = next;
  return next;
};
const print = (receipt = demoReceipt) => Promise.resolve(bench.host.handlers['printer.print']({ receipt }, undefined));
const inState = (state: string) => bench.news.waitFor(() => bench.news.reports().at(-1)?.state === state);

onBothTargets('printer', 'escpos-printer', (start) => {
  it('prints a receipt and knows that it is printed', async () => {
    const { simulator } = use(start());
    await inState('online');
    unwrap(await print());
    expect(simulator?.violations ?? []).toEqual([]);
    expect(simulator?.slips().length ?? 1).toBe(1);
  });
});

describe('a printed slip', () => {
  it('says in words what the visit was, on both widths', async () => {
    for (const paperWidthMm of [80, 58] as const) {
      const { simulator } = use(benchOnSimulator('escpos-printer', { settings: { paperWidthMm } }));
      await inState('online');
      unwrap(await print());
      const [slip] = simulator?.slips() ?? [];
      const text = slip?.lines.join('\n') ?? '';
      for (const words of [
        '办事回执',
        'V20260131-0007',
        '2026-01-31',
        '10:02 - 10:31',
        '演示市税务局',
        '已办结',
        '3号',
      ]) {
        expect(text).toContain(words);
      }
      expect(slip?.codes).toEqual([demoReceipt.url]);
      expect(iconv.decode(slip?.raw ?? Buffer.alloc(0), 'gb18030')).toContain('企业注销登记');
      expect(simulator?.violations).toEqual([]);
      await bench.close();
    }
    use(benchOnSimulator('escpos-printer'));
  });

  it('speaks English when the visit did', async () => {
    const { simulator } = use(benchOnSimulator('escpos-printer'));
    await inState('online');
    unwrap(await print({ ...demoReceipt, language: 'en', cases: [], parcels: [] }));
    expect(simulator?.slips()[0]?.lines.join('\n')).toMatch(/Receipt[\s\S]*No case was opened/);
  });

  it('is a picture whose QR code can be read', async () => {
    const { simulator } = use(benchOnSimulator('escpos-printer'));
    await inState('online');
    unwrap(await print());
    const png = await simulator?.slips()[0]?.png();
    const image = await loadImage(png ?? Buffer.alloc(0));
    const canvas = createCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const read = jsQR(new Uint8ClampedArray(data), image.width, image.height);
    expect(read?.data).toBe(demoReceipt.url);
  });

  it('is confirmed by GS r on printers without a process id', async () => {
    const { simulator } = use(benchOnSimulator('escpos-printer', { settings: { confirm: 'status' } }));
    await inState('online');
    unwrap(await print());
    expect(simulator?.slips()).toHaveLength(1);
    expect(simulator?.violations).toEqual([]);
  });
});

describe('a printer with faults', () => {
  it.each([
    ['paper_out', 'userError'],
    ['cover_open', 'userError'],
  ] as const)('refuses at once: %s', async (code, state) => {
    const { simulator } = use(benchOnSimulator('escpos-printer'));
    await inState('online');
    if (code === 'paper_out') simulator?.setPaper('out');
    else simulator?.openCover();
    expect(await print()).toMatchObject({ ok: false, error: { code } });
    await inState(state);
    expect(simulator?.slips()).toHaveLength(0);
    if (code === 'paper_out') simulator?.setPaper('full');
    else simulator?.closeCover();
    await inState('online');
    unwrap(await print());
  });

  it('warns of a low roll and prints on', async () => {
    const { simulator, news } = use(benchOnSimulator('escpos-printer'));
    await inState('online');
    simulator?.setPaper('low');
    await news.waitFor(() => JSON.stringify(news.reports().at(-1)?.status).includes('"low"'));
    unwrap(await print());
  });

  it('says paper_out when the roll ends on the way, and leaves nothing of it for the next citizen', async () => {
    const { simulator } = use(benchOnSimulator('escpos-printer', { simulator: { msPerLine: 5 } }));
    await inState('online');
    simulator?.endPaperAfter(9);
    expect(await print()).toMatchObject({ ok: false, error: { code: 'paper_out' } });
    simulator?.setPaper('full');
    await inState('online');
    await simulator?.waitFor(() => simulator.slips().length === 1);
    expect(simulator?.uncut()).toEqual([]);
    unwrap(await print({ ...demoReceipt, number: 'R20260131-0002' }));
    const slips = simulator?.slips() ?? [];
    expect(slips).toHaveLength(2);
    expect(slips[1]?.lines.join('\n')).not.toContain('R20260131-0001');
    expect(simulator?.violations).toEqual([]);
  });

  it('says cutter_error, and recovers when the cutter is free', { timeout: 60_000 }, async () => {
    const { simulator } = use(benchOnSimulator('escpos-printer'));
    await inState('online');
    simulator?.jamCutter();
    expect(await print()).toMatchObject({ ok: false, error: { code: 'cutter_error' } });
    await inState('hardwareError');
    simulator?.clearCutter();
    await inState('online');
    unwrap(await print());
    expect(simulator?.uncut()).toEqual([]);
  });

  it('does not call a print done that the printer did not confirm', async () => {
    const { simulator } = use(benchOnSimulator('escpos-printer', { simulator: { msPerLine: 20 } }));
    await inState('online');
    const printing = print();
    await simulator?.waitFor(() => simulator.uncut().length > 3);
    simulator?.fault({ kind: 'silent' });
    expect(await printing).toMatchObject({ ok: false, error: { code: 'print_unconfirmed' } });
  }, 60_000);

  it('prints when answers come slowly', async () => {
    const { simulator } = use(benchOnSimulator('escpos-printer'));
    await inState('online');
    simulator?.fault({ kind: 'slow', delayMs: 30 });
    unwrap(await print());
  });

  it('goes offline when silent, and comes back', async () => {
    const { simulator } = use(benchOnSimulator('escpos-printer'));
    await inState('online');
    simulator?.fault({ kind: 'silent' });
    await inState('offline');
    simulator?.fault({ kind: 'none' });
    await inState('online');
    unwrap(await print());
  });
});
