import { describe, expect, it } from 'vitest';
import type { BoothBridge } from '../../../contracts/ipc/bridge.ts';
import { err, ok } from '../../../contracts/result.ts';
import { VirtualClock } from '../../../contracts/time.ts';
import type { CallSessionOptions, CallSessionState } from '../../call/types.ts';
import { idle, scenes, setup, uuid } from '../testing/scenes.ts';
import { createCallController } from './call-controller.ts';
import type { LocalMedia } from './media.ts';
import type { Still, StillError } from './still.ts';

class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live';
  stop() {
    this.readyState = 'ended';
  }
  /** As the browser does when the cable is pulled. */
  pull() {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}
/** What a page made straight has across, in the photographs here. */
const STRAIGHT_WIDTH_PX = 1_000;
const asTrack = (track: FakeTrack) => track as unknown as MediaStreamTrack;

function build() {
  const clock = new VirtualClock();
  const sent: { name: string; input: unknown }[] = [];
  const listeners = new Map<string, (payload: never) => void>();
  const bridge = {
    async call(name: string, input: unknown) {
      sent.push({ name, input });
      return ok(null);
    },
    on(name: string, listener: (payload: never) => void) {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
  } as unknown as BoothBridge;
  const sessions: {
    options: CallSessionOptions;
    local: Map<string, unknown>;
    closed: boolean;
    received: unknown[];
    expected: string[];
    signalling: boolean[];
    relays: string[];
  }[] = [];
  const opened: Record<'voice' | 'face' | 'paper' | 'source', FakeTrack>[] = [];
  /** What another program holds. */
  const taken = new Set<string>();
  /** Tracks in which the page is being looked for. */
  const looked = new Set<MediaStreamTrack>();
  const still: { next: ReturnType<typeof ok<Still>> | ReturnType<typeof err<StillError>> } = {
    next: ok<Still>({ mimeType: 'image/jpeg', bytes: new Uint8Array([1]), widthPx: 4096, heightPx: 3072 }),
  };
  const controller = createCallController({
    bridge,
    clock,
    log: () => undefined,
    takeStill: async (track) => (track ? still.next : err({ code: 'camera_missing', detail: 'none' })),
    straighten: async (photo) => ({ ...photo, widthPx: STRAIGHT_WIDTH_PX }),
    listDevices: async () => ({ cameras: ['face', 'paper'], microphones: 1 }),
    onDeviceChange: () => () => undefined,
    openMedia: async (_cameras, kept): Promise<LocalMedia> => {
      const before = kept ? opened.at(-1) : undefined;
      const open = (name: 'voice' | 'face' | 'paper' | 'source') => {
        const track = before?.[name];
        if (track?.readyState === 'live') return track;
        const fresh = new FakeTrack();
        if (taken.has(name)) fresh.stop();
        return fresh;
      };
      const tracks = { voice: open('voice'), face: open('face'), paper: open('paper'), source: open('source') };
      opened.push(tracks);
      const { voice, face, paper, source } = tracks;
      return {
        tracks: { voice: asTrack(voice), face: asTrack(face), paper: asTrack(paper) },
        paperSource: asTrack(source),
        problems: [],
        stop: () => {
          for (const track of Object.values(tracks)) track.stop();
        },
      };
    },
    watchPaper: (track) => {
      looked.add(track);
      return () => looked.delete(track);
    },
    createSession(options) {
      const session = {
        options,
        local: new Map<string, unknown>(),
        closed: false,
        received: [] as unknown[],
        expected: [] as string[],
        signalling: [] as boolean[],
        relays: [] as string[],
      };
      sessions.push(session);
      const state: CallSessionState = {
        callId: options.callId,
        selfPartyId: options.selfPartyId,
        self: null,
        remotes: [],
        muted: false,
        closed: false,
      };
      return {
        getState: () => state,
        subscribe: () => () => undefined,
        setParties: () => undefined,
        expect: (parties) => {
          session.expected = parties.map((party) => party.partyId);
        },
        receive: (_from, signal) => session.received.push(signal),
        setLocal: (role, track) => session.local.set(role, track),
        setMuted: () => undefined,
        sendMark: () => undefined,
        onMark: () => () => undefined,
        setSignalling: (up) => session.signalling.push(up),
        setIceServers: (servers) => session.relays.push(...servers.flatMap(({ urls }) => urls)),
        close: () => {
          session.closed = true;
        },
      };
    },
  });
  const push = (name: string, payload: unknown) => listeners.get(name)?.(payload as never);
  return { clock, controller, sent, sessions, opened, taken, push, still, looked };
}

describe('the call of the booth', () => {
  it('looks for the page from soon after somebody came into the call until the last is gone', async () => {
    const { controller, clock, looked } = build();
    controller.update(scenes.ready, setup);
    await clock.advance(0);
    controller.update(scenes.calling, setup);
    await clock.advance(60_000);
    controller.update(scenes['in-call'], setup);
    expect(looked.size).toBe(0);
    await clock.advance(2_000);
    controller.update(scenes['in-call'], setup);
    expect(looked.size).toBe(1);
    controller.update(scenes.calling, setup);
    expect(looked.size).toBe(0);
    controller.update(scenes['in-call'], setup);
    await clock.advance(2_000);
    expect(looked.size).toBe(1);
    controller.update(scenes['after-call'], setup);
    await clock.advance(60_000);
    expect(looked.size).toBe(0);
  });

  it('opens the devices before the call and hands them to it', async () => {
    const { controller, clock, sessions, opened } = build();
    controller.update(scenes.ready, setup);
    await clock.advance(0);
    expect(opened).toHaveLength(1);
    controller.update(scenes.calling, setup);
    controller.update(scenes['in-call'], setup);
    expect(opened).toHaveLength(1);
    expect(sessions).toHaveLength(1);
    expect([...(sessions[0]?.local.keys() ?? [])].sort()).toEqual(['face', 'paper', 'voice']);
    expect(sessions[0]?.options.selfPartyId).toBe(uuid(1));
  });

  it('tells the call when the line to the hub goes and comes, and of fresh relays once', () => {
    const { controller, sessions } = build();
    controller.update(scenes['in-call'], setup);
    controller.update({ ...scenes['in-call'], online: false }, setup);
    expect(sessions[0]?.signalling).toEqual([true, false]);
    expect(sessions[0]?.relays, 'the first ones it was made with').toEqual([]);
    const iceServers = [{ urls: ['turn:relay.example:443'], username: 'later', credential: 'secret' }];
    const renewed = { ...setup, iceServers };
    controller.update(scenes['in-call'], renewed);
    controller.update(scenes['in-call'], renewed);
    expect(sessions[0]?.signalling.at(-1)).toBe(true);
    expect(sessions[0]?.relays).toEqual(['turn:relay.example:443']);
  });

  it('expects whoever is being asked, until it rings there no more', () => {
    const { controller, sessions } = build();
    controller.update(scenes.calling, setup);
    expect(sessions[0]?.expected).toEqual([]);
    controller.update(scenes['calling-ringing'], setup);
    expect(sessions[0]?.expected).toEqual([scenes['calling-ringing'].call?.ringing?.id]);
    controller.update(scenes.calling, setup);
    expect(sessions[0]?.expected).toEqual([]);
    controller.update(scenes['in-call'], setup);
    expect(sessions).toHaveLength(1);
  });

  it('expects the colleagues who are being asked into the call', () => {
    const { controller, sessions } = build();
    const state = scenes['in-call'];
    const ask = {
      askId: uuid(70),
      purpose: 'add' as const,
      byAgentId: uuid(71),
      ringingAgentId: null,
      since: '2026-01-01T00:00:00.000Z',
      place: null,
      estimatedWaitSeconds: null,
      why: null,
    };
    const withAsk = (ringingAgentId: string | null) =>
      state.call ? { ...state, call: { ...state.call, asks: [{ ...ask, ringingAgentId }] } } : state;
    controller.update(withAsk(null), setup);
    expect(sessions[0]?.expected).toEqual([]);
    controller.update(withAsk(uuid(72)), setup);
    expect(sessions[0]?.expected).toEqual([uuid(72)]);
    controller.update(state, setup);
    expect(sessions[0]?.expected).toEqual([]);
  });

  it('shuts every device when the visit is over', async () => {
    const { controller, clock, sessions, opened } = build();
    controller.update(scenes['in-call'], setup);
    await clock.advance(0);
    controller.update(scenes.printing, setup);
    expect(sessions[0]?.closed).toBe(true);
    expect(Object.values(opened[0] ?? {}).map(({ readyState }) => readyState)).toEqual(Array(4).fill('ended'));
    expect(controller.getSnapshot().local).toEqual({});
  });

  it('shuts devices that open only after the visit is over', async () => {
    const { controller, clock, opened } = build();
    controller.update(scenes.ready, setup);
    controller.update(idle, setup);
    await clock.advance(0);
    expect(Object.values(opened[0] ?? {}).every(({ readyState }) => readyState === 'ended')).toBe(true);
    expect(controller.getSnapshot().media).toBe('off');
  });

  it('takes a camera up again after it was unplugged', async () => {
    const { controller, clock, sessions, opened } = build();
    controller.update(scenes['in-call'], setup);
    await clock.advance(0);
    opened[0]?.face.pull();
    await clock.advance(1000);
    expect(opened).toHaveLength(2);
    expect(sessions[0]?.local.get('face')).toBe(opened[1]?.face);
  });

  it('leaves the voice alone while a camera is opened again', async () => {
    const { controller, clock, opened } = build();
    controller.update(scenes['in-call'], setup);
    await clock.advance(0);
    opened[0]?.face.pull();
    await clock.advance(1000);
    expect(opened[1]?.voice).toBe(opened[0]?.voice);
    expect(opened[1]?.voice.readyState).toBe('live');
  });

  it('names a camera that another program has taken, to the citizen and to main, and mends it when it is free', async () => {
    const { controller, clock, opened, taken, sent } = build();
    controller.update(scenes['in-call'], setup);
    await clock.advance(0);
    taken.add('face');
    opened[0]?.face.pull();
    expect(controller.getSnapshot().lost).toEqual(['camera.face']);
    // No word comes when the other program lets go: it is tried again by itself.
    await clock.advance(20_000);
    expect(sent).toContainEqual(
      expect.objectContaining({ name: 'media.devices', input: expect.objectContaining({ lost: ['camera.face'] }) }),
    );
    const tries = opened.length;
    expect(tries).toBeLessThan(8);
    taken.clear();
    await clock.advance(8_000);
    expect(controller.getSnapshot().lost).toEqual([]);
    expect(sent.at(-1)).toMatchObject({ name: 'media.devices', input: { lost: [] } });
    expect(opened.at(-1)?.voice).toBe(opened[0]?.voice);
  });

  it('opens everything anew after the machine slept', async () => {
    const { controller, clock, sessions, opened } = build();
    controller.update(scenes['in-call'], setup);
    await clock.advance(0);
    controller.update({ ...scenes['in-call'], wakes: 1 }, setup);
    await clock.advance(0);
    expect(opened).toHaveLength(2);
    expect(opened[0]?.voice.readyState).toBe('ended');
    expect(opened[1]?.voice.readyState).toBe('live');
    expect(sessions[0]?.local.get('voice')).toBe(opened[1]?.voice);
    expect(sessions).toHaveLength(1);
  });

  it('keeps its session while everybody is away and the hub too', async () => {
    const { controller, clock, sessions } = build();
    controller.update(scenes['in-call'], setup);
    await clock.advance(0);
    controller.update(scenes['in-call-offline'], setup);
    controller.update(scenes['in-call-alone'], setup);
    controller.update(scenes['in-call'], setup);
    expect(sessions).toHaveLength(1);
    expect(sessions[0]?.closed).toBe(false);
  });

  it('delivers the still that main asks for, its page made straight', async () => {
    const { controller, clock, push, sent } = build();
    controller.update(scenes['in-call'], setup);
    await clock.advance(0);
    push('still.take', { requestId: 'r1' });
    expect(controller.getSnapshot().capturing).toBe(true);
    await clock.advance(0);
    expect(controller.getSnapshot().capturing).toBe(false);
    expect(sent.find(({ name }) => name === 'still.deliver')?.input).toMatchObject({
      requestId: 'r1',
      widthPx: STRAIGHT_WIDTH_PX,
    });
  });

  it('says so when there is no document camera', async () => {
    const { clock, push, sent } = build();
    push('still.take', { requestId: 'r2' });
    await clock.advance(0);
    expect(sent.find(({ name }) => name === 'still.fail')?.input).toMatchObject({
      requestId: 'r2',
      code: 'camera_missing',
    });
  });

  it('gives signals only to the call that they belong to', async () => {
    const { controller, clock, push, sessions } = build();
    controller.update(scenes['in-call'], setup);
    await clock.advance(0);
    const signal = { kind: 'candidate', candidate: null };
    push('call.signal', { callId: 'other', fromPartyId: 'p', signal });
    push('call.signal', { callId: sessions[0]?.options.callId, fromPartyId: 'p', signal });
    expect(sessions[0]?.received).toEqual([signal]);
  });

  it('keeps signals that overtake the news of the call', async () => {
    const { controller, clock, push, sessions } = build();
    const signal = { kind: 'candidate', candidate: null };
    push('call.signal', { callId: uuid(10), fromPartyId: 'p', signal });
    push('call.signal', { callId: 'other', fromPartyId: 'p', signal });
    controller.update(scenes['in-call'], setup);
    await clock.advance(0);
    expect(sessions[0]?.received).toEqual([signal]);
  });

  it('tells main which cameras and microphones it sees, once the screen stands', async () => {
    const { clock, sent } = build();
    await clock.advance(999);
    expect(sent.map(({ name }) => name)).not.toContain('media.devices');
    await clock.advance(1);
    expect(sent).toContainEqual({
      name: 'media.devices',
      input: { cameras: ['face', 'paper'], microphones: 1, lost: [] },
    });
  });
});
