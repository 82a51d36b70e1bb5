import type { DeviceReport } from '../../../contracts/device/device.ts';
import type { ProfileOf } from '../../../contracts/device/profile.ts';
import type { Agent, Booth } from '../../../contracts/domain/people.ts';
import type { Parcel, Receipt, Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import type { Id } from '../../../contracts/ids.ts';
import { reduceVisit } from '../visit-machine.ts';
import type { Effect, MachineEvent, Moment } from './messages.ts';
import { initialState, type MachineState } from './state.ts';

/** Plain test data for the machine; nothing of it is real. */
const AT = '2026-01-31T12:00:00.000Z';

/** A valid version 7 id that is readable in a failure: the same number gives the same id. */
export function testId(number: number): Id {
  return `01890000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export const testBooth: Booth = {
  id: 'demo-booth-01',
  name: '演示晓屋',
  address: '演示路 1 号',
  regionId: 'demo-region',
};

export const testAgent: Agent = {
  id: testId(900),
  username: 'demo-market-1',
  displayName: '演示坐席·市监一',
  role: 'agent',
  departmentId: 'market-regulation',
  regionId: 'demo-region',
  languages: ['zh-CN'],
};

export function testCase(visitId: Id, number = 500): VisitCase {
  return {
    id: testId(number),
    number: `C20260131-${String(number).padStart(4, '0')}`,
    visitId,
    serviceId: 'tax-clearance',
    departmentId: 'tax',
    state: 'completed',
    form: {},
    papers: [],
    note: '',
  };
}

export function testVisit(number = 1, change: Partial<Visit> = {}): Visit {
  return {
    id: testId(number),
    number: 'V20260131-0001',
    boothId: testBooth.id,
    entry: 'walk-in',
    state: 'admitted',
    language: 'zh-CN',
    consentAt: AT,
    startedAt: AT,
    phoneConnected: false,
    cases: [],
    files: [],
    readings: [],
    parcels: [],
    ratings: [],
    ...change,
  };
}

export function testParcel(visitId: Id, number = 700): Parcel {
  return { id: testId(number), number: 'P20260131-0001', visitId, compartment: 3, state: 'requested', custody: [] };
}

export function testReceipt(): Receipt {
  return {
    number: 'R20260131-0001',
    visitNumber: 'V20260131-0001',
    language: 'zh-CN',
    boothName: testBooth.name,
    startedAt: AT,
    endedAt: AT,
    cases: [],
    parcels: [],
    url: 'http://127.0.0.1:8080/phone/',
  };
}

const STATISTICS = { commands: 0, retries: 0, failures: 0, badFrames: 0, reconnects: 0, meanRoundTripMs: null };
const STATUS: Readonly<Record<DeviceReport['class'], DeviceReport['status']>> = {
  door: { class: 'door', lock: 'locked', leaf: 'closed', presence: 'absent', lights: 'off' },
  locker: { class: 'locker', compartments: [] },
  printer: { class: 'printer', paper: 'full', cover: 'closed', cutter: 'ok', slip: 'unknown' },
  scanner: { class: 'scanner', lastScanAt: null },
  'id-reader': { class: 'id-reader', card: 'absent', lastReadAt: null },
  ups: {
    class: 'ups',
    mains: 'present',
    battery: 'ok',
    inputVolts: 220,
    loadPercent: 10,
    batteryVolts: 27,
    temperatureC: 25,
  },
};
const CAPABILITIES: Readonly<Record<DeviceReport['class'], DeviceReport['capabilities']>> = {
  door: { class: 'door', presence: true, lights: true },
  locker: { class: 'locker', sizes: ['small', 'small', 'small', 'medium', 'medium', 'large'], itemSensor: true },
  printer: { class: 'printer', paperWidthMm: 80, confirm: 'process-id', takenSensor: false },
  scanner: { class: 'scanner', trigger: false },
  'id-reader': { class: 'id-reader' },
  ups: { class: 'ups', selfTest: true },
};

/** A door board as a profile names it. */
export const testDoorProfile: ProfileOf<'modbus-door'> = {
  driver: 'modbus-door',
  id: 'door-1',
  line: { port: '/dev/null', baudRate: 9600 },
  unit: 1,
  lockCoil: 0,
  lightsCoil: 1,
  leafInput: 0,
  presenceInput: 1,
  leafClosedWhen: 1,
  presentWhen: 1,
  unlockedWhen: 1,
  pollMs: 100,
};

export function testDevice(deviceClass: DeviceReport['class'], change: Partial<DeviceReport> = {}): DeviceReport {
  return {
    id: `${deviceClass}-1`,
    class: deviceClass,
    model: 'test',
    port: '/dev/null',
    state: 'online',
    fault: null,
    capabilities: CAPABILITIES[deviceClass],
    status: STATUS[deviceClass],
    statistics: STATISTICS,
    changedAt: AT,
    ...change,
  };
}

export const allDevices = (['door', 'locker', 'printer', 'scanner', 'id-reader', 'ups'] as const).map((name) =>
  testDevice(name),
);

/** Drives the machine as the shell does, keeping what it asked for. */
export class MachineRun {
  state: MachineState = initialState;
  readonly effects: Effect[] = [];
  nowMs = Date.parse(AT);
  #freshIds = 10_000;

  send(...events: readonly MachineEvent[]): readonly Effect[] {
    const before = this.effects.length;
    for (const event of events) {
      const moment: Moment = { nowMs: this.nowMs, freshId: testId(this.#freshIds++) };
      const [state, effects] = reduceVisit(this.state, event, moment);
      this.state = state;
      this.effects.push(...effects);
    }
    return this.effects.slice(before);
  }

  /** Types of the facts so far, a parcel's with its state. */
  get facts(): readonly string[] {
    return this.effects.flatMap((effect) => {
      if (effect.type !== 'fact') return [];
      return [effect.fact.type === 'parcel.moved' ? `parcel.moved:${effect.fact.state}` : effect.fact.type];
    });
  }
}

/** A booth with all its devices, connected, at the welcome screen. */
export function welcomedRun(): MachineRun {
  const run = new MachineRun();
  run.send(
    { type: 'started', snapshot: null, documentCamera: '' },
    { type: 'devices', devices: allDevices },
    { type: 'hub.online', booth: testBooth, visit: null },
  );
  return run;
}
