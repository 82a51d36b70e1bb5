import type { DeviceReport } from '../../../contracts/device/device.ts';
import type { WireFrame } from '../../../contracts/device/wire.ts';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import type { TechnicianCallName, TechnicianView } from '../../../contracts/technician/calls.ts';
import type { DiagnosticRecord, StepName, StepResult } from '../../../contracts/technician/diagnostics.ts';
import type { TechnicianMode, TechnicianPresence } from '../../../contracts/technician/mode.ts';
import type { SelfCheckReport } from '../../../contracts/technician/self-check.ts';
import { faultyDevices } from './demo-devices.ts';

/** A booth that answers a technician's calls from a script, for tests and pictures: plainly demo data. */

const uuid = (last: number) => `01900000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const AT = '2026-01-31T01:20:00.000Z';

export const demoSelfCheck: SelfCheckReport = {
  id: uuid(1),
  boothId: 'demo-booth-01',
  trigger: 'hourly',
  at: AT,
  durationMs: 18_400,
  results: [
    { name: 'device.locker', outcome: 'ok', code: null, detail: 'online, 16 compartments', durationMs: 41 },
    { name: 'device.printer', outcome: 'failed', code: 'paper_out', detail: 'state userError', durationMs: 12 },
    { name: 'device.scanner', outcome: 'failed', code: 'device_offline', detail: 'state offline', durationMs: 9 },
    { name: 'device.ups', outcome: 'warning', code: 'mains_failed', detail: 'on battery, ok', durationMs: 20 },
    { name: 'camera.face', outcome: 'ok', code: null, detail: 'luma 118, sharpness 412', durationMs: 2100 },
    {
      name: 'camera.document',
      outcome: 'failed',
      code: 'camera_black',
      detail: 'luma 2, spread 0.4',
      durationMs: 2080,
    },
    { name: 'microphone', outcome: 'ok', code: null, detail: '-38 dBFS', durationMs: 3010 },
    { name: 'speaker', outcome: 'skipped', code: null, detail: 'somebody is inside', durationMs: 0 },
    { name: 'network.hub', outcome: 'ok', code: null, detail: '21 ms', durationMs: 21 },
    { name: 'network.relay', outcome: 'ok', code: null, detail: 'stun 34 ms', durationMs: 34 },
    { name: 'disk', outcome: 'ok', code: null, detail: '48.2 GB free', durationMs: 6 },
    { name: 'memory', outcome: 'ok', code: null, detail: '3.1 GB free', durationMs: 1 },
    { name: 'clock', outcome: 'ok', code: null, detail: '0.2 s ahead', durationMs: 21 },
  ],
};

export function demoMode(by: TechnicianPresence, nowMs: number): TechnicianMode {
  return {
    phase: 'active',
    by,
    since: AT,
    duringVisit: false,
    idleAt: new Date(nowMs + 5 * 60_000).toISOString(),
  };
}

export const demoFrames: readonly WireFrame[] = [
  ['locker', 'out', 'frame', '02 00 30 03 35', 'get status of board 0'],
  ['locker', 'in', 'frame', '02 00 35 00 00 10 00 03 4A', 'status: 5 open, 1–4 and 6–16 closed'],
  ['printer', 'out', 'frame', '10 04 04', 'DLE EOT 4: paper sensor'],
  ['printer', 'in', 'frame', '72', 'paper end'],
  ['door', 'in', 'discarded', 'FF 00 FF', 'no frame: 3 bytes'],
  ['door', 'out', 'frame', '01 02 00 00 00 08 79 CC', 'read 8 discrete inputs from 0'],
  ['door', 'in', 'frame', '01 02 01 06 20 4A', 'inputs: leaf closed, presence'],
  ['scanner', 'in', 'frame', null, 'code, 18 bytes'],
].map(([deviceId, direction, kind, hex, text], index) => ({
  seq: index + 1,
  at: `2026-01-31T01:24:0${index}.${100 + index * 37}Z`,
  deviceId,
  direction,
  kind,
  hex,
  text,
})) as WireFrame[];

const EVIDENCE: Partial<Record<StepName, DiagnosticRecord['evidence']>> = {
  'locker.compartment': [
    { name: 'pulse-to-open', value: '212', unit: 'ms' },
    { name: 'door', value: 'open', unit: null },
    { name: 'item', value: 'absent', unit: null },
  ],
  'camera.face': [
    { name: 'sharpness', value: '412', unit: null },
    { name: 'brightness', value: '118', unit: null },
    { name: 'motion', value: '1.84', unit: null },
    { name: 'resolution', value: '1920×1080', unit: 'px' },
    { name: 'label', value: 'Drawn face camera', unit: null },
  ],
  network: [
    { name: 'network.hub', value: 'ok: 21 ms', unit: null },
    { name: 'network.relay', value: 'ok: stun 34 ms', unit: null },
  ],
  'door.unlock': [
    { name: 'unlock-to-open', value: '1804', unit: 'ms' },
    { name: 'leaf', value: 'open', unit: null },
    { name: 'lock', value: 'unlocked', unit: null },
  ],
};

export interface DemoBooth {
  view(): TechnicianView;
  answer(name: TechnicianCallName, input: unknown): Result<unknown, XiaowuError> | null;
}

export interface DemoBoothOptions {
  readonly mode: TechnicianMode;
  readonly by: TechnicianPresence;
  readonly nowMs: () => number;
  readonly devices?: readonly DeviceReport[];
  /** Somebody is inside: a request waits for the end of the visit, or for consent. */
  readonly visitActive?: boolean;
  /** For steps that show one. */
  readonly picture: StepResult['picture'];
}

/** `answer` gives null for a step that waits for a person: it ends when the step is cancelled, which the caller sees to. */
export function createDemoBooth({
  mode: first,
  by,
  nowMs,
  devices,
  visitActive,
  picture,
}: DemoBoothOptions): DemoBooth {
  let mode = first;
  let count = 10;
  /** A camera that was chosen and is not plugged in. */
  let cameraLabel = 'Document Camera S1020 (2b5e:1020)';
  let records: readonly DiagnosticRecord[] = [
    record('printer.page', null, 'failed', uuid(8), by, '2026-01-31T01:02:00.000Z'),
    record('locker.compartment', '3', 'passed', uuid(9), by, '2026-01-31T01:01:00.000Z'),
  ];
  const view = (): TechnicianView => ({
    boothId: 'demo-booth-01',
    boothName: '演示晓屋·长堤路',
    version: '0.1.0',
    now: new Date(nowMs()).toISOString(),
    mode,
    online: true,
    visitActive: visitActive ?? false,
    devices: [...(devices ?? faultyDevices)],
    cameras: ['Drawn face camera', 'Drawn document camera'],
    microphones: 1,
    wantedCameras: {
      face: { label: '', chosen: false },
      document: { label: cameraLabel, chosen: true },
    },
    withdrawn: [{ function: 'print', causes: ['printer'] }],
    lastSelfCheck: demoSelfCheck,
    records: [...records],
    profile: { name: 'demo', available: ['demo', 'kerong-cu48', 'modbus-relays'] },
    wireWatched: false,
  });

  function run({ step, target }: { step: StepName; target: string | null }): Result<StepResult, XiaowuError> | null {
    if (step === 'scanner.code' || step === 'id-reader.card' || step === 'touch') return null;
    count++;
    const outcome = step === 'printer.page' ? 'failed' : 'passed';
    const made = record(step, target, outcome, uuid(count), by, new Date(nowMs()).toISOString());
    records = [made, ...records];
    return ok({ record: made, picture: step.startsWith('camera.') || step === 'printer.page' ? picture : null });
  }

  const requested = (askCitizen: boolean): TechnicianMode => ({
    phase: 'requested',
    by,
    since: new Date(nowMs()).toISOString(),
    waitingFor: askCitizen ? 'consent' : 'visit',
  });

  return {
    view,
    answer(name, input) {
      switch (name) {
        case 'view':
          return ok(view());
        case 'mode.request':
          mode = visitActive ? requested((input as { askCitizen: boolean }).askCitizen) : demoMode(by, nowMs());
          return ok(mode);
        case 'mode.exit':
          mode = { phase: 'inactive' };
          return ok(mode);
        case 'step.run':
          return run(input as { step: StepName; target: string | null });
        case 'step.verdict': {
          const { recordId, verdict } = input as { recordId: string; verdict: 'good' | 'bad' };
          records = records.map((each) => (each.id === recordId ? { ...each, verdict } : each));
          const found = records.find(({ id }) => id === recordId);
          return found === undefined ? err(fail('not_found')) : ok(found);
        }
        case 'self-check.run':
          return ok(demoSelfCheck);
        case 'device.calibrate':
          return ok({ proposals: [{ setting: 'closedWhen', present: '1', proposed: '0' }] });
        case 'cameras.choose':
          cameraLabel = (input as { label: string | null }).label ?? '';
          return ok(null);
        case 'profile.swap':
          return err(fail('device_offline', 'locker: /dev/pts/9 does not answer'));
        case 'report.pdf':
          return ok({ bytes: new TextEncoder().encode('%PDF-1.7\n'), ready: false });
        case 'report.print':
          return err(fail('paper_out', 'printer: paper end'));
        default:
          return ok(null);
      }
    },
  };
}

function record(
  step: StepName,
  target: string | null,
  outcome: 'passed' | 'failed',
  id: string,
  by: TechnicianPresence,
  startedAt: string,
): DiagnosticRecord {
  return {
    id,
    boothId: 'demo-booth-01',
    step,
    target,
    by,
    startedAt,
    durationMs: 1240,
    outcome,
    evidence: EVIDENCE[step] ?? [],
    error: outcome === 'failed' ? fail('paper_out', 'DLE EOT 4 answered 0x72') : null,
    verdict: null,
  };
}
