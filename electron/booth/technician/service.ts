import type { CallInput } from '../../../contracts/channel.ts';
import type { hostCalls } from '../../../contracts/device/host.ts';
import type { WireFrame } from '../../../contracts/device/wire.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { boothCalls } from '../../../contracts/hub/booth.ts';
import type { Id } from '../../../contracts/ids.ts';
import { ok, type Result } from '../../../contracts/result.ts';
import type { TechnicianView } from '../../../contracts/technician/calls.ts';
import type { TechnicianKey, TechnicianMode } from '../../../contracts/technician/mode.ts';
import type { ProbeKind } from '../../../contracts/technician/probe.ts';
import type { SelfCheckReport } from '../../../contracts/technician/self-check.ts';
import type { Clock } from '../../../contracts/time.ts';
import { freshId } from '../fresh-id.ts';
import type { HubLink } from '../hub-link.ts';
import type { Log } from '../log.ts';
import type { MachineEvent } from '../machine/messages.ts';
import type { MachineState } from '../machine/state.ts';
import type { OwnSlips } from '../own-slips.ts';
import { createProbeDesk, type ProbeDesk } from '../probe-desk.ts';
import type { CheckPorts } from '../self-check/check.ts';
import { readHub } from '../self-check/hub-reading.ts';
import { measureLine } from '../self-check/line-speed.ts';
import { readMachine, tryDisk } from '../self-check/machine-reading.ts';
import { reachRelay } from '../self-check/relay-reach.ts';
import { createSelfCheck, mediaFaultsOf, type SelfCheck } from '../self-check/self-check.ts';
import type { Supervisor } from '../supervisor.ts';
import { createTechnicianDesk, type TechnicianDesk } from './desk.ts';
import { openGate } from './gate.ts';
import type { ProfileChoice } from './profile-choice.ts';
import type { ReadinessReport } from './readiness.ts';
import { createRecordSender } from './record-sender.ts';
import type { RecordStore } from './records.ts';
import type { StepPorts } from './steps/step.ts';

/** What the technician's part of the booth is given by its surroundings. */
export interface TechnicianSurroundings {
  readonly boothId: string;
  readonly version: string;
  readonly dataDir: string;
  readonly hubUrl: string;
  readonly ca: string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly records: RecordStore;
  readonly profile: ProfileChoice;
  readonly devices: Pick<Supervisor<typeof hostCalls>, 'call' | 'restart'>;
  readonly screen: {
    takeProbe(request: { requestId: Id; kind: ProbeKind; withPicture: boolean }): void;
    cancelProbe(requestId: Id): void;
    technicianView(view: TechnicianView): void;
    technicianWire(frames: readonly WireFrame[]): void;
  };
  readonly makePdf: (report: ReadinessReport) => Promise<Result<Uint8Array<ArrayBuffer>, XiaowuError>>;
}

/** What it is given by the core of the booth, which owns the state. */
export interface TechnicianCore {
  readonly state: () => MachineState;
  readonly dispatch: (event: MachineEvent) => void;
  readonly link: Pick<HubLink, 'call'>;
  /** Relays that the hub named. */
  readonly relays: () => readonly string[];
  readonly slips: OwnSlips;
}

/** Self-check, the technician's way in, and what they do: one part of the booth. */
export interface TechnicianService {
  readonly desk: TechnicianDesk;
  readonly probes: ProbeDesk;
  readonly selfCheck: SelfCheck;
  /** PIN and code from the pad at the screen; asks for the booth when they are right. */
  unlock(given: { pin: string; code: string }): Promise<Result<TechnicianMode, XiaowuError>>;
  /** Before the door opens: what does not work is known then. */
  checkBeforeDoor(): Promise<MachineEvent>;
  start(): void;
  online(technicians: readonly TechnicianKey[]): void;
  offline(): void;
  close(): void;
}

export function createTechnicianService(given: TechnicianSurroundings, core: TechnicianCore): TechnicianService {
  const { boothId, version, dataDir, clock, log, records, profile, devices, screen } = given;
  const { state, dispatch, link } = core;

  const probes = createProbeDesk({
    clock,
    freshId,
    askScreen: (request) => screen.takeProbe(request),
    cancelScreen: (requestId) => screen.cancelProbe(requestId),
  });
  const checks: CheckPorts = {
    devices: () => devices.call('reports', undefined),
    measure: (kind) => probes.measure(kind, false),
    isMediaFree: () => state().call === null,
    hub: () => readHub(given.hubUrl, given.ca, clock),
    isOnline: () => state().online,
    lineSpeed: () => measureLine(given.hubUrl, given.ca),
    relays: core.relays,
    reachRelay,
    machine: () => readMachine(dataDir),
    tryDisk: () => tryDisk(dataDir),
  };
  const sender = createRecordSender({
    store: records,
    clock,
    log,
    call: <K extends 'self-check.give' | 'diagnostics.give'>(name: K, input: CallInput<(typeof boothCalls)[K]>) =>
      link.call(name, input),
  });

  const checked = (report: SelfCheckReport): MachineEvent => ({
    type: 'self-checked',
    mediaFaults: mediaFaultsOf(report, state().mediaFaults),
  });
  const selfCheck = createSelfCheck({
    boothId,
    clock,
    freshId,
    ports: checks,
    onReport(report) {
      records.keepSelfCheck(report);
      sender.wake();
      if (report.trigger !== 'before-door') dispatch(checked(report));
      desk.changed();
    },
  });
  const stepPorts: StepPorts = {
    callDevice: (name, input) => devices.call(name, input),
    devices: () => state().devices,
    measure: (kind, withPicture) => probes.measure(kind, withPicture),
    checks,
    printTestPage: () => core.slips.printTestPage(),
    previewTestPage: () => core.slips.previewTestPage(),
    nowMs: () => clock.nowMs(),
  };
  const desk = createTechnicianDesk({
    boothId,
    version,
    clock,
    log,
    freshId,
    state,
    dispatch,
    records,
    onRecord: () => sender.wake(),
    selfCheck,
    probes,
    stepPorts,
    profile,
    restartDevices: () => devices.restart(),
    makePdf: given.makePdf,
    printReport: (report) => core.slips.printReport(report),
    onlookers: {
      screen: {
        view: (view) => screen.technicianView(view),
        wire: (frames) => screen.technicianWire(frames),
      },
      hub: {
        view: (view) => void tell('technician.view', view),
        wire: (frames) => void tell('technician.wire', { frames: [...frames] }),
      },
    },
  });
  const gate = openGate(dataDir, clock, log, (failures) =>
    dispatch({ type: 'incident', subject: 'technician', code: 'wrong_credentials', detail: `${failures} in a row` }),
  );

  async function tell<K extends 'technician.view' | 'technician.wire'>(
    name: K,
    input: CallInput<(typeof boothCalls)[K]>,
  ): Promise<void> {
    const answer = await link.call(name, input);
    if (!answer.ok) log({ level: 'warning', event: `hub.${name}.failed`, error: answer.error });
  }

  return {
    desk,
    probes,
    selfCheck,
    async unlock(pinAndCode) {
      const opened = await gate.unlock(pinAndCode);
      if (!opened.ok) return opened;
      log({ level: 'info', event: 'technician.unlocked', detail: opened.value.technicianId });
      dispatch({ type: 'technician.requested', by: opened.value, askCitizen: false });
      return ok(state().technician);
    },
    checkBeforeDoor: async () => checked(await selfCheck.run('before-door')),
    start: () => selfCheck.start(),
    online(technicians) {
      gate.learn(technicians);
      sender.goOnline();
      desk.changed();
    },
    offline() {
      sender.goOffline();
      desk.watchFromHub(false);
    },
    close() {
      selfCheck.stop();
      sender.goOffline();
      probes.cancel();
    },
  };
}
