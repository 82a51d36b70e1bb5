import { type CallInput, type Handlers, runCall } from '../../../contracts/channel.ts';
import type { WireFrame } from '../../../contracts/device/wire.ts';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import {
  type CameraPart,
  type TechnicianCallName,
  type TechnicianView,
  technicianCalls,
} from '../../../contracts/technician/calls.ts';
import type { DiagnosticRecord, StepResult } from '../../../contracts/technician/diagnostics.ts';
import type { TechnicianPresence } from '../../../contracts/technician/mode.ts';
import { type Clock, instantOf, type Timer } from '../../../contracts/time.ts';
import type { Log } from '../log.ts';
import type { MachineEvent } from '../machine/messages.ts';
import type { MachineState } from '../machine/state.ts';
import { withdrawnOf } from '../machine/view.ts';
import type { ProbeDesk } from '../probe-desk.ts';
import type { SelfCheck } from '../self-check/self-check.ts';
import { type Proposal, proposalsFor } from './calibrate.ts';
import type { ProfileChoice } from './profile-choice.ts';
import { type ReadinessReport, readinessOf } from './readiness.ts';
import type { RecordStore } from './records.ts';
import { stepOf } from './steps/index.ts';
import type { StepPorts } from './steps/step.ts';

/** Changes that come together are shown together. */
const VIEW_PAUSE_MS = 100;
const RECORDS_SHOWN = 100;

/** Where a view or a wire frame goes: the booth's own screen, and the hub while somebody looks there. */
export interface Onlookers {
  readonly screen: {
    view(view: TechnicianView): void;
    wire(frames: readonly WireFrame[]): void;
  };
  readonly hub: {
    view(view: TechnicianView): void;
    wire(frames: readonly WireFrame[]): void;
  };
}

export interface TechnicianDeskOptions {
  readonly boothId: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly freshId: () => Id;
  readonly state: () => MachineState;
  readonly dispatch: (event: MachineEvent) => void;
  readonly records: RecordStore;
  /** Something was kept that the hub does not have yet. */
  readonly onRecord: () => void;
  readonly selfCheck: Pick<SelfCheck, 'run'>;
  readonly probes: Pick<ProbeDesk, 'cancel'>;
  readonly stepPorts: StepPorts;
  readonly profile: ProfileChoice;
  /** Starts the device host anew, with the profile as it is now. */
  readonly restartDevices: () => void;
  readonly makePdf: (report: ReadinessReport) => Promise<Result<Uint8Array<ArrayBuffer>, XiaowuError>>;
  readonly printReport: (report: ReadinessReport) => Promise<Result<{ readonly number: string }, XiaowuError>>;
  readonly onlookers: Onlookers;
}

/** Everything that a technician does at this booth, from its own screen or through the hub. */
export interface TechnicianDesk {
  /** One call of the technician's table; `who` is null when nobody has shown who they are. */
  call(name: TechnicianCallName, input: unknown, who: TechnicianPresence | null): Promise<Result<unknown, XiaowuError>>;
  readonly handlers: Handlers<typeof technicianCalls, TechnicianPresence | null>;
  /** Somebody at the hub begins or ends to look. */
  watchFromHub(on: boolean): void;
  /** The state of the booth changed. */
  changed(): void;
  wire(frames: readonly WireFrame[]): void;
  /** Ends whatever the technician left running. */
  close(): Promise<void>;
}

export function createTechnicianDesk(options: TechnicianDeskOptions): TechnicianDesk {
  const { clock, log, state, dispatch, records, stepPorts, profile, onlookers } = options;
  let isWatchedFromHub = false;
  let wireWatched = false;
  let running: string | null = null;
  let viewTimer: Timer | null = null;
  let proposed: { deviceId: string; proposals: readonly Proposal[] } | null = null;

  function view(): TechnicianView {
    const now = state();
    return {
      boothId: options.boothId,
      boothName: now.booth?.name ?? options.boothId,
      version: options.version,
      now: instantOf(clock),
      mode: now.technician,
      online: now.online,
      visitActive: now.visit !== null || now.leaving !== null,
      devices: [...now.devices],
      cameras: now.media ? [...now.media.cameras] : null,
      microphones: now.media?.microphones ?? null,
      wantedCameras: { face: wantedCamera('face'), document: wantedCamera('document') },
      withdrawn: withdrawnOf(now).map(({ function: name, causes }) => ({ function: name, causes })),
      lastSelfCheck: records.lastSelfCheck(),
      records: [...records.diagnostics(RECORDS_SHOWN)],
      profile: { name: profile.name, available: [...profile.available()] },
      wireWatched,
    };
  }

  function wantedCamera(part: CameraPart) {
    return { label: profile.profile.cameras[part], chosen: profile.chosenCameras[part] !== undefined };
  }

  function changed(): void {
    const isAtScreen = state().technician.phase !== 'inactive';
    if (viewTimer || (!isAtScreen && !isWatchedFromHub)) return;
    viewTimer = clock.after(VIEW_PAUSE_MS, () => {
      viewTimer = null;
      const now = view();
      onlookers.screen.view(now);
      if (isWatchedFromHub) onlookers.hub.view(now);
    });
  }

  /** Whether this person has the booth; every use puts off the idle end. */
  function refusal(who: TechnicianPresence | null, isForVisit: boolean): XiaowuError | null {
    const { technician } = state();
    if (who === null) return fail('unauthenticated');
    if (technician.phase !== 'active') return fail('forbidden', `technician mode is ${technician.phase}`);
    if (technician.by.technicianId !== who.technicianId || technician.by.from !== who.from) {
      return fail('forbidden', `${technician.by.displayName} has the booth`);
    }
    if (technician.duringVisit && !isForVisit) return fail('forbidden', 'not while a citizen is inside');
    dispatch({ type: 'technician.touched' });
    return null;
  }

  async function runStep(
    { step: name, target }: { step: DiagnosticRecord['step']; target: string | null },
    who: TechnicianPresence | null,
  ): Promise<Result<StepResult, XiaowuError>> {
    const step = stepOf(name);
    const refused = refusal(who, step.duringVisit);
    if (refused || !who) return err(refused ?? fail('unauthenticated'));
    if (running) return err(fail('device_busy', `${running} is running`));
    running = name;
    const startedMs = clock.nowMs();
    const startedAt = instantOf(clock);
    try {
      const { evidence, error, picture } = await step.run(target, stepPorts);
      const record: DiagnosticRecord = {
        id: options.freshId(),
        boothId: options.boothId,
        step: name,
        target,
        by: who,
        startedAt,
        durationMs: Math.max(0, clock.nowMs() - startedMs),
        outcome: error ? 'failed' : 'passed',
        evidence: [...evidence],
        error,
        verdict: null,
      };
      keep(record);
      return ok({ record, picture });
    } finally {
      running = null;
    }
  }

  function keep(record: DiagnosticRecord): void {
    records.keepDiagnostic(record);
    options.onRecord();
    changed();
  }

  async function watchWire(on: boolean): Promise<Result<undefined, XiaowuError>> {
    const answer = await stepPorts.callDevice('wire.watch', { on });
    if (!answer.ok) return answer;
    wireWatched = on;
    changed();
    return ok(undefined);
  }

  function readiness(): ReadinessReport {
    const { booth, technician, devices } = state();
    const since = technician.phase === 'active' ? technician.since : instantOf(clock);
    return readinessOf({
      // Technicians read Chinese; the citizen's language of the moment is no matter here.
      language: 'zh-CN',
      boothName: booth?.name ?? options.boothId,
      at: instantOf(clock),
      technician: technician.phase === 'active' ? technician.by.displayName : '',
      devices,
      selfCheck: records.lastSelfCheck(),
      records: records.diagnostics(RECORDS_SHOWN).filter((record) => record.startedAt >= since),
    });
  }

  async function cancelStep(): Promise<void> {
    options.probes.cancel();
    const waiting = state().devices.filter((one) => one.class === 'scanner' || one.class === 'id-reader');
    await Promise.all(waiting.map(({ id }) => stepPorts.callDevice('commands.cancel', { deviceId: id })));
  }

  const handlers: Handlers<typeof technicianCalls, TechnicianPresence | null> = {
    view: () => ok(view()),
    'mode.request': ({ askCitizen }, who) => {
      if (!who) return err(fail('unauthenticated'));
      dispatch({ type: 'technician.requested', by: who, askCitizen });
      return ok(state().technician);
    },
    'mode.exit': (_input, who) => {
      const { technician } = state();
      const isTheirs = technician.phase !== 'inactive' && technician.by.technicianId === who?.technicianId;
      if (!isTheirs) return err(fail('forbidden', 'the booth is not yours'));
      dispatch({ type: 'technician.left' });
      return ok(state().technician);
    },
    'mode.touch': (_input, who) => {
      const refused = refusal(who, true);
      return refused ? err(refused) : ok(undefined);
    },
    'step.run': runStep,
    'step.cancel': async (_input, who) => {
      const refused = refusal(who, true);
      if (refused) return err(refused);
      await cancelStep();
      return ok(undefined);
    },
    'step.verdict': ({ recordId, verdict }, who) => {
      const refused = refusal(who, true);
      if (refused) return err(refused);
      const record = records.diagnostic(recordId);
      if (!record) return err(fail('not_found', 'no such record'));
      const judged = { ...record, verdict };
      keep(judged);
      return ok(judged);
    },
    'self-check.run': async (_input, who) => {
      const refused = refusal(who, true);
      return refused ? err(refused) : ok(await options.selfCheck.run('technician'));
    },
    'device.restart': async ({ deviceId }, who) => {
      const refused = refusal(who, false);
      return refused ? err(refused) : stepPorts.callDevice('device.restart', { deviceId });
    },
    'device.calibrate': ({ deviceId }, who) => {
      const refused = refusal(who, false);
      if (refused) return err(refused);
      const settings = profile.profile.devices.find(({ id }) => id === deviceId);
      const report = state().devices.find(({ id }) => id === deviceId);
      if (!settings || !report) return err(fail('not_found', `no device ${deviceId}`));
      const found = proposalsFor(settings, report, who?.from === 'booth');
      if (!found.ok) return found;
      proposed = { deviceId, proposals: found.value };
      return ok({
        proposals: found.value.map(({ setting, present, proposed: next }) => ({
          setting,
          present: String(present),
          proposed: String(next),
        })),
      });
    },
    'device.apply-calibration': async ({ deviceId }, who) => {
      const refused = refusal(who, false);
      if (refused) return err(refused);
      if (proposed?.deviceId !== deviceId) return err(fail('wrong_state', 'calibrate first'));
      const settings = Object.fromEntries(proposed.proposals.map(({ setting, proposed: next }) => [setting, next]));
      proposed = null;
      const kept = await profile.calibrate(deviceId, settings);
      if (!kept.ok) return kept;
      log({ level: 'warning', event: 'profile.calibrated', detail: `${deviceId} ${JSON.stringify(settings)}` });
      options.restartDevices();
      return ok(undefined);
    },
    'profile.swap': async ({ name }, who) => {
      const refused = refusal(who, false);
      if (refused) return err(refused);
      if (!profile.available().includes(name)) return err(fail('not_found', `no profile ${name}`));
      const swapped = await profile.swap(name);
      if (!swapped.ok) return swapped;
      log({ level: 'warning', event: 'profile.swapped', detail: name });
      options.restartDevices();
      dispatch({ type: 'cameras.wanted', documentCamera: swapped.value.cameras.document });
      changed();
      return ok(undefined);
    },
    'cameras.choose': async ({ part, label }, who) => {
      const refused = refusal(who, false);
      if (refused) return err(refused);
      const kept = await profile.chooseCamera(part, label);
      if (!kept.ok) return kept;
      log({ level: 'warning', event: 'camera.chosen', detail: `${part}: ${label ?? 'by the profile'}` });
      dispatch({ type: 'cameras.wanted', documentCamera: kept.value.cameras.document });
      changed();
      return ok(undefined);
    },
    'wire.watch': async ({ on }, who) => {
      const refused = refusal(who, true);
      return refused ? err(refused) : watchWire(on);
    },
    'report.pdf': async (_input, who) => {
      const refused = refusal(who, false);
      if (refused) return err(refused);
      const report = readiness();
      const pdf = await options.makePdf(report);
      return pdf.ok ? ok({ bytes: pdf.value, ready: report.ready }) : pdf;
    },
    'report.print': async (_input, who) => {
      const refused = refusal(who, false);
      return refused ? err(refused) : options.printReport(readiness());
    },
  };

  return {
    handlers,
    call: (name, input, who) =>
      runCall(technicianCalls[name], handlers[name] as never, input as CallInput<never>, who, (error) =>
        log({ level: 'error', event: `technician.${name}`, error }),
      ),
    watchFromHub(on) {
      isWatchedFromHub = on;
      changed();
    },
    changed,
    wire(frames) {
      if (!wireWatched) return;
      const { technician } = state();
      if (technician.phase !== 'active') return;
      if (technician.by.from === 'booth') onlookers.screen.wire(frames);
      else if (isWatchedFromHub) onlookers.hub.wire(frames);
    },
    async close() {
      proposed = null;
      await cancelStep();
      if (wireWatched) await watchWire(false);
    },
  };
}
