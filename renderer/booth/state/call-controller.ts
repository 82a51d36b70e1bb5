import type { TrackRole } from '../../../contracts/domain/call.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import { describeThrown } from '../../../contracts/errors.ts';
import type { MediaPart } from '../../../contracts/ipc/booth-function.ts';
import type { BoothSetup, BoothState } from '../../../contracts/ipc/booth-state.ts';
import type { BoothBridge, PushOf } from '../../../contracts/ipc/bridge.ts';
import type { Result } from '../../../contracts/result.ts';
import type { Clock, Timer } from '../../../contracts/time.ts';
import { MarkBoard } from '../../call/marks/board.ts';
import type { CallSession, CallSessionState, CreateCallSession } from '../../call/types.ts';
import type { Look } from '../paper/look.ts';
import { PageFollower } from '../paper/page-follower.ts';
import type { LocalMedia, LocalTracks } from './media.ts';
import type { Still, StillError } from './still.ts';

const ROLES: readonly TrackRole[] = ['voice', 'face', 'paper'];
/** From consent to the end of talking: devices are open before the call, so that an accepted call shows at once. */
const WARM_STEPS: readonly BoothState['step'][] = ['entering', 'ready', 'calling', 'in-call', 'after-call', 'mailing'];
/** The screen comes first: listing devices makes Chromium start two more processes, beside the first paint. */
const FIRST_REPORT_MS = 1_000;
/** A camera that was pulled out is looked for again after this long; one bus reset makes several events. */
const REOPEN_MS = 1000;
/** One that another program holds sends no word when it is free: it is tried again, each time after twice as long, up to this. */
const REOPEN_LIMIT_MS = 8_000;
/** Finding the page takes most of a processor's core: the first pictures of a call come before it, and while it only rings nobody looks. */
const FOLLOW_AFTER_MS = 1_500;
const PART_OF: readonly (readonly [TrackRole, MediaPart])[] = [
  ['voice', 'microphone'],
  ['face', 'camera.face'],
  ['paper', 'camera.document'],
];
/** Signals may overtake the news of the call; one offer with its candidates is far below this. */
const MAX_EARLY_SIGNALS = 200;

export interface CallSnapshot {
  readonly session: CallSessionState | null;
  readonly local: LocalTracks;
  readonly media: 'off' | 'opening' | 'ready';
  /** What should be open and is not: pulled out, taken by another program, or not there. */
  readonly lost: readonly MediaPart[];
  /** Pointing and ink of the call; null outside one. */
  readonly marks: MarkBoard | null;
  /** A still of the paper is being taken. */
  readonly capturing: boolean;
}

export interface CallControllerOptions {
  readonly bridge: BoothBridge;
  readonly createSession: CreateCallSession;
  /** Opens what `kept` does not have open any more. */
  readonly openMedia: (cameras: BoothSetup['cameras'], kept: LocalMedia | null) => Promise<LocalMedia>;
  readonly takeStill: (track: MediaStreamTrack | null) => Promise<Result<Still, StillError>>;
  /** The page of a photograph made straight; the photograph itself when none is found in it. Never rejects. */
  readonly straighten: (photo: Still) => Promise<Still>;
  /** Looks for the page in a track's pictures; returns the function that stops it. */
  readonly watchPaper: (track: MediaStreamTrack, onLook: (look: Look) => void) => () => void;
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
  /** What is seen of the paper, look after look, while a call sees it. Apart from the snapshot: some ten a second. */
  onLook(listener: (look: Look) => void): () => void;
  /** A photograph of the paper by the document camera, while the live picture runs on. */
  takePhoto(): Promise<Result<Still, StillError>>;
  /** Pixels across of such a photograph, as far as the camera says; 0 while it is not open. */
  photoWidthPx(): number;
  update(state: BoothState, setup: BoothSetup): void;
  setMuted(muted: boolean): void;
  stop(): void;
}

/** Who is being asked, for the citizen's own request or into the running call: the lines to them are made while it rings there. */
function askedParties({ call }: BoothState): readonly Party[] {
  if (!call) return [];
  const asked = new Map<string, Party>();
  const seat = { kind: 'agent', place: 'table', owner: false } as const;
  if (call.ringing && !call.parties.some((party) => party.kind === 'agent')) {
    const { id, displayName, departmentId } = call.ringing;
    asked.set(id, { ...seat, partyId: id, displayName, departmentId });
  }
  for (const { ringingAgentId } of call.asks) {
    if (!ringingAgentId || asked.has(ringingAgentId)) continue;
    asked.set(ringingAgentId, { ...seat, partyId: ringingAgentId, displayName: '' });
  }
  return [...asked.values()];
}

export function createCallController(options: CallControllerOptions): CallController {
  const { bridge, clock, log } = options;
  const listeners = new Set<() => void>();
  const lookers = new Set<(look: Look) => void>();
  let snapshot: CallSnapshot = { session: null, local: {}, media: 'off', lost: [], marks: null, capturing: false };
  let session: CallSession | null = null;
  let early: PushOf<'call.signal'>[] = [];
  let media: LocalMedia | null = null;
  let cameras: BoothSetup['cameras'] | null = null;
  let iceServers: BoothSetup['iceServers'] | null = null;
  let followed: { readonly track: MediaStreamTrack | null; stop(): void } = { track: null, stop: () => undefined };
  /** Runs, or has run, from when somebody is in the call. */
  let follow: Timer | null = null;
  let isFollowing = false;
  let wanted = false;
  /** Counts openings, so that one that ends after the visit is shut at once. */
  let opening = 0;
  let reopen: Timer | null = null;
  let reopenMs = REOPEN_MS;
  let wakes: number | null = null;
  let told = '';

  const change = (part: Partial<CallSnapshot>) => {
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };

  const tell = async (what: string, sent: Promise<Result<unknown, { code: string }>>): Promise<void> => {
    const result = await sent;
    if (!result.ok) log(`${what}: ${JSON.stringify(result.error)}`);
  };

  const reportDevices = async () => {
    const devices = await options.listDevices();
    await tell('media.devices', bridge.call('media.devices', { ...devices, lost: [...snapshot.lost] }));
  };

  const applyLocal = () => {
    for (const role of ROLES) session?.setLocal(role, snapshot.local[role] ?? null);
    followPage();
  };

  /** Marks keep to the page of the paper that this call sees. */
  const followPage = () => {
    const track = (isFollowing && snapshot.local.paper) || null;
    if (track === followed.track) return;
    followed.stop();
    const { marks } = snapshot;
    const follower = marks && new PageFollower((corners, atMs) => marks.setOutline(corners, atMs));
    const saw = (look: Look) => {
      follower?.saw(look.corners, look.frameAtMs);
      for (const listener of [...lookers]) listener(look);
    };
    const stop = track ? options.watchPaper(track, saw) : null;
    followed = { track, stop: stop ?? (() => undefined) };
  };

  const setMet = (isMet: boolean) => {
    if (isMet === (follow !== null)) return;
    follow?.cancel();
    isFollowing = false;
    const begin = () => {
      isFollowing = true;
      followPage();
    };
    follow = isMet ? clock.after(FOLLOW_AFTER_MS, begin) : null;
    followPage();
  };

  const isWhole = () =>
    ROLES.every((role) => snapshot.local[role]?.readyState === 'live') && media?.paperSource?.readyState === 'live';

  const scheduleReopen = () => {
    if (!wanted || snapshot.media === 'opening') return;
    reopen?.cancel();
    reopen = clock.after(reopenMs, () => {
      if (wanted && !isWhole()) void openDevices();
    });
  };

  /** Something was plugged in, pulled out or freed: it is looked after soon. */
  const lookAfter = () => {
    reopenMs = REOPEN_MS;
    scheduleReopen();
  };

  const ended = () => {
    noteLost();
    lookAfter();
  };

  const noteLost = () => {
    const lost = PART_OF.flatMap(([role, part]) => (snapshot.local[role]?.readyState === 'live' ? [] : [part]));
    if (lost.join() === snapshot.lost.join()) return;
    change({ lost });
    void reportDevices();
  };

  const openDevices = async (kept = media): Promise<void> => {
    if (!cameras) return;
    const mine = ++opening;
    change({ media: 'opening' });
    const opened = await options.openMedia(cameras, kept);
    if (mine !== opening) {
      opened.stop();
      return;
    }
    media = opened;
    const problems = opened.problems.join('; ');
    if (problems !== told && problems !== '') log(problems);
    told = problems;
    for (const track of [...Object.values(opened.tracks), opened.paperSource]) {
      track?.addEventListener('ended', ended);
    }
    change({ media: 'ready', local: opened.tracks });
    applyLocal();
    noteLost();
    reopenMs = isWhole() ? REOPEN_MS : Math.min(2 * reopenMs, REOPEN_LIMIT_MS);
    if (!isWhole()) scheduleReopen();
    await reportDevices();
  };

  const closeDevices = () => {
    opening++;
    reopen?.cancel();
    media?.stop();
    media = null;
    reopenMs = REOPEN_MS;
    const hadLost = snapshot.lost.length > 0;
    change({ media: 'off', local: {}, lost: [] });
    followPage();
    if (hadLost) void reportDevices();
  };

  const endSession = () => {
    session?.close();
    session = null;
    snapshot.marks?.close();
    change({ session: null, marks: null });
    setMet(false);
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
    change({ session: begun.getState(), marks: new MarkBoard(begun, clock) });
    applyLocal();
    for (const each of early) if (each.callId === callId) begun.receive(each.fromPartyId, each.signal);
    early = [];
  };

  const deliverStill = async (requestId: string): Promise<void> => {
    change({ capturing: true });
    try {
      const still = await options.takeStill(media?.paperSource ?? null);
      if (still.ok) {
        const page = await options.straighten(still.value);
        await tell('still.deliver', bridge.call('still.deliver', { requestId, ...page }));
      } else await tell('still.fail', bridge.call('still.fail', { requestId, ...still.error }));
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
      lookAfter();
    }),
  ];
  const firstReport = clock.after(FIRST_REPORT_MS, () => void reportDevices());

  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onLook(listener) {
      lookers.add(listener);
      return () => lookers.delete(listener);
    },
    takePhoto: () => options.takeStill(media?.paperSource ?? null),
    photoWidthPx: () => media?.paperSource?.getSettings().width ?? 0,
    update(state, setup) {
      cameras = setup.cameras;
      const warm = WARM_STEPS.includes(state.step) && state.visit !== null;
      if (warm && !wanted) {
        wanted = true;
        void openDevices();
      }
      // After a sleep a camera may look open and give nothing: all are opened anew.
      if (wanted && wakes !== null && wakes !== state.wakes) {
        media?.stop();
        void openDevices(null);
      }
      wakes = state.wakes;
      const callId = state.call?.callId ?? null;
      if (session && session.getState().callId !== callId) endSession();
      if (state.call && state.visit && !session) beginSession(state.call.callId, state.visit.id, setup);
      if (session && setup.iceServers !== iceServers) session.setIceServers(setup.iceServers);
      iceServers = setup.iceServers;
      session?.setSignalling(state.online);
      if (state.call) {
        session?.setParties(state.call.parties);
        session?.expect(askedParties(state), ROLES);
        setMet(state.call.parties.some(({ kind }) => kind !== 'citizen'));
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
