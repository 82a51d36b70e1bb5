import { io, type Socket } from 'socket.io-client';
import type { Party } from '../../contracts/domain/visit.ts';
import type { IceServer } from '../../contracts/hub/relay.ts';
import type { Signal } from '../../contracts/hub/signal.ts';
import { type Result, unwrap } from '../../contracts/result.ts';
import { createCallSession } from '../../renderer/call/session.ts';
import type { CallSession } from '../../renderer/call/types.ts';
import { reconnecting } from '../../renderer/ui/hub-socket.ts';
import { type Picture, tone } from './network-meter.ts';

/** One end of a call over the real hub, in a real browser, that hears and sees how its line is. */
export interface NetworkPage {
  /** Opens the line to the hub and the media; an agent comes on duty, a citizen begins a visit. */
  start(seat: Seat): Promise<void>;
  /** Citizen's side: asks for somebody. */
  request(): Promise<void>;
  /** Agent's side: waits for the offer and takes it. Resolves with the moment of the yes. */
  accept(): Promise<number>;
  /** What arrives in a role; null before anything of it does. */
  picture(role: 'face' | 'paper'): Promise<Picture | null>;
  /** How much the paper that arrives is like the one that was drawn: 1 for the same, 0 for anything else. */
  paperLikeness(): Promise<number>;
  /** How the session calls its line to the other side now, and what it was called before, with the moments. */
  connections(): readonly { readonly atMs: number; readonly connection: string }[];
  /** Moments at which the line to the hub came back. */
  hubBack(): readonly number[];
  errors(): readonly string[];
}

export interface Seat {
  readonly hubUrl: string;
  readonly namespace: 'booth' | 'agent';
  readonly partyId: string;
}

declare global {
  interface Window {
    networkPage: NetworkPage;
    /** A booth's token works once: each attempt to connect asks the test for another. */
    freshToken(): Promise<string>;
  }
}

const PAPER = { widthPx: 1280, heightPx: 960, framesPerS: 5 } as const;
/** As the booth waits for the hub. */
const HUB_CALL_TIMEOUT_MS = 8_000;

const now = () => performance.timeOrigin + performance.now();

let seat: Seat;
let socket: Socket;
let session: CallSession | null = null;
let iceServers: readonly IceServer[] = [];
let callId = '';
let offerId: string | null = null;
const early: { fromPartyId: string; signal: Signal }[] = [];
const local = new Map<'voice' | 'face' | 'paper', MediaStreamTrack>();
const changes: { atMs: number; connection: string }[] = [];
const errors: string[] = [];
const hubBack: number[] = [];
async function ask<T>(name: string, input: unknown): Promise<T> {
  if (!socket.connected) throw new Error(`${name}: disconnected`);
  const answer = (await socket.timeout(HUB_CALL_TIMEOUT_MS).emitWithAck(name, input)) as Result<T, unknown>;
  return unwrap(answer);
}

function open(): CallSession {
  if (session) return session;
  const opened = createCallSession({
    callId,
    selfPartyId: seat.partyId,
    iceServers: iceServers.map((server) => ({ ...server, urls: [...server.urls] })),
    sendSignal: (toPartyId, signal) => ask('signal', { callId, toPartyId, signal }),
    onError: (error) => errors.push(error.message),
  });
  session = opened;
  opened.subscribe(() => {
    const connection = opened.getState().remotes[0]?.connection;
    if (connection && changes.at(-1)?.connection !== connection) changes.push({ atMs: now(), connection });
    play(opened.getState().remotes[0]?.tracks.voice);
  });
  for (const [role, track] of local) opened.setLocal(role, track);
  for (const { fromPartyId, signal } of early.splice(0)) opened.receive(fromPartyId, signal);
  return opened;
}

const loudspeaker = new Audio();

/** Chromium decodes only what is played. */
function play(voice: MediaStreamTrack | undefined): void {
  const playing = loudspeaker.srcObject instanceof MediaStream ? loudspeaker.srcObject.getAudioTracks()[0] : undefined;
  if (!voice || voice === playing) return;
  loudspeaker.srcObject = new MediaStream([voice]);
  loudspeaker.play().catch((thrown: unknown) => errors.push(String(thrown)));
}

function ring(party: Party): void {
  open().expect([party], seat.namespace === 'booth' ? ['voice', 'face', 'paper'] : ['voice', 'face']);
}

function listen(): void {
  socket.on('signal', (message) => {
    if (session) session.receive(message.fromPartyId, message.signal);
    else early.push(message);
  });
  socket.on('call.parties', (message) => {
    callId = message.callId;
    open().setParties(message.parties);
  });
  socket.on('offer.new', (offer) => {
    ({ callId, offerId } = offer);
    ring({ partyId: offer.visit.id, kind: 'citizen', displayName: '' } as Party);
  });
  socket.on('call.ringing', (message) => {
    callId = message.callId;
    ring({ partyId: message.agent.id, kind: 'agent', displayName: '' } as Party);
  });
  socket.on('ice.servers', (message) => {
    iceServers = message.iceServers;
  });
}

/** Says who is here, after each connection, as booth and desk do. */
async function hello(): Promise<void> {
  if (seat.namespace === 'agent') {
    const answer = await ask<{ iceServers: IceServer[]; call: { parties: Party[] } | null }>('hello', null);
    iceServers = answer.iceServers;
    if (answer.call) session?.setParties(answer.call.parties);
    return;
  }
  const activeVisitId = session ? seat.partyId : null;
  const about = { version: 'network', activeVisitId, lastSeq: 0 };
  iceServers = (await ask<{ iceServers: IceServer[] }>('hello', about)).iceServers;
}

/** The line of the paper that changes, so that there is always something to send; lines are this high. */
const CHANGING_LINE = 7;
const LINE_PX = 30;

/** Small print as on a licence. */
function drawPaper(context: CanvasRenderingContext2D, turn: number): void {
  context.fillStyle = '#fdfcf7';
  context.fillRect(0, 0, PAPER.widthPx, PAPER.heightPx);
  context.fillStyle = '#222';
  context.font = '22px sans-serif';
  for (let line = 0; line < PAPER.heightPx / LINE_PX - 1; line++) {
    const text = `统一社会信用代码 91440113MA5CQ7XK${line}${line === CHANGING_LINE ? turn : ''} 注册资本 壹佰万元整`;
    context.fillText(text, 80, (line + 1) * LINE_PX);
  }
}

function paperCanvas(): { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D } {
  const canvas = Object.assign(document.createElement('canvas'), { width: PAPER.widthPx, height: PAPER.heightPx });
  return { canvas, context: canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D };
}

function paper(): MediaStreamTrack {
  const { canvas, context } = paperCanvas();
  let turn = 0;
  setInterval(() => drawPaper(context, turn++), 1000 / PAPER.framesPerS);
  return canvas.captureStream(PAPER.framesPerS).getVideoTracks()[0] as MediaStreamTrack;
}

/** The lines below the one that changes, as greys. */
function greysOf(context: CanvasRenderingContext2D): Float64Array {
  const top = (CHANGING_LINE + 2) * LINE_PX;
  const { data } = context.getImageData(0, top, PAPER.widthPx, PAPER.heightPx - top);
  return Float64Array.from({ length: data.length / 4 }, (_, at) => data[at * 4 + 1] as number);
}

/** Pearson's correlation of two pictures of the same size. */
function likeness(one: Float64Array, other: Float64Array): number {
  const mean = (all: Float64Array) => all.reduce((sum, grey) => sum + grey, 0) / all.length;
  const [meanOne, meanOther] = [mean(one), mean(other)];
  let [both, ofOne, ofOther] = [0, 0, 0];
  for (let at = 0; at < one.length; at++) {
    const a = (one[at] as number) - meanOne;
    const b = (other[at] as number) - meanOther;
    both += a * b;
    ofOne += a * a;
    ofOther += b * b;
  }
  return ofOne === 0 || ofOther === 0 ? 0 : both / Math.sqrt(ofOne * ofOther);
}

/** Looks until there is a value: what a page waits for comes by events of several libraries. */
async function waitFor<T>(look: () => T | null | undefined): Promise<T> {
  for (;;) {
    const value = look();
    if (value !== undefined && value !== null) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

window.networkPage = {
  async start(given) {
    seat = given;
    const camera = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
    local.set('voice', tone());
    local.set('face', camera.getVideoTracks()[0] as MediaStreamTrack);
    if (seat.namespace === 'booth') local.set('paper', paper());
    socket = io(`${seat.hubUrl}/${seat.namespace}`, {
      ...reconnecting(),
      auth: (give) => void window.freshToken().then((token) => give({ token })),
    });
    listen();
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    await hello();
    socket.on('connect', () => {
      void hello().catch((thrown: unknown) => errors.push(String(thrown)));
      session?.setSignalling(true);
      hubBack.push(now());
    });
    socket.on('disconnect', () => session?.setSignalling(false));
    if (seat.namespace === 'agent') await ask('presence.set', { presence: 'available' });
    else {
      await ask('visit.begin', {
        visitId: seat.partyId,
        entry: 'touch',
        language: 'zh-CN',
        bundleId: 'close-a-company',
      });
    }
  },
  async request() {
    callId = (await ask<{ callId: string }>('call.request', { visitId: seat.partyId })).callId;
  },
  async accept() {
    const taken = await waitFor(() => offerId);
    const atMs = now();
    const { parties } = await ask<{ parties: Party[] }>('offer.accept', { offerId: taken });
    open().setParties(parties);
    return atMs;
  },
  async picture(role) {
    const track = session?.getState().remotes[0]?.tracks[role];
    const { pictures } = await window.lineMeter.received();
    return pictures.find(({ trackId }) => trackId === track?.id) ?? null;
  },
  async paperLikeness() {
    const track = session?.getState().remotes[0]?.tracks.paper;
    if (!track) return 0;
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = new MediaStream([track]);
    const [seen, drawn] = [paperCanvas(), paperCanvas()];
    try {
      await video.play();
      seen.context.drawImage(video, 0, 0, PAPER.widthPx, PAPER.heightPx);
    } finally {
      video.srcObject = null;
    }
    drawPaper(drawn.context, 0);
    return likeness(greysOf(seen.context), greysOf(drawn.context));
  },
  connections: () => changes,
  hubBack: () => hubBack,
  errors: () => errors,
};
