import type { VirtualClock } from '../../../contracts/time.ts';
import { originOf, sessionIdOf, ufragsOf } from '../sdp.ts';

/** Chromium calls a path broken after this long without an answer to its checks, and gives it up after the second time. */
const DISCONNECTED_MS = 5_000;
const PATH_KEPT_MS = 30_000;
/** How often paths are looked at, and how long a new one takes to be found and encrypted. */
const LOOK_MS = 50;
const FOUND_MS = 150;

type Description = { readonly type: RTCSdpType; readonly sdp: string };
type State = 'stable' | 'have-local-offer' | 'have-remote-offer';

/**
 * The network between two sides, and the connections made over it: as much of `RTCPeerConnection` (W3C WebRTC 1.0) as
 * negotiation touches, on a virtual clock. Two connections see each other when each has the other's description of now.
 */
export class FakeNetwork {
  readonly #clock: VirtualClock;
  readonly #connections: FakeConnection[] = [];
  #made = 0;
  #cutAtMs: number | null = null;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
    this.#look();
  }

  connect(): FakeConnection {
    this.#made += 1;
    const connection = new FakeConnection(String(this.#made));
    this.#connections.push(connection);
    return connection;
  }

  cut(): void {
    this.#cutAtMs = this.#clock.nowMs();
  }

  restore(): void {
    this.#cutAtMs = null;
  }

  #look(): void {
    this.#clock.after(LOOK_MS, () => {
      const nowMs = this.#clock.nowMs();
      const cutForMs = this.#cutAtMs === null ? 0 : nowMs - this.#cutAtMs;
      for (const one of this.#connections) {
        if (cutForMs > PATH_KEPT_MS) one.lostPath = one.path;
        const other = this.#connections.find((each) => each !== one && each.path !== '' && each.path === one.path);
        const isThere = cutForMs === 0 && other !== undefined && one.path !== one.lostPath;
        if (isThere) {
          one.foundAtMs ??= nowMs + FOUND_MS;
          if (nowMs >= one.foundAtMs) one.become('connected');
        } else {
          one.foundAtMs = null;
          if (cutForMs > PATH_KEPT_MS) one.become('failed');
          else if (cutForMs > DISCONNECTED_MS) one.become('disconnected');
        }
      }
      this.#look();
    });
  }
}

interface FakeLine {
  mid: string | null;
  direction: RTCRtpTransceiverDirection;
  currentDirection: RTCRtpTransceiverDirection | null;
  readonly kind: string;
  readonly sender: object;
  readonly receiver: object;
  setCodecPreferences(): void;
}

export class FakeConnection {
  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: ((event: { candidate: null }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  signalingState: State | 'closed' = 'stable';
  connectionState: RTCPeerConnectionState = 'new';
  currentLocalDescription: Description | null = null;
  pendingLocalDescription: Description | null = null;
  remoteDescription: Description | null = null;
  /** The path that was given up: only other descriptions find another. */
  lostPath: string | null = null;
  foundAtMs: number | null = null;
  readonly #session: string;
  readonly #lines: FakeLine[] = [];
  #remoteBefore: Description | null = null;
  #version = 0;
  #ufrag = 0;
  #isNeeded = false;

  constructor(session: string) {
    this.#session = session;
  }

  get localDescription(): Description | null {
    return this.pendingLocalDescription ?? this.currentLocalDescription;
  }

  /** Names the pair of descriptions in force, the same at both ends; empty while there is none. */
  get path(): string {
    if (!this.currentLocalDescription || !this.remoteDescription || this.signalingState === 'closed') return '';
    const remote = this.signalingState === 'have-remote-offer' ? this.#remoteBefore : this.remoteDescription;
    if (!remote) return '';
    const ends = [this.currentLocalDescription, remote].map(({ sdp }) => [...ufragsOf(sdp)].join());
    return ends.toSorted().join('/');
  }

  become(state: RTCPeerConnectionState): void {
    const isBroken = state === 'failed' || state === 'disconnected';
    if (this.signalingState === 'closed' || this.connectionState === state) return;
    if (isBroken && (this.connectionState === 'new' || this.connectionState === 'failed')) return;
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  getTransceivers(): readonly FakeLine[] {
    return this.#lines;
  }

  addTransceiver(kind: string, { direction }: { direction: RTCRtpTransceiverDirection }): FakeLine {
    const line = this.#line(kind, direction, null);
    this.#need();
    return line;
  }

  restartIce(): void {
    this.#ufrag += 1;
    this.#need();
  }

  async setLocalDescription(wanted?: { type: 'rollback' }): Promise<void> {
    await null;
    if (wanted) {
      this.signalingState = 'stable';
      this.pendingLocalDescription = null;
      return;
    }
    for (const [at, line] of this.#lines.entries()) line.mid ??= String(at);
    const isAnswer = this.signalingState === 'have-remote-offer';
    this.#version += 1;
    const description: Description = { type: isAnswer ? 'answer' : 'offer', sdp: this.#sdp() };
    this.#isNeeded = false;
    if (isAnswer) {
      this.currentLocalDescription = description;
      this.#agree();
    } else {
      this.pendingLocalDescription = description;
      this.signalingState = 'have-local-offer';
    }
    this.onicecandidate?.({ candidate: null });
  }

  async setRemoteDescription(description: Description): Promise<void> {
    await null;
    const known = this.remoteDescription;
    if (known && sessionIdOf(known.sdp) !== sessionIdOf(description.sdp)) throw new Error('another connection');
    if (description.type === 'answer') {
      if (this.signalingState !== 'have-local-offer') throw new Error(`an answer while ${this.signalingState}`);
      this.currentLocalDescription = this.pendingLocalDescription;
      this.remoteDescription = description;
      this.#agree();
      return;
    }
    this.pendingLocalDescription = null;
    this.#remoteBefore = known;
    // An offer with other credentials is answered with other ones.
    if (known && originOf(known.sdp) !== originOf(description.sdp)) this.#ufrag += 1;
    this.remoteDescription = description;
    this.signalingState = 'have-remote-offer';
    for (const [, kind = '', mid = ''] of description.sdp.matchAll(/^m=(\S+) (\S+)\r\n/gm)) {
      if (!this.#lines.some((line) => line.mid === mid)) this.#line(kind, 'recvonly', mid);
    }
  }

  /** Whether it carries anything is no matter of negotiation. */
  createDataChannel() {
    return { readyState: 'connecting', close: () => undefined };
  }

  async addIceCandidate(): Promise<void> {}
  setConfiguration(): void {}
  async getStats(): Promise<ReadonlyMap<string, object>> {
    return new Map();
  }

  close(): void {
    this.signalingState = 'closed';
  }

  #agree(): void {
    this.pendingLocalDescription = null;
    this.signalingState = 'stable';
    for (const line of this.#lines) line.currentDirection = 'inactive';
    if (this.#isNeeded) this.#need();
  }

  #need(): void {
    this.#isNeeded = true;
    queueMicrotask(() => {
      if (this.#isNeeded && this.signalingState === 'stable') this.onnegotiationneeded?.();
    });
  }

  #sdp(): string {
    const lines = this.#lines.map(({ kind, mid }) => `m=${kind} ${mid}\r\n`).join('');
    const ufrag = `${this.#session}.${this.#ufrag}`;
    return `v=0\r\no=- ${this.#session} ${this.#version} IN IP4 127.0.0.1\r\na=ice-ufrag:${ufrag}\r\n${lines}`;
  }

  #line(kind: string, direction: RTCRtpTransceiverDirection, mid: string | null): FakeLine {
    const sender = {
      track: null,
      replaceTrack: async () => undefined,
      setStreams: () => undefined,
      getParameters: () => ({ encodings: [] }),
      setParameters: async () => undefined,
    };
    const receiver = { track: { kind }, getStats: async () => new Map() };
    const line = {
      mid,
      direction,
      currentDirection: null,
      kind,
      sender,
      receiver,
      setCodecPreferences: () => undefined,
    };
    this.#lines.push(line);
    return line;
  }
}
