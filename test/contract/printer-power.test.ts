import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeviceReport } from '../../contracts/device/device.ts';
import { numberOf, type PrintDocument } from '../../contracts/device/print.ts';
import type { VisitFact } from '../../contracts/domain/timeline.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, type Result } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { type BoothDatabase, openBoothDatabase } from '../../electron/booth/booth-database.ts';
import { createPrintDesk, type PrintDesk, type PrintDeskOptions } from '../../electron/booth/print-desk.ts';
import { openPrintLedger, type PrintLedger } from '../../electron/booth/print-ledger.ts';
import { RESTART_MIN_MS } from '../../electron/booth/supervisor.ts';
import { createDeviceHost, type DeviceHost } from '../../native/device-host.ts';
import { createMemoryCarrier } from '../../native/simulators/carrier.ts';
import { startSimulator } from '../../native/simulators/index.ts';
import type { Slip } from '../../native/simulators/types.ts';
import type { OpenPort, Port } from '../../native/transport/port.ts';
import { settingsOf } from './bench.ts';
import { demoDocuments } from './receipts.ts';

const MS_PER_LINE = 20;
const STEP_MS = 10;
/** By then the host has looked and has heard the printer's echo. */
const CONFIRM_MS = 60;
const VISIT_ID = '01890000-0000-7000-8000-000000000001';
const OFFLINE = err(fail('device_offline', 'the device host ended'));

type Settings = Partial<
  Pick<ReturnType<typeof settingsOf<'escpos-printer'>>, 'paperWidthMm' | 'confirm' | 'cut' | 'taken'>
>;

/** A booth's printing from the ledger down to the paper, in virtual time, whose processes can be killed at any moment. */
class PrintingBooth {
  readonly clock = new VirtualClock();
  readonly facts: VisitFact[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'xiaowu-print-'));
  readonly #carrier = createMemoryCarrier();
  readonly #device: ReturnType<typeof settingsOf<'escpos-printer'>>;
  readonly simulator;
  database!: BoothDatabase;
  ledger!: PrintLedger;
  desk!: PrintDesk;
  #host: { readonly host: DeviceHost; kill(): void; readonly ended: Promise<typeof OFFLINE> } | null = null;
  #reports: DeviceReport[] = [];

  constructor(settings: Settings) {
    const { line, ...demo } = settingsOf('escpos-printer');
    const device = { ...demo, pollMs: 200, ...settings };
    this.#device = { ...device, line: { ...line, port: this.#carrier.path } };
    this.simulator = startSimulator<'escpos-printer'>({
      ...device,
      msPerLine: MS_PER_LINE,
      clock: this.clock,
      carrier: this.#carrier,
    });
    this.startApp();
    this.startHost();
  }

  /** Main's life: the ledger is read from disk, and what was begun is void. */
  startApp(): void {
    this.database = openBoothDatabase(this.#folder);
    this.ledger = openPrintLedger(this.database, this.clock);
    const call = (async (name: 'printer.print', input: never) => {
      const life = this.#host;
      if (!life) return OFFLINE;
      return Promise.race([life.host.handlers[name](input, undefined), life.ended]);
    }) as PrintDeskOptions['call'];
    this.desk = createPrintDesk({
      clock: this.clock,
      log: () => undefined,
      ledger: this.ledger,
      database: this.database,
      record: (_visitId, fact) => void this.facts.push(fact),
      onRecorded: () => undefined,
      call,
    });
    this.desk.start();
    this.desk.reported(this.#reports);
  }

  startHost(): void {
    let isDead = false;
    const ports: Port[] = [];
    const openPort: OpenPort = async (line) => {
      if (isDead) return OFFLINE;
      const opened = await this.#carrier.openPort(line);
      if (opened.ok) ports.push(opened.value);
      return opened;
    };
    let end: (why: typeof OFFLINE) => void = () => undefined;
    const ended = new Promise<typeof OFFLINE>((resolve) => {
      end = resolve;
    });
    const host = createDeviceHost({
      devices: [this.#device],
      clock: this.clock,
      openPort,
      push: (name, payload) => {
        if (isDead) return;
        if (name === 'ready') this.#reports = (payload as { devices: DeviceReport[] }).devices;
        else if (name === 'device.changed') this.#reports = [payload as DeviceReport];
        else return;
        this.desk.reported(this.#reports);
      },
    });
    host.start();
    this.#host = {
      host,
      ended,
      kill: () => {
        isDead = true;
        for (const port of ports) void port.close();
        end(OFFLINE);
      },
    };
  }

  /** kill -9 of the device host: not one more byte leaves it, and main hears that it ended. */
  killHost(): void {
    this.#host?.kill();
    this.#host = null;
    this.#reports = [];
  }

  /** kill -9 of everything: main's memory is gone with it. */
  killApp(): void {
    // A dead process hears nothing: what the old desk still awaits must not reach the new one's disk.
    this.database.close();
    this.killHost();
  }

  async until(what: () => boolean, limitMs = 120_000): Promise<void> {
    const deadlineMs = this.clock.nowMs() + limitMs;
    while (!what()) {
      if (this.clock.nowMs() > deadlineMs) throw new Error(`in vain for ${limitMs} ms: ${what}`);
      await this.clock.advance(STEP_MS);
    }
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.clock.nowMs() + ms;
    while (this.clock.nowMs() < untilMs) await this.clock.advance(STEP_MS);
  }

  isOnline = () => this.#reports.some(({ state }) => state === 'online');

  /** Begins to print; the answer comes in time that somebody lets pass. */
  print(document: PrintDocument): { answer: Result<unknown, XiaowuError> | null } {
    const job: { answer: Result<unknown, XiaowuError> | null } = { answer: null };
    void this.desk.print(document, VISIT_ID).then(
      (answer) => {
        job.answer = answer;
      },
      () => {
        // The dead desk's disk is closed under it.
        job.answer = OFFLINE;
      },
    );
    return job;
  }

  async printNow(document: PrintDocument): Promise<Result<unknown, XiaowuError>> {
    const job = this.print(document);
    await this.until(() => job.answer !== null);
    return job.answer as Result<unknown, XiaowuError>;
  }

  async close(): Promise<void> {
    await this.#host?.host.close();
    this.database.close();
    rmSync(this.#folder, { recursive: true });
  }
}

const VOID = /此单作废[\s\S]*VOID/;
const text = (slip: Slip) => slip.lines.join('\n');

let booth: PrintingBooth;
afterEach(() => booth.close());

const nextCitizens: PrintDocument = {
  kind: 'notice',
  number: 'N20260131-0777',
  language: 'zh-CN',
  boothName: '演示晓屋',
  at: '2026-01-31T03:00:00.000Z',
  caseNumber: null,
  serviceName: '下一位的事项',
  departmentName: '演示部门',
  items: [],
  url: 'https://example.cn/next',
};

/** What a document is when nothing disturbs it, and how long it takes. */
async function undisturbed(
  settings: Settings,
  document: PrintDocument,
): Promise<{ lines: readonly string[]; tookMs: number }> {
  booth = new PrintingBooth(settings);
  await booth.until(booth.isOnline);
  const startMs = booth.clock.nowMs();
  expect((await booth.printNow(document)).ok).toBe(true);
  const lines = booth.simulator.slips()[0]?.lines ?? [];
  const tookMs = booth.clock.nowMs() - startMs;
  await booth.close();
  return { lines, tookMs };
}

/** After any disturbance: one valid slip or none, everything else marked void, and the next citizen's slip all their own. */
async function expectTruth(document: PrintDocument, whole: readonly string[], next: readonly string[]): Promise<void> {
  const number = numberOf(document);
  await booth.until(() => booth.isOnline() && booth.ledger.uncut().length === 0);
  expect(booth.ledger.begun()).toEqual([]);
  expect((await booth.printNow(nextCitizens)).ok).toBe(true);
  const slips = booth.simulator.slips();
  const last = slips.at(-1);
  expect(last?.lines).toEqual(next);
  const former = slips.slice(0, -1);
  const wholeSlips = former.filter((slip) => JSON.stringify(slip.lines) === JSON.stringify(whole));
  const voided = former.filter((slip) => VOID.test(text(slip)));
  const told = booth.facts.flatMap((fact) => ('number' in fact && fact.number === number ? [fact.type] : []));
  const isReceipt = document.kind === 'receipt';
  if (booth.ledger.isValid(number)) {
    expect(told).toEqual([isReceipt ? 'receipt.printed' : 'slip.printed']);
    expect([wholeSlips.length, voided.length, former.length]).toEqual([1, 0, 1]);
  } else if (former.length === 0) {
    // The power went before the print was on record: nothing is on paper, and the number is as good as ever.
    expect((await booth.printNow(document)).ok).toBe(true);
    expect(booth.simulator.slips().at(-1)?.lines).toEqual(whole);
  } else {
    // Perhaps it came out whole before anybody could know: then the piece behind it names it as void.
    expect(told).toEqual(isReceipt ? ['receipt.failed'] : []);
    expect(wholeSlips.length).toBeLessThanOrEqual(1);
    expect(voided).toHaveLength(1);
    expect(text(voided[0] as Slip)).toMatch(new RegExp(`VOID\\n *${number}`));
    expect(former.at(-1)).toBe(voided[0]);
    expect((await booth.printNow(document)).ok).toBe(false);
  }
  expect(booth.simulator.uncut()).toEqual([]);
  expect(booth.simulator.violations).toEqual([]);
}

const SETTINGS: readonly Settings[] = [
  { paperWidthMm: 80, confirm: 'process-id', cut: 'gs-v' },
  { paperWidthMm: 58, confirm: 'status', cut: 'esc-i' },
];
const cases = SETTINGS.flatMap((settings) =>
  demoDocuments(settings.paperWidthMm === 80 ? 'zh-CN' : 'en').map((document) => ({
    settings,
    document,
    name: `${document.kind}, ${settings.paperWidthMm} mm, ${settings.confirm}`,
  })),
);

describe.each([
  ['the device host', (dead: PrintingBooth) => dead.killHost(), (dead: PrintingBooth) => dead.startHost()],
  [
    'the whole app',
    (dead: PrintingBooth) => dead.killApp(),
    (dead: PrintingBooth) => {
      dead.startApp();
      dead.startHost();
    },
  ],
  [
    'the whole app, with the mains of the printer',
    (dead: PrintingBooth) => {
      dead.killApp();
      dead.simulator.losePower();
    },
    (dead: PrintingBooth) => {
      dead.startApp();
      dead.startHost();
    },
  ],
] as const)('kill -9 of %s at every line', (_who, kill, restart) => {
  it.each(cases)('$name', { timeout: 120_000 }, async ({ settings, document }) => {
    const next = (await undisturbed(settings, nextCitizens)).lines;
    const { lines, tookMs } = await undisturbed(settings, document);
    const outcomes = { valid: 0, void: 0 };
    for (let afterMs = 0; afterMs <= tookMs + CONFIRM_MS; afterMs += MS_PER_LINE) {
      booth = new PrintingBooth(settings);
      await booth.until(booth.isOnline);
      booth.print(document);
      await booth.pass(afterMs);
      kill(booth);
      // The supervisor's pause; the printer goes on with what it has.
      await booth.pass(RESTART_MIN_MS);
      restart(booth);
      await expectTruth(document, lines, next);
      outcomes[booth.ledger.isValid(numberOf(document)) ? 'valid' : 'void'] += 1;
      await booth.close();
    }
    booth = new PrintingBooth(settings);
    expect(outcomes.void).toBeGreaterThan(lines.length / 2);
    expect(outcomes.valid).toBeLessThan(outcomes.void);
    expect(outcomes.valid).toBeGreaterThan(0);
  });
});

describe('the roll ends at every line', () => {
  it.each(cases)('$name', { timeout: 120_000 }, async ({ settings, document }) => {
    const next = (await undisturbed(settings, nextCitizens)).lines;
    const { lines } = await undisturbed(settings, document);
    for (let printed = 0; printed <= lines.length + 1; printed++) {
      booth = new PrintingBooth(settings);
      await booth.until(booth.isOnline);
      const job = booth.print(document);
      booth.simulator.endPaperAfter(printed);
      await booth.until(() => job.answer !== null);
      booth.simulator.setPaper('full');
      await expectTruth(document, lines, next);
      await booth.close();
    }
    booth = new PrintingBooth(settings);
  });
});
