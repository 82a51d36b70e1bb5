import type { TrackRole } from '../../../contracts/domain/call.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import { describeThrown } from '../../../contracts/errors.ts';
import type { BoothSetup, BoothState } from '../../../contracts/ipc/booth-state.ts';
import type { BoothBridge, PushOf } from '../../../contracts/ipc/bridge.ts';
import type { Result } from '../../../contracts/result.ts';
import type { Clock, Timer } from '../../../contracts/time.ts';
import type { CallSession, CallSessionState, CreateCallSession } from '../../call/types.ts';
import type { LocalMedia, LocalTracks } from './media.ts';
import type { Still, StillError } from './still.ts';

const ROLES: readonly TrackRole[] = ['voice', 'face', 'paper'];
/** From consent to the end of talking: devices are open before the call, so that an accepted call shows at once. */
const WARM_STEPS: readonly BoothState['step'][] = ['entering', 'ready', 'calling', 'in-call', 'after-call', 'mailing'];
/** The screen comes first: listing devices makes Chromium start two more processes, beside the first paint. */
const FIRST_REPORT_MS = 1_000;
/** A camera that was pulled out is looked for again after this long; one bus reset makes several events. */
const REOPEN_MS = 1000;
/** Signals may overtake the news of the call; one offer with its candidates is far below this. */
const MAX_EARLY_SIGNALS = 200;

export interface CallSnapshot {
  readonly session: CallSessionState | null;
  readonly local: LocalTracks;
  readonly media: 'off' | 'opening' | 'ready';
  /** A still of the paper is being taken. */
  readonly capturing: boolean;
}

export interface CallControllerOptions {
  readonly bridge: BoothBridge;
  readonly createSession: CreateCallSession;
  readonly openMedia: (cameras: BoothSetup['cameras']) => Promise<LocalMedia>;
  readonly takeStill: (track: MediaStreamTrack | null) => Promise<Result<Still, StillError>>;
  /** Lists cameras and microphones for main. */
  readonly listDevices: () => Promise<{ cameras: string[]; microphones: number }>;
  /** Tells of plugged and unplugged devices; returns the function that stops it. */
  readonly onDeviceChange: (listener: () => void) => () => void;
  readonly clock: Clock;
  readonly log: (text: string) => void;
}

/** The call as the booth's screen takes part in it: devices, session, stills. Follows main's state; knows no React. */
export interface CallController {
  getSnapshot(): CallSnapshot;
  subscribe(listener: () => void): () => void;
  update(state: BoothState, setup: BoothSetup): void;
  setMuted(muted: boolean): void;
  stop(): void;
}

/** Who is being asked for the citizen's own call: the line to them is made while it rings there. */
function askedParties({ step, call }: BoothState): readonly Party[] {
  if (step !== 'calling' || !call?.ringing) return [];
  const { id, displayName, departmentId } = call.ringing;
  return [{ partyId: id, kind: 'agent', displayName, departmentId, place: 'table', owner: false }];
}

export function createCallController(options: CallControllerOptions): CallController {
  const { bridge, clock, log } = options;
  const listeners = new Set<() => void>();
  let snapshot: CallSnapshot = { session: null, local: {}, media: 'off', capturing: false };
  let session: CallSession | null = null;
  let early: PushOf<'call.signal'>[] = [];
  let media: LocalMedia | null = null;
  let cameras: BoothSetup['cameras'] | null = null;
  let wanted = false;
  /** Counts openings, so that one that ends after the visit is shut at once. */
  let opening = 0;
  let reopen: Timer | null = null;

  const change = (part: Partial<CallSnapshot>) => {
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };

  const tell = async (what: string, sent: Promise<Result<unknown, { code: string }>>): Promise<void> => {
    const result = await sent;
    if (!result.ok) log(`${what}: ${JSON.stringify(result.error)}`);
  };

  const reportDevices = async () => {
    await tell('media.devices', bridge.call('media.devices', await options.listDevices()));
  };

  const applyLocal = () => {
    for (const role of ROLES) session?.setLocal(role, snapshot.local[role] ?? null);
  };

  const isWhole = () =>
    ROLES.every((role) => snapshot.local[role]?.readyState === 'live') && media?.paperSource?.readyState === 'live';

  const scheduleReopen = () => {
    if (!wanted || snapshot.media === 'opening') return;
    reopen?.cancel();
    reopen = clock.after(REOPEN_MS, () => {
      if (wanted && !isWhole()) void openDevices();
    });
  };

  const openDevices = async (): Promise<void> => {
    if (!cameras) return;
    const mine = ++opening;
    media?.stop();
    media = null;
    change({ media: 'opening', local: {} });
    applyLocal();
    const opened = await options.openMedia(cameras);
    if (mine !== opening) {
      opened.stop();
      return;
    }
    media = opened;
    for (const problem of opened.problems) log(problem);
    for (const track of [...Object.values(opened.tracks), opened.paperSource]) {
      track?.addEventListener('ended', scheduleReopen);
    }
    change({ media: 'ready', local: opened.tracks });
    applyLocal();
    await reportDevices();
  };

  const closeDevices = () => {
    opening++;
    reopen?.cancel();
    media?.stop();
    media = null;
    change({ media: 'off', local: {} });
  };

  const endSession = () => {
    session?.close();
    session = null;
    change({ session: null });
  };

  const beginSession = (callId: string, selfPartyId: string, setup: BoothSetup) => {
    const begun = options.createSession({
      callId,
      selfPartyId,
      iceServers: setup.iceServers,
      sendSignal: async (toPartyId, signal) => {
        const result = await bridge.call('call.signal', { callId, toPartyId, signal });
        if (!result.ok) throw new Error(`signal not sent: ${result.error.code}`);
      },
      onFirstFrame: (fromPartyId, role) =>
        void tell('call.first-frame', bridge.call('call.first-frame', { callId, fromPartyId, role })),
      onError: (error) => log(`call: ${error.message}`),
    });
    session = begun;
    begun.subscribe(() => {
      if (session === begun) change({ session: begun.getState() });
    });
    change({ session: begun.getState() });
    applyLocal();
    for (const each of early) if (each.callId === callId) begun.receive(each.fromPartyId, each.signal);
    early = [];
  };

  const deliverStill = async (requestId: string): Promise<void> => {
    change({ capturing: true });
    try {
      const still = await options.takeStill(media?.paperSource ?? null);
      if (still.ok) await tell('still.deliver', bridge.call('still.deliver', { requestId, ...still.value }));
      else await tell('still.fail', bridge.call('still.fail', { requestId, ...still.error }));
    } catch (thrown) {
      const detail = describeThrown(thrown).slice(0, 500);
      await tell('still.fail', bridge.call('still.fail', { requestId, code: 'internal', detail }));
    } finally {
      change({ capturing: false });
    }
  };

  const forget = [
    bridge.on('call.signal', (push) => {
      if (!session) early = [...early.slice(1 - MAX_EARLY_SIGNALS), push];
      else if (session.getState().callId === push.callId) session.receive(push.fromPartyId, push.signal);
    }),
    bridge.on('still.take', ({ requestId }) => void deliverStill(requestId)),
    options.onDeviceChange(() => {
      void reportDevices();
      scheduleReopen();
    }),
  ];
  const firstReport = clock.after(FIRST_REPORT_MS, () => void reportDevices());

  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update(state, setup) {
      cameras = setup.cameras;
      const warm = WARM_STEPS.includes(state.step) && state.visit !== null;
      if (warm && !wanted) {
        wanted = true;
        void openDevices();
      }
      const callId = state.call?.callId ?? null;
      if (session && session.getState().callId !== callId) endSession();
      if (state.call && state.visit && !session) beginSession(state.call.callId, state.visit.id, setup);
      if (state.call) {
        session?.setParties(state.call.parties);
        session?.expect(askedParties(state), ROLES);
      }
      if (!warm && wanted) {
        wanted = false;
        closeDevices();
      }
    },
    setMuted: (muted) => session?.setMuted(muted),
    stop() {
      firstReport.cancel();
      for (const each of forget) each();
      endSession();
      wanted = false;
      closeDevices();
      listeners.clear();
    },
  };
}
