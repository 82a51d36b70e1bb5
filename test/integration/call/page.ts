import type { Party } from '../../../contracts/domain/visit.ts';
import type { Signal } from '../../../contracts/hub/signal.ts';
import { createCallSession } from '../../../renderer/call/session.ts';
import type { CallSession } from '../../../renderer/call/types.ts';

/** What a test may ask of a party's page. */
export interface CallPage {
  start(partyId: string, kind: Party['kind']): Promise<void>;
  meet(parties: readonly Party[]): void;
  /** These are asked to join. */
  expect(parties: readonly Party[]): void;
  receive(fromPartyId: string, signal: Signal): void;
  showPaper(on: boolean): void;
  /** A tone in place of the microphone, so that it can be told from everybody else's. */
  hum(frequencyHz: number): Promise<void>;
  /**
   * How far a tone stands out of what arrives here, in dB over the noise beside it: measured in the sound of each line as it
   * came in, whether the session shows it or not. The loudest of all lines, over so many looks.
   */
  hears(frequencyHz: number): Promise<number>;
  /** Lays a picture under the document camera. */
  showPicture(address: string): Promise<void>;
  /** Shows a page or a form, or no more. */
  showScreen(on: boolean): void;
  exchangeFace(): Promise<void>;
  signalling(up: boolean): void;
  iceServers(servers: readonly RTCIceServer[]): void;
  /** The relays that each open line would use for a path that it makes now. */
  relays(): readonly string[];
  close(): void;
  state(): PageState;
  /** Width of the picture and frames decoded so far of another party's role. */
  picture(partyId: string, role: 'face' | 'paper'): Promise<{ widthPx: number; frames: number }>;
  /** The voice that comes in on each open line. */
  voices(): Promise<readonly VoiceHeard[]>;
  /** What each connection of this page is and has carried, closed ones included. */
  lines(): Promise<readonly Line[]>;
}

export interface Line {
  readonly state: RTCPeerConnectionState;
  /** Media that this side sent and the other side's that came here, with what repeats and pads them. */
  readonly mediaPacketsSent: number;
  readonly mediaPacketsReceived: number;
  /** Checks that the path still stands, the other side's consent included. */
  readonly pathChecks: number;
}

/** How a voice comes in on a line. */
export interface VoiceHeard {
  readonly packets: number;
  /** Of the voice alone, without the headers. */
  readonly bytes: number;
}

export interface PageState {
  readonly remotes: Readonly<
    Record<
      string,
      {
        readonly connection: string;
        readonly quality: string;
        readonly tracks: readonly string[];
        readonly decoded: readonly string[];
      }
    >
  >;
  readonly firstFrames: readonly string[];
  readonly connections: readonly string[];
  readonly errors: readonly string[];
}

declare global {
  interface Window {
    callPage: CallPage;
    sendSignal(from: string, to: string, signal: Signal): Promise<void>;
  }
}

const FACE_WIDTH_PX = 320;
const PAPER_WIDTH_PX = 640;

let session: CallSession;
let kind: Party['kind'];
const connections: RTCPeerConnection[] = [];
const firstFrames: string[] = [];
const changes: string[] = [];
const errors: string[] = [];

// The session gives tracks, not connections: the test looks at the connections' own statistics.
const Native = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Native {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

/** A drawn page that changes, so that an encoder always has something to send. */
function paperTrack(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = PAPER_WIDTH_PX;
  canvas.height = 480;
  const context = canvas.getContext('2d');
  let turn = 0;
  setInterval(() => {
    if (!context) return;
    context.fillStyle = turn++ % 2 === 0 ? '#ffffff' : '#dddddd';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }, 100);
  const [track] = canvas.captureStream(10).getVideoTracks();
  if (!track) throw new Error('a canvas always gives a track');
  return track;
}

const sound = new AudioContext();
/** Bins of 2.9 Hz: a tone fills one or two of them. */
const FFT_SIZE = 16_384;
/** Bins to each side that are the tone's own, and those beyond that are its noise. */
const TONE_BINS = 4;
const NOISE_BINS = 60;
/** Frames of the analyser must have passed wholly since the look before. */
const LOOK_MS = 400;
const LOOKS = 3;

const heard = new Map<MediaStreamTrack, AnalyserNode>();

/** The analyser of a track. Chromium gives the sound of a remote track only while an element plays it as well. */
function analyserOf(track: MediaStreamTrack): AnalyserNode {
  const known = heard.get(track);
  if (known) return known;
  const stream = new MediaStream([track]);
  const element = Object.assign(new Audio(), { srcObject: stream, muted: true });
  element.play().catch((thrown: unknown) => errors.push(String(thrown)));
  const analyser = new AnalyserNode(sound, { fftSize: FFT_SIZE, smoothingTimeConstant: 0 });
  sound.createMediaStreamSource(stream).connect(analyser);
  heard.set(track, analyser);
  return analyser;
}

/** Level of a tone over the middle level of the bins beside it, in dB; 0 when there is no sound at all. */
function standsOut(analyser: AnalyserNode, frequencyHz: number): number {
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  const centre = Math.round((frequencyHz * FFT_SIZE) / sound.sampleRate);
  const tone = Math.max(...bins.slice(centre - TONE_BINS / 2, centre + TONE_BINS / 2 + 1));
  if (!Number.isFinite(tone)) return 0;
  const beside = [
    ...bins.slice(centre - NOISE_BINS, centre - TONE_BINS),
    ...bins.slice(centre + TONE_BINS + 1, centre + NOISE_BINS + 1),
  ]
    .filter(Number.isFinite)
    .sort((one, other) => one - other);
  return tone - (beside[Math.floor(beside.length / 2)] ?? -200);
}

async function camera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ audio: true, video: { width: FACE_WIDTH_PX, height: 240 } });
}

window.callPage = {
  async start(partyId, partyKind) {
    kind = partyKind;
    session = createCallSession({
      callId: '00000000-0000-7000-8000-000000000000',
      selfPartyId: partyId,
      iceServers: [],
      sendSignal: (to, signal) => window.sendSignal(partyId, to, signal),
      onFirstFrame: (from, role) => firstFrames.push(`${from}/${role}`),
      onError: (error) => errors.push(error.message),
    });
    session.subscribe(() => {
      for (const remote of session.getState().remotes) {
        const change = `${remote.party.partyId}/${remote.connection}`;
        if (changes.findLast((seen) => seen.startsWith(remote.party.partyId)) !== change) changes.push(change);
      }
    });
    const stream = await camera();
    session.setLocal('voice', stream.getAudioTracks()[0] ?? null);
    // An interpreter's hands are their face: large and fluent for everyone.
    session.setLocal(kind === 'interpreter' ? 'interpreter' : 'face', stream.getVideoTracks()[0] ?? null);
    if (kind === 'citizen') session.setLocal('paper', paperTrack());
  },
  meet: (parties) => session.setParties(parties),
  expect: (parties) => session.expect(parties, kind === 'citizen' ? ['voice', 'face', 'paper'] : ['voice', 'face']),
  receive: (from, signal) => session.receive(from, signal),
  showPaper: (on) => session.setLocal('paper', on ? paperTrack() : null),
  async hum(frequencyHz) {
    await sound.resume();
    const source = new OscillatorNode(sound, { frequency: frequencyHz });
    const gain = new GainNode(sound, { gain: 0.25 });
    const destination = new MediaStreamAudioDestinationNode(sound, { channelCount: 1 });
    source.connect(gain).connect(destination);
    source.start();
    session.setLocal('voice', destination.stream.getAudioTracks()[0] ?? null);
  },
  async hears(frequencyHz) {
    const tracks = () =>
      connections
        .filter(({ connectionState }) => connectionState !== 'closed')
        .flatMap((connection) => connection.getReceivers())
        .map(({ track }) => track)
        .filter(({ kind }) => kind === 'audio');
    for (const track of tracks()) analyserOf(track);
    let most = 0;
    for (let look = 0; look < LOOKS; look++) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      for (const track of tracks()) most = Math.max(most, standsOut(analyserOf(track), frequencyHz));
    }
    return most;
  },
  showScreen: (on) => session.setLocal('screen', on ? paperTrack() : null),
  async showPicture(address) {
    const image = Object.assign(new Image(), { src: address });
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 1280;
    canvas.height = 960;
    const context = canvas.getContext('2d');
    const scale = Math.min(canvas.width / image.width, canvas.height / image.height);
    setInterval(() => {
      context?.drawImage(
        image,
        (canvas.width - image.width * scale) / 2,
        (canvas.height - image.height * scale) / 2,
        image.width * scale,
        image.height * scale,
      );
    }, 200);
    session.setLocal('paper', canvas.captureStream(5).getVideoTracks()[0] ?? null);
  },
  async exchangeFace() {
    session.setLocal('face', (await camera()).getVideoTracks()[0] ?? null);
  },
  signalling: (up) => session.setSignalling(up),
  iceServers: (servers) => session.setIceServers(servers),
  relays: () =>
    connections
      .filter(({ connectionState }) => connectionState !== 'closed')
      .flatMap((connection) => connection.getConfiguration().iceServers ?? [])
      .map(({ urls, username }) => `${[urls].flat().join()} ${username ?? ''}`),
  close: () => session.close(),
  state: () => ({
    remotes: Object.fromEntries(
      session
        .getState()
        .remotes.map(({ party, connection, quality, tracks, decoded }) => [
          party.partyId,
          { connection, quality, tracks: Object.keys(tracks), decoded },
        ]),
    ),
    firstFrames,
    connections: changes,
    errors,
  }),
  voices: async () => {
    const voices: VoiceHeard[] = [];
    for (const connection of connections) {
      if (connection.connectionState === 'closed') continue;
      for (const stat of (await connection.getStats()).values()) {
        if (stat.type !== 'inbound-rtp' || stat.kind !== 'audio') continue;
        voices.push({ packets: stat.packetsReceived ?? 0, bytes: stat.bytesReceived ?? 0 });
      }
    }
    return voices;
  },
  lines: () =>
    Promise.all(
      connections.map(async (connection) => {
        let [mediaPacketsSent, mediaPacketsReceived, pathChecks] = [0, 0, 0];
        for (const stat of (await connection.getStats()).values()) {
          if (stat.type === 'outbound-rtp') mediaPacketsSent += stat.packetsSent ?? 0;
          if (stat.type === 'inbound-rtp') mediaPacketsReceived += stat.packetsReceived ?? 0;
          if (stat.type === 'candidate-pair') pathChecks += stat.requestsSent ?? 0;
        }
        return { state: connection.connectionState, mediaPacketsSent, mediaPacketsReceived, pathChecks };
      }),
    ),
  async picture(partyId, role) {
    const track = session.getState().remotes.find((remote) => remote.party.partyId === partyId)?.tracks[role];
    for (const connection of connections) {
      const receiver = connection.getReceivers().find((candidate) => candidate.track === track);
      if (!receiver) continue;
      for (const stat of (await receiver.getStats()).values()) {
        if (stat.type === 'inbound-rtp') return { widthPx: stat.frameWidth ?? 0, frames: stat.framesDecoded ?? 0 };
      }
    }
    return { widthPx: 0, frames: 0 };
  },
};
