import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fail, resultSchema } from '../../contracts/errors.ts';
import { boothIpcCalls } from '../../contracts/ipc/booth.ts';
import { err, ok } from '../../contracts/result.ts';
import type { TechnicianCallName } from '../../contracts/technician/calls.ts';
import { systemClock } from '../../contracts/time.ts';
import { testId, welcomedRun } from '../booth/machine/fixtures.ts';
import { toBoothState } from '../booth/machine/view.ts';
import { createStillDesk } from '../booth/still-desk.ts';
import { boothHandlers } from './booth-handlers.ts';
import type { BoothChannel, BoothIpcContext } from './context.ts';
import { FakeIpcMain } from './fake-ipc-main.ts';
import { type InvokeEvent, registerCalls } from './register-calls.ts';

const ORIGIN = 'booth://app';
const WINDOW = 7;
const screen: InvokeEvent = { senderFrame: { url: 'booth://app/index.html', parent: null }, sender: { id: WINDOW } };

/** The real registrar, handlers and machine; only Electron is fake. */
function setUp() {
  const ipcMain = new FakeIpcMain();
  const run = welcomedRun();
  const defects: string[] = [];
  const refuse = () => Promise.reject(new Error('not asked for'));
  const context: BoothIpcContext = {
    core: {
      state: () => toBoothState(run.state),
      dispatch: (event) => void run.send(event),
      signal: async () => ok(undefined),
      form: async () => err(fail('disconnected')),
      keepForm: () => undefined,
      keptForms: () => ({}),
      paperPicture: async () => err(fail('wrong_state')),
      previewReceipt: async () => err(fail('not_found', 'no receipt yet')),
      stills: createStillDesk({
        clock: systemClock,
        log: () => undefined,
        freshId: () => testId(1),
        visitId: () => null,
        askScreen: () => undefined,
        upload: refuse,
        read: refuse,
        record: () => undefined,
      }),
      technician: {
        unlock: async () => err(fail('wrong_credentials')),
        probes: { delivered: () => err(fail('not_found')) },
        desk: { call: async (_name, _input, who) => err(fail(who ? 'internal' : 'unauthenticated')) },
      },
    },
    setup: () => ({
      screen: { widthPx: 1080, heightPx: 1920, pxPerMm: 3.6 },
      cameras: { face: '', document: '' },
      development: false,
      iceServers: [],
      departments: [],
      services: [],
      bundles: [],
    }),
  };
  const unregister = registerCalls(ipcMain, boothIpcCalls, boothHandlers, {
    origin: ORIGIN,
    webContentsId: () => WINDOW,
    context,
    onDefect: (channel, error) => defects.push(`${channel} ${error.code}`),
  });
  return { ipcMain, run, defects, unregister };
}

const channels = Object.keys(boothIpcCalls) as BoothChannel[];

describe('registered channels', () => {
  test('are exactly those of the contract, and can be taken down', () => {
    const { ipcMain, unregister } = setUp();
    expect([...ipcMain.channels].sort()).toEqual([...channels].sort());
    unregister();
    expect(ipcMain.channels).toEqual([]);
  });

  test('serve the booth’s own screen', async () => {
    const { ipcMain, run } = setUp();
    expect(await ipcMain.invoke('booth.intent', { type: 'begin' }, screen)).toEqual({ ok: true });
    expect(run.state.step).toBe('consent');
    expect(await ipcMain.invoke('booth.state', undefined, screen)).toMatchObject({
      ok: true,
      value: { step: 'consent' },
    });
    expect(await ipcMain.invoke('booth.setup', undefined, screen)).toMatchObject({ ok: true });
  });

  const forged: Record<string, InvokeEvent> = {
    'a frame of a page inside': { ...screen, senderFrame: { url: 'booth://app/index.html', parent: {} } },
    'another origin': { ...screen, senderFrame: { url: 'https://app/index.html', parent: null } },
    'an origin that begins alike': { ...screen, senderFrame: { url: 'booth://app.example/index.html', parent: null } },
    'no address': { ...screen, senderFrame: { url: '', parent: null } },
    'a frame that is gone': { ...screen, senderFrame: null },
    'another window': { ...screen, sender: { id: WINDOW + 1 } },
  };
  for (const [name, event] of Object.entries(forged)) {
    test(`refuse ${name}`, async () => {
      const { ipcMain, run, defects } = setUp();
      for (const channel of channels) {
        const answer = await ipcMain.invoke(channel, { type: 'begin' }, event);
        expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden_sender' } });
      }
      expect(run.state.step).toBe('welcome');
      expect(defects).toHaveLength(channels.length);
    });
  }
});

const technicianInputs: Record<TechnicianCallName, readonly unknown[]> = {
  view: [undefined],
  'mode.request': [{ askCitizen: false }],
  'mode.exit': [undefined],
  'mode.touch': [undefined],
  'step.run': [{ step: 'locker.compartment', target: '3' }],
  'step.cancel': [undefined],
  'step.verdict': [{ recordId: testId(1), verdict: 'good' }],
  'self-check.run': [undefined],
  'device.restart': [{ deviceId: 'locker' }],
  'device.calibrate': [{ deviceId: 'locker' }],
  'device.apply-calibration': [{ deviceId: 'locker' }],
  'profile.swap': [{ name: 'demo' }],
  'cameras.choose': [{ part: 'document', label: 'Document Camera S1020' }],
  'wire.watch': [{ on: true }],
  'report.pdf': [undefined],
  'report.print': [undefined],
};
const technicianSeeds = Object.fromEntries(
  Object.entries(technicianInputs).map(([name, inputs]) => [`technician.${name}`, inputs]),
) as { [K in TechnicianCallName as `technician.${K}`]: readonly unknown[] };

/** Valid inputs to start from, so that mutations come close to what is accepted. */
const seeds: Record<BoothChannel, readonly unknown[]> = {
  'booth.setup': [undefined],
  'booth.state': [undefined],
  'booth.intent': [
    { type: 'begin' },
    { type: 'consent', agreed: true },
    { type: 'rate', caseId: testId(1), level: 5 },
    { type: 'give-mailing', mailing: { recipient: '演示', phone: '13800000000', address: '演示路 1 号' } },
  ],
  'call.signal': [
    {
      callId: testId(1),
      toPartyId: testId(2),
      signal: { kind: 'description', type: 'offer', sdp: 'v=0', roles: { 0: 'voice' } },
    },
  ],
  'form.keep': [{ caseId: testId(1), kept: 'letters' }],
  'form.kept': [undefined],
  'call.first-frame': [{ callId: testId(1), fromPartyId: testId(2), role: 'face' }],
  'still.deliver': [
    { requestId: testId(1), mimeType: 'image/jpeg', bytes: new Uint8Array([255, 216]), widthPx: 10, heightPx: 10 },
  ],
  'page.give': [{ mimeType: 'image/jpeg', bytes: new Uint8Array([255, 216]), widthPx: 10, heightPx: 10 }],
  'pages.arrange': [
    { document: { id: testId(1), pages: [{ fileId: testId(2), side: 'front' }], dropped: [testId(3)], done: false } },
  ],
  'paper.picture': [{ fileId: testId(1) }],
  'slip.preview': [undefined],
  'still.fail': [{ requestId: testId(1), code: 'internal', detail: 'x' }],
  'media.devices': [{ cameras: ['a'], microphones: 1 }],
  'probe.deliver': [
    { requestId: testId(1), result: { ok: true, value: { kind: 'touch', cells: 9, touched: 9 } } },
    { requestId: testId(1), result: err(fail('camera_missing')) },
  ],
  'form.open': [{ caseId: testId(1), vector: 'AA==' }],
  'form.edit': [{ caseId: testId(1), update: 'AAA=', sources: { 'company-name': 'read' } }],
  'form.act': [
    { caseId: testId(1), actId: testId(2), act: { type: 'confirm', fieldId: 'company-name', value: '演示', seen: 0 } },
  ],
  'form.look': [{ caseId: testId(1), fieldId: 'company-name', guide: false }],
  'form.sign': [
    { caseId: testId(1), signatureId: testId(2), hash: 'a'.repeat(64), strokes: [[[0.1, 0.2, 3]]], png: 'AA==' },
  ],
  'technician.unlock': [{ pin: '123456', code: '654321' }],
  ...technicianSeeds,
};

/** Values that break parsers; all can cross a structured clone. */
const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    Number.NaN,
    -1,
    2 ** 53,
    '',
    '__proto__',
    'x'.repeat(300_000),
    [],
    {},
    new Date(0),
    new Map([[1, 2]]),
    new Uint8Array(4),
    10n,
  ),
  fc.anything({ maxDepth: 2, withBigInt: true, withTypedArray: true, withMap: true }),
);

/** A seed with one of its values, at any depth, replaced, removed or joined by another. */
function mutate(value: unknown, path: readonly number[], change: unknown, kind: number): unknown {
  const [first, ...rest] = path;
  if (value === null || typeof value !== 'object' || first === undefined || ArrayBuffer.isView(value)) return change;
  const keys = Object.keys(value);
  const key = keys[first % Math.max(1, keys.length)];
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  if (key === undefined || kind === 0) copy.added = change;
  else if (kind === 1) delete copy[key];
  else copy[key] = mutate(copy[key], rest, change, kind);
  return copy;
}

function canCross(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

test('12,000 malformed messages are all answered, with a typed error or a valid value', async () => {
  const { ipcMain, run } = setUp();
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...channels),
      fc.nat(),
      fc.array(fc.nat({ max: 8 }), { maxLength: 3 }),
      hostile,
      fc.nat({ max: 3 }),
      async (channel, seed, path, change, kind) => {
        const pool = seeds[channel];
        const input = mutate(pool[seed % pool.length], path, change, kind);
        if (!canCross(input)) return;
        const answer = await ipcMain.invoke(channel, input, screen);
        const parsed = resultSchema(boothIpcCalls[channel].output).safeParse(answer);
        expect(parsed.error).toBeUndefined();
        if (parsed.data && !parsed.data.ok) {
          refused++;
          expect(parsed.data.error.code).not.toBe('internal');
          expect(parsed.data.error.code).not.toBe('invalid_output');
        }
      },
    ),
    { numRuns: 12_000 },
  );
  expect(refused).toBeGreaterThan(5_000);
  expect(toBoothState(run.state)).toBeDefined();
});
