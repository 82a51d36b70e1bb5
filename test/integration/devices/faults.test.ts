import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceReport, DeviceState } from '../../../contracts/device/device.ts';
import type { BoothStatus } from '../../../contracts/hub/technician.ts';
import type { BoothFunction } from '../../../contracts/ipc/booth-function.ts';
import { unwrap } from '../../../contracts/result.ts';
import type { AnySimulator, WireFault } from '../../../native/simulators/index.ts';
import { PlainBooth } from '../booth/plain-booth.ts';
import { type Rig, startRig, type TestTechnician } from '../hub/rig.ts';

/** A named state stands on the technician's page within this time. */
const NAMED_WITHIN_MS = 5_000;
const UNPLUG_WITHIN_MS = 3_000;

let rig: Rig;
let booth: PlainBooth;
let technician: TestTechnician;
/** The page's devices now, by id. */
let page: ReadonlyMap<string, DeviceReport> = new Map();
const lookers = new Set<() => void>();

beforeAll(async () => {
  rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
  booth = await PlainBooth.make(rig.hub.url, rig.dataDir, rig.clock);
  technician = await rig.technician();
  technician.socket.on('booth.changed', ({ devices }: BoothStatus) => {
    page = new Map(devices.map((device) => [device.id, device]));
    for (const look of [...lookers]) look();
  });
  unwrap(await technician.call('hello'));
  await booth.start();
  await onPage((devices) => devices.length === 6 && devices.every(({ state }) => state === 'online'));
});
/** A test that failed half-way leaves its fault behind: the next begins with a healthy booth all the same. */
afterEach(async () => {
  const { machines } = booth;
  setFault({ kind: 'none' });
  for (const machine of machines.all) machine.plug();
  machines.printer.setPaper('full');
  machines.printer.closeCover();
  machines.idReader.setSam('ok');
  machines.ups.restoreMains();
  machines.ups.drainTo(90);
  await onPage(isWell, 15_000);
});
afterAll(async () => {
  await booth.close();
  await rig.close();
});

/** Resolves with the time that it took until the page shows this. */
function onPage(shows: (devices: readonly DeviceReport[]) => boolean, withinMs = NAMED_WITHIN_MS): Promise<number> {
  const startedMs = Date.now();
  const seen = () => shows([...page.values()]);
  const told = () => [...page.values()].map(({ id, state, fault }) => `${id} ${state} ${fault?.code ?? ''}`).join(', ');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      lookers.delete(look);
      reject(new Error(`not on the page within ${withinMs} ms: ${told()}`));
    }, withinMs);
    const look = () => {
      if (!seen()) return;
      clearTimeout(timer);
      lookers.delete(look);
      resolve(Date.now() - startedMs);
    };
    lookers.add(look);
    look();
  });
}

const withdrawn = () => booth.state.withdrawn.map(({ function: name }) => name).sort();
const isWell = (devices: readonly DeviceReport[]) => devices.every(({ state }) => state === 'online');

async function wellAgain(): Promise<void> {
  await onPage(isWell);
  await booth.until((state) => state.withdrawn.length === 0);
}

interface Named {
  readonly state: DeviceState;
  readonly code: string;
}

/** Page and screen say this and nothing else; then everything comes back by itself. */
async function shown(
  expected: Readonly<Record<string, Named>>,
  functions: readonly BoothFunction[],
  withinMs?: number,
) {
  await onPage(
    (devices) =>
      devices.every(({ id, state, fault }) => {
        const named = expected[id];
        return named ? state === named.state && fault?.code === named.code : state === 'online';
      }),
    withinMs,
  );
  expect(withdrawn()).toEqual([...functions].sort());
}

const OFFLINE: Named = { state: 'offline', code: 'device_no_reply' };
const allBut = (...ids: string[]): Record<string, Named> =>
  Object.fromEntries(booth.machines.all.filter(({ id }) => !ids.includes(id)).map(({ id }) => [id, OFFLINE]));

function setFault(fault: WireFault, machines: readonly AnySimulator[] = booth.machines.all): void {
  for (const machine of machines) machine.fault(fault);
}

/** As many bytes as some polls send: by then a driver would have lost its device. */
async function polledOn(): Promise<void> {
  const asked = booth.machines.all.filter(({ id }) => id !== 'scanner');
  const before = asked.map((machine) => machine.received().length);
  await Promise.all(
    asked.map((machine, index) => machine.waitFor(() => machine.received().length >= (before[index] ?? 0) + 9, 20_000)),
  );
}

/** A scanner that only sends cannot be asked, so silence of any kind is no fault of it. */
const UNASKED = 'scanner';

describe('a fault of the line, on every device at once', () => {
  it.each<WireFault>([{ kind: 'silent' }, { kind: 'hang' }])(
    '$kind is named, and withdraws what needs it',
    {
      timeout: 30_000,
    },
    async (fault) => {
      setFault(fault);
      await shown(allBut(UNASKED), ['door', 'identity', 'locker', 'print']);
      setFault({ kind: 'none' });
      await wellAgain();
    },
  );

  it('answers that come seconds late are named where a stale answer would be a wrong one', {
    timeout: 30_000,
  }, async () => {
    setFault({ kind: 'slow', delayMs: 3_000 });
    // A UPS that answers late still tells its state, as slowly as mains and battery change. Of the others a late answer may
    // count for a later question now and then, so each is named for itself.
    const late = { locker: 'locker', printer: 'print', door: 'door', 'id-reader': 'identity' } as const;
    await Promise.all(
      Object.entries(late).map(async ([id, name]) => {
        await Promise.all([
          onPage((devices) => devices.some((one) => one.id === id && one.fault?.code === OFFLINE.code)),
          booth.until(({ withdrawn: list }) => list.some(({ function: withdrawnName }) => withdrawnName === name)),
        ]);
      }),
    );
    setFault({ kind: 'none' });
    await wellAgain();
  });

  it('answers that are spoilt are named where a checksum or a form can tell', { timeout: 30_000 }, async () => {
    setFault({ kind: 'noise-inside', bytes: 3 });
    await shown(allBut(UNASKED, 'printer'), ['door', 'identity', 'locker']);
    setFault({ kind: 'none' });
    await wellAgain();
  });

  it('a neighbour that answers in its place is not taken for it', { timeout: 30_000 }, async () => {
    const { locker, door } = booth.machines;
    setFault({ kind: 'wrong-address' }, [locker, door]);
    await shown({ [locker.id]: OFFLINE, [door.id]: OFFLINE }, ['door', 'locker']);
    setFault({ kind: 'none' });
    await wellAgain();
  });

  it.each<WireFault>([
    { kind: 'noise', bytes: 7 },
    { kind: 'split', pauseMs: 10 },
    { kind: 'merged' },
    { kind: 'stale' },
  ])('$kind is borne: nothing is withdrawn', { timeout: 40_000 }, async (fault) => {
    setFault(fault);
    await polledOn();
    await onPage(isWell);
    expect(withdrawn()).toEqual([]);
    setFault({ kind: 'none' });
    await wellAgain();
  });

  it('a flipped bit in every answer never gives a wrong word, only silence', { timeout: 30_000 }, async () => {
    // What a UPS says are plain characters: a digit that became another digit cannot be told from a right one.
    const framed = booth.machines.all.filter(({ id }) => id !== UNASKED && id !== 'printer' && id !== 'ups');
    setFault({ kind: 'bitflip' }, framed);
    await shown(allBut(UNASKED, 'printer', 'ups'), ['door', 'identity', 'locker']);
    setFault({ kind: 'none' });
    await wellAgain();
  });
});

describe('a cable', () => {
  it.each(['locker', 'printer', 'scanner', 'door', 'id-reader', 'ups'])(
    'of the %s that is pulled is noticed within 3 s, and so is its return',
    { timeout: 30_000 },
    async (id) => {
      const machine = booth.machines.all.find((one) => one.id === id);
      const functions: Record<string, BoothFunction[]> = {
        locker: ['locker'],
        printer: ['print'],
        scanner: ['scan'],
        door: ['door'],
        'id-reader': ['identity'],
        ups: [],
      };
      machine?.unplug();
      await shown({ [id]: { state: 'noDevice', code: 'device_missing' } }, functions[id] ?? [], UNPLUG_WITHIN_MS);
      machine?.plug();
      await onPage(isWell, UNPLUG_WITHIN_MS);
      await booth.until((state) => state.withdrawn.length === 0);
    },
  );
});

describe('a fault of the device itself', () => {
  it.each<[string, Named, () => void, () => void]>([
    [
      'paper out',
      { state: 'userError', code: 'paper_out' },
      () => booth.machines.printer.setPaper('out'),
      () => booth.machines.printer.setPaper('full'),
    ],
    [
      'an open cover',
      { state: 'userError', code: 'cover_open' },
      () => booth.machines.printer.openCover(),
      () => booth.machines.printer.closeCover(),
    ],
  ])('%s withdraws printing alone', { timeout: 30_000 }, async (_name, named, inject, heal) => {
    inject();
    await shown({ printer: named }, ['print']);
    heal();
    await wellAgain();
  });

  it('a card reader without a licence withdraws reading cards alone', { timeout: 30_000 }, async () => {
    booth.machines.idReader.setSam('unlicensed');
    await shown({ 'id-reader': { state: 'hardwareError', code: 'device_error' } }, ['identity']);
    booth.machines.idReader.setSam('ok');
    await wellAgain();
  });

  it('a battery that runs out lets nobody in, and says so; mains that return open the booth again', {
    timeout: 30_000,
  }, async () => {
    booth.machines.ups.cutMains();
    booth.machines.ups.drainTo(10);
    await booth.until(({ withdrawn: list }) => list.some(({ function: name }) => name === 'begin'));
    booth.intend({ type: 'begin' });
    expect(booth.state).toMatchObject({ step: 'welcome', notice: { messageKey: 'withdrawn.begin' } });
    booth.machines.ups.restoreMains();
    booth.machines.ups.drainTo(90);
    await booth.until((state) => state.withdrawn.length === 0);
  });
});

it('the booth broke no protocol in all this', () => {
  expect(booth.machines.violations()).toEqual([]);
});
