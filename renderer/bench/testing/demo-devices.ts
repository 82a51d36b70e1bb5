import type { DeviceReport } from '../../../contracts/device/device.ts';

/** Devices of a booth for tests and pictures: plainly demo data. */

const AT = '2026-01-31T01:12:00.000Z';
const statistics = { commands: 128, retries: 2, failures: 0, badFrames: 1, reconnects: 0, meanRoundTripMs: 11.4 };
const SIZES = ['large', 'small', 'small', 'small', 'medium', 'small', 'small', 'small'] as const;

export const demoDevices: readonly DeviceReport[] = [
  {
    id: 'locker',
    class: 'locker',
    model: 'KERONG CU16',
    port: '/dev/pts/3',
    state: 'online',
    fault: null,
    capabilities: { class: 'locker', sizes: [...SIZES, ...SIZES], itemSensor: true },
    status: {
      class: 'locker',
      compartments: Array.from({ length: 16 }, (_, index) => ({
        compartment: index + 1,
        door: 'closed',
        item: index === 4 ? 'present' : 'absent',
      })),
    },
    statistics,
    changedAt: AT,
  },
  {
    id: 'printer',
    class: 'printer',
    model: 'ESC/POS 80 mm',
    port: '/dev/pts/4',
    state: 'online',
    fault: null,
    capabilities: { class: 'printer', paperWidthMm: 80, confirm: 'process-id', takenSensor: true },
    status: { class: 'printer', paper: 'full', cover: 'closed', cutter: 'ok', slip: 'none' },
    statistics: { ...statistics, commands: 41, meanRoundTripMs: 23.9 },
    changedAt: AT,
  },
  {
    id: 'scanner',
    class: 'scanner',
    model: 'Newland 7E',
    port: '/dev/pts/5',
    state: 'online',
    fault: null,
    capabilities: { class: 'scanner', trigger: true },
    status: { class: 'scanner', lastScanAt: null },
    statistics: { ...statistics, commands: 0, retries: 0, badFrames: 0, meanRoundTripMs: null },
    changedAt: AT,
  },
  {
    id: 'id-reader',
    class: 'id-reader',
    model: 'SAM reader',
    port: '/dev/pts/7',
    state: 'online',
    fault: null,
    capabilities: { class: 'id-reader' },
    status: { class: 'id-reader', card: 'absent', lastReadAt: null },
    statistics: { ...statistics, commands: 512, retries: 0, badFrames: 0, meanRoundTripMs: 31.2 },
    changedAt: AT,
  },
  {
    id: 'door',
    class: 'door',
    model: 'Modbus I/O',
    port: '/dev/pts/6',
    state: 'online',
    fault: null,
    capabilities: { class: 'door', presence: true, lights: true },
    status: { class: 'door', lock: 'locked', leaf: 'closed', presence: 'absent', lights: 'on' },
    statistics: { ...statistics, commands: 9031, meanRoundTripMs: 6.2 },
    changedAt: AT,
  },
  {
    id: 'ups',
    class: 'ups',
    model: 'Megatec',
    port: '/dev/pts/8',
    state: 'online',
    fault: null,
    capabilities: { class: 'ups', selfTest: true },
    status: {
      class: 'ups',
      mains: 'present',
      battery: 'ok',
      inputVolts: 229,
      loadPercent: 15,
      batteryVolts: 27.5,
      temperatureC: 24,
    },
    statistics: { ...statistics, commands: 340, retries: 0, badFrames: 0, meanRoundTripMs: 96.1 },
    changedAt: AT,
  },
];

/** The same booth on a bad day: no paper, a silent scanner, a compartment open, the mains gone. */
export const faultyDevices: readonly DeviceReport[] = demoDevices.map((device): DeviceReport => {
  const { status } = device;
  switch (status.class) {
    case 'printer':
      return {
        ...device,
        state: 'userError',
        fault: { code: 'paper_out', cause: 'DLE EOT 4 answered 0x72: paper end', action: 'clear' },
        status: { ...status, paper: 'out' },
      };
    case 'scanner':
      return {
        ...device,
        state: 'offline',
        fault: { code: 'device_no_reply', cause: 'no bytes within 2000 ms', action: 'reset' },
      };
    case 'locker': {
      const compartments = status.compartments.map((each) =>
        each.compartment === 5 ? { ...each, door: 'open' as const } : each,
      );
      return { ...device, status: { ...status, compartments } };
    }
    case 'door':
      return { ...device, status: { ...status, lock: 'unlocked', leaf: 'open', presence: 'present' } };
    case 'ups':
      return { ...device, status: { ...status, mains: 'failed', inputVolts: 0 } };
    default:
      return device;
  }
});
