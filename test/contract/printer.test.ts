import { createCanvas, loadImage } from '@napi-rs/canvas';
import iconv from 'iconv-lite';
import jsQR from 'jsqr';
import { afterEach, describe, expect, it } from 'vitest';
import { numberOf, type PrintDocument } from '../../contracts/device/print.ts';
import type { WireFrame } from '../../contracts/device/wire.ts';
import { unwrap } from '../../contracts/result.ts';
import { PICTURE_SIGN } from '../../native/printer/marks.ts';
import { type Bench, benchOnSimulator, onBothTargets } from './bench.ts';
import { demoDocuments, demoReceipt } from './receipts.ts';

type PrinterBench = Bench<'escpos-printer'>;
let bench: PrinterBench;

afterEach(async () => {
  await bench.close();
});

const use = (next: PrinterBench) => {
  bench = next;
  return next;
};
const printJob = (document: PrintDocument, copy = 0) =>
  Promise.resolve(bench.host.handlers['printer.print']({ document, copy }, undefined));
const print = (receipt = demoReceipt) => printJob({ kind: 'receipt', receipt });
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

  it('has an address in letters only where a line holds it, and always as a code', async () => {
    const { simulator } = use(benchOnSimulator('escpos-printer'));
    await inState('online');
    const long = `https://example.cn/phone/follow#${'x'.repeat(80)}`;
    for (const url of [demoReceipt.url, long]) unwrap(await print({ ...demoReceipt, url }));
    const slips = simulator?.slips() ?? [];
    expect(slips.map(({ codes }) => codes)).toEqual([[demoReceipt.url], [long]]);
    expect(slips.map(({ lines }) => lines.join('\n').includes('https://example.cn'))).toEqual([true, false]);
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

  it('has rare characters of a name as pictures, and every line within the paper', async () => {
    for (const paperWidthMm of [80, 58] as const) {
      const { simulator } = use(benchOnSimulator('escpos-printer', { settings: { paperWidthMm } }));
      await inState('online');
      for (const language of ['zh-CN', 'en'] as const) {
        for (const document of demoDocuments(language)) unwrap(await printJob(document));
      }
      expect(simulator?.violations).toEqual([]);
      const slips = simulator?.slips() ?? [];
      expect(slips).toHaveLength(10);
      expect(slips[2]?.lines.join('\n')).toContain(`演示收件人${PICTURE_SIGN}`);
      await bench.close();
    }
    use(benchOnSimulator('escpos-printer'));
  });
});

it('keeps what a slip says out of the wire log, and shows that something was printed', async () => {
  const { host, news } = use(benchOnSimulator('escpos-printer'));
  await inState('online');
  await host.handlers['wire.watch']({ on: true }, undefined);
  unwrap(await print());
  const frames = () => news.named('wire.frames').flatMap((push) => (push as { frames: WireFrame[] }).frames);
  await news.waitFor(() => frames().some(({ hex, direction }) => hex === null && direction === 'out'));
  const name = Buffer.from(iconv.encode('企业注销', 'gb18030'))
    .toString('hex')
    .replace(/(..)(?!$)/g, '$1 ');
  expect(frames().every(({ hex }) => !hex?.includes(name))).toBe(true);
  expect(frames().some(({ text }) => text.startsWith('printed to its end'))).toBe(true);
});

describe.each(['process-id', 'status'] as const)('a printer that confirms by %s', (confirm) => {
  describe.each(['gs-v', 'esc-i'] as const)('and cuts by %s', (cut) => {
    it.each([58, 80] as const)('prints every document on %i mm as its preview shows it', async (paperWidthMm) => {
      const { simulator } = use(benchOnSimulator('escpos-printer', { settings: { confirm, cut, paperWidthMm } }));
      await inState('online');
      for (const [index, document] of demoDocuments('zh-CN').entries()) {
        const copy = index % 2;
        const shown = unwrap(await bench.host.handlers['printer.preview']({ document, copy }, undefined));
        unwrap(await printJob(document, copy));
        const slip = simulator?.slips()[index];
        expect(Buffer.compare((await slip?.png()) ?? Buffer.alloc(0), shown.png)).toBe(0);
        expect(slip?.lines.join('\n')).toContain(numberOf(document));
        expect(slip?.lines.some((line) => line.includes('副本 COPY'))).toBe(copy > 0);
      }
      expect(simulator?.violations).toEqual([]);
      expect(simulator?.uncut()).toEqual([]);
    });
  });
});

describe('a printer with an ejector', () => {
  const start = () => use(benchOnSimulator('escpos-printer', { settings: { taken: 'ejector-status', cut: 'esc-i' } }));
  const slipNews = () => bench.news.named('slip.changed').map((push) => (push as { slip: string }).slip);

  it('tells when a slip is presented and when it is taken', async () => {
    const { simulator, news } = start();
    await inState('online');
    unwrap(await print());
    await news.waitFor(() => slipNews().includes('presented'));
    expect(news.reports().at(-1)?.status).toMatchObject({ slip: 'presented' });
    simulator?.tear();
    await news.waitFor(() => slipNews().includes('taken'));
    await news.waitFor(() => JSON.stringify(news.reports().at(-1)?.status).includes('"slip":"none"'));
    expect(simulator?.retracted()).toEqual([]);
    expect(simulator?.violations).toEqual([]);
  });

  it('draws back what nobody took before it prints for the next', async () => {
    const { simulator, news } = start();
    await inState('online');
    unwrap(await print());
    await news.waitFor(() => slipNews().includes('presented'));
    unwrap(await print({ ...demoReceipt, number: 'R20260131-0002' }));
    expect(simulator?.retracted()).toHaveLength(1);
    expect(slipNews()).toContain('not-taken');
    expect(simulator?.violations).toEqual([]);
  });

  it('says that paper is jammed, and prints again when it was pulled out', async () => {
    const { simulator } = start();
    await inState('online');
    simulator?.jamPaper();
    await inState('hardwareError');
    expect(bench.news.reports().at(-1)?.status).toMatchObject({ paper: 'jammed' });
    expect(await print()).toMatchObject({ ok: false, error: { code: 'device_error' } });
    simulator?.clearPaper();
    await inState('online');
    unwrap(await print());
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
    expect(news.named('device.threshold')).toMatchObject([{ supply: 'paper', level: 'low' }]);
    unwrap(await print());
    simulator?.setPaper('full');
    await news.waitFor(() => news.named('device.threshold').length === 2);
    expect(news.named('device.threshold')[1]).toMatchObject({ level: 'full' });
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
    expect(slips[0]?.lines.join('\n')).toMatch(/此单作废\nVOID\n *R20260131-0001/);
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
