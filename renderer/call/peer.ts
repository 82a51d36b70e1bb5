import type { TrackRole } from '../../contracts/domain/call.ts';
import type { Party } from '../../contracts/domain/visit.ts';
import type { Signal } from '../../contracts/hub/signal.ts';
import type { Clock } from '../../contracts/time.ts';
import { EarlyCandidates, type WireCandidate, wireCandidate } from './candidates.ts';
import { watchFirstFrame } from './first-frame.ts';
import { LastAnswer } from './last-answer.ts';
import { LineHealth } from './line-health.ts';
import { capSender, encodingOf, hintTrack, kindOf, type LocalTracks, ROLES, START_KBPS } from './local-media.ts';
import { candidateFits, sessionIdOf, withStartRate } from './sdp.ts';
import type { Connection, Remote } from './types.ts';

export interface PeerOptions {
  readonly party: Party;
  readonly polite: boolean;
  readonly iceServers: readonly RTCIceServer[];
  readonly local: LocalTracks;
  /**
   * For a party that may join: the roles in which this side will send. Their media lines are made without tracks, so that
   * nothing is sent and nothing shown before `join`. Null for a party that is in the call.
   */
  readonly silent: readonly TrackRole[] | null;
  /** How many other parties the call has now. */
  readonly remotes: () => number;
  readonly clock: Clock;
  readonly send: (signal: Signal) => Promise<void>;
  readonly onConnection: (connection: Connection) => void;
  readonly onTracks: (tracks: Remote['tracks']) => void;
  readonly onDecoded: (role: 'face' | 'paper') => void;
  readonly onError: (error: Error) => void;
}

type DescriptionSignal = Extract<Signal, { kind: 'description' }>;

/**
 * The line to one other party, by perfect negotiation (W3C WebRTC 1.0, section 10.7). Each media line has a role, named by
 * mid in every description and kept for the life of the connection.
 */
export class Peer {
  readonly #options: PeerOptions;
  #silent: readonly TrackRole[] | null;
  #connection: Connection = 'connecting';
  #pc: RTCPeerConnection;
  #roles = new WeakMap<RTCRtpTransceiver, TrackRole>();
  #watches = new Map<RTCRtpReceiver, () => void>();
  #watched = new WeakSet<RTCRtpReceiver>();
  readonly #early = new EarlyCandidates();
  #person = new MediaStream();
  #making = false;
  /** A description of the other side is being applied: its media lines are not to be seen yet. */
  #taking = false;
  #ignoring = false;
  #received: Promise<void> = Promise.resolve();
  readonly #health: LineHealth;
  #answered: LastAnswer | null = null;
  #closed = false;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#silent = options.silent;
    this.#pc = this.#connect();
    this.#health = new LineHealth({
      polite: options.polite,
      clock: options.clock,
      tryAgain: () => this.#tryAgain(),
      onConnection: (connection) => {
        this.#connection = connection;
        if (!this.#silent) options.onConnection(connection);
      },
    });
    if (!options.polite) this.#begin();
  }

  /** Takes a signal of the other side; signals are worked on in the order of their arrival. */
  receive(signal: Signal): void {
    this.#inTurn(() => (signal.kind === 'description' ? this.#describe(signal) : this.#candidate(signal.candidate)));
  }

  /** The party has joined: sends our tracks on the lines that were made for them, and tells what arrives. */
  join(): void {
    // After the signals that came before: a description half applied has lines without roles.
    this.#inTurn(async () => {
      if (!this.#silent) return;
      this.#silent = null;
      if (this.#connection !== 'connecting') this.#options.onConnection(this.#connection);
      for (const role of ROLES) this.setLocal(role, this.#options.local.get(role) ?? null);
      if (this.#options.remotes() > 1) this.fit();
      this.#syncTracks();
    });
  }

  /** Sends another track in a role, or none. A role that was never negotiated is added. */
  setLocal(role: TrackRole, track: MediaStreamTrack | null): void {
    if (this.#silent) return;
    const transceiver = this.#transceiverOf(role);
    if (!transceiver) {
      // Before the first description there is nothing to add to: the tracks are taken when it is made.
      if (track && (this.#pc.remoteDescription || !this.#options.polite)) this.#add(role);
      return;
    }
    transceiver.sender.replaceTrack(track).catch((thrown: unknown) => this.#report(thrown));
    const direction = track ? 'sendrecv' : 'recvonly';
    if (transceiver.direction !== direction) transceiver.direction = direction;
  }

  /** Fits what is sent to the number of parties. */
  fit(): void {
    for (const transceiver of this.#pc.getTransceivers()) {
      const role = this.#roles.get(transceiver);
      if (!role || transceiver.direction === 'stopped') continue;
      capSender(role, transceiver.sender, this.#options.remotes()).catch((thrown: unknown) => this.#report(thrown));
    }
  }

  close(): void {
    this.#closed = true;
    this.#health.stop();
    this.#drop();
  }

  #inTurn(work: () => Promise<void>): void {
    this.#received = this.#received.then(async () => {
      if (this.#closed) return;
      try {
        await work();
      } catch (thrown) {
        this.#report(thrown);
      }
    });
  }

  /** Whether this side sends in a role, or will when the party has joined. */
  #sends(role: TrackRole): boolean {
    return this.#silent ? this.#silent.includes(role) : this.#options.local.has(role);
  }

  /** What is sent in a role now. */
  #trackOf(role: TrackRole): MediaStreamTrack | undefined {
    return this.#silent ? undefined : this.#options.local.get(role);
  }

  #connect(): RTCPeerConnection {
    const pc = new RTCPeerConnection({ iceServers: [...this.#options.iceServers], bundlePolicy: 'max-bundle' });
    pc.onnegotiationneeded = () => void this.#offer(pc);
    pc.onicecandidate = ({ candidate }) => this.#send({ kind: 'candidate', candidate: wireCandidate(candidate) });
    pc.onconnectionstatechange = () => {
      if (pc === this.#pc) this.#health.saw(pc.connectionState);
    };
    return pc;
  }

  #drop(): void {
    for (const stop of this.#watches.values()) stop();
    this.#watches.clear();
    this.#pc.onnegotiationneeded = null;
    this.#pc.onicecandidate = null;
    this.#pc.onconnectionstatechange = null;
    this.#pc.close();
  }

  /** A fresh connection in place of one that the other side no longer shares. */
  #renew(): void {
    this.#drop();
    this.#making = false;
    this.#ignoring = false;
    this.#answered = null;
    this.#pc = this.#connect();
    this.#options.onTracks({});
    this.#health.renewed();
  }

  /** Adds the media lines of a first offer: those of our own tracks and those on which the other side will answer. */
  #begin(): void {
    for (const role of ROLES) {
      if (role === 'paper' && !this.#sends(role) && this.#options.party.kind !== 'citizen') continue;
      this.#add(role);
    }
  }

  #add(role: TrackRole): void {
    const track = this.#trackOf(role);
    const transceiver = this.#pc.addTransceiver(track ?? kindOf(role), {
      direction: this.#sends(role) ? 'sendrecv' : 'recvonly',
      streams: role === 'paper' ? [] : [this.#person],
      sendEncodings: [encodingOf(role, this.#options.remotes())],
    });
    if (track) hintTrack(role, track);
    this.#roles.set(transceiver, role);
  }

  #transceiverOf(role: TrackRole): RTCRtpTransceiver | undefined {
    return this.#pc
      .getTransceivers()
      .find((transceiver) => transceiver.direction !== 'stopped' && this.#roles.get(transceiver) === role);
  }

  async #offer(pc: RTCPeerConnection): Promise<void> {
    if (this.#closed || pc !== this.#pc) return;
    try {
      this.#making = true;
      await pc.setLocalDescription();
      this.#sendDescription(pc);
    } catch (thrown) {
      if (pc === this.#pc) this.#report(thrown);
    } finally {
      if (pc === this.#pc) this.#making = false;
    }
  }

  async #describe(signal: DescriptionSignal): Promise<void> {
    if (signal.type === 'answer' && this.#pc.signalingState !== 'have-local-offer') return;
    const known = this.#pc.remoteDescription;
    const anew = known !== null && sessionIdOf(known.sdp) !== sessionIdOf(signal.sdp);
    if (signal.type === 'answer' && anew) {
      // The answer is of a connection that does not know what this one negotiated before.
      this.#renew();
      this.#begin();
      return;
    }
    if (signal.type === 'offer' && this.#answered?.isFor(signal.sdp)) {
      const again = this.#answered.again(this.#options.clock.nowMs());
      if (again) this.#send(again);
      return;
    }
    // Media lines that wait for the browser to ask for their offer are an offer under way, too.
    const begun = known === null && this.#pc.getTransceivers().length > 0;
    const collision = signal.type === 'offer' && (this.#making || begun || this.#pc.signalingState !== 'stable');
    this.#ignoring = !this.#options.polite && collision && !anew;
    if (this.#ignoring) return;
    // Rolling back a first offer would leave its media lines behind, to be offered again beside the other side's.
    if (anew || (collision && known === null)) this.#renew();

    const pc = this.#pc;
    this.#taking = true;
    try {
      await pc.setRemoteDescription({ type: signal.type, sdp: withStartRate(signal.sdp, START_KBPS) });
    } finally {
      this.#taking = false;
    }
    for (const transceiver of pc.getTransceivers()) {
      const role = transceiver.mid === null ? undefined : signal.roles[transceiver.mid];
      if (role && !this.#roles.has(transceiver)) this.#roles.set(transceiver, role);
    }
    for (const candidate of this.#early.take(signal.sdp)) await pc.addIceCandidate(candidate);
    if (signal.type === 'offer') {
      this.#answerWith(pc);
      await pc.setLocalDescription();
      const answer = this.#sendDescription(pc);
      if (answer) this.#answered = new LastAnswer(signal.sdp, answer, this.#options.clock.nowMs());
    }
    this.#syncTracks();
    // Roles that we send and that the offer had no line for.
    for (const role of ROLES) if (this.#sends(role) && !this.#transceiverOf(role)) this.#add(role);
  }

  /** Puts our tracks on the media lines of an offer. */
  #answerWith(pc: RTCPeerConnection): void {
    for (const transceiver of pc.getTransceivers()) {
      const role = this.#roles.get(transceiver);
      if (!role || transceiver.currentDirection !== null) continue;
      if (!this.#sends(role)) continue;
      const track = this.#trackOf(role);
      if (track) hintTrack(role, track);
      transceiver.direction = 'sendrecv';
      if (role !== 'paper') transceiver.sender.setStreams(this.#person);
      transceiver.sender
        .replaceTrack(track ?? null)
        .then(() => capSender(role, transceiver.sender, this.#options.remotes()))
        .catch((thrown: unknown) => this.#report(thrown));
    }
  }

  async #candidate(candidate: WireCandidate): Promise<void> {
    if (candidate === null) return;
    if (candidateFits(this.#pc.remoteDescription?.sdp ?? null, candidate.usernameFragment)) {
      await this.#pc.addIceCandidate(candidate);
    } else if (!this.#ignoring) this.#early.add(candidate);
  }

  #syncTracks(): void {
    if (this.#silent) return;
    const tracks: Partial<Record<TrackRole, MediaStreamTrack>> = {};
    const receivers = new Set<RTCRtpReceiver>();
    for (const transceiver of this.#pc.getTransceivers()) {
      const role = this.#roles.get(transceiver);
      const { currentDirection, receiver } = transceiver;
      if (!role || (currentDirection !== 'sendrecv' && currentDirection !== 'recvonly')) continue;
      tracks[role] = receiver.track;
      receivers.add(receiver);
    }
    this.#options.onTracks(tracks);
    for (const [receiver, stop] of this.#watches) {
      if (receivers.has(receiver)) continue;
      stop();
      this.#watches.delete(receiver);
    }
    for (const role of ['face', 'paper'] as const) this.#watch(role, tracks[role]);
  }

  #watch(role: 'face' | 'paper', track: MediaStreamTrack | undefined): void {
    const receiver = this.#pc.getReceivers().find((candidate) => candidate.track === track);
    if (!track || !receiver || this.#watches.has(receiver)) return;
    const stop = watchFirstFrame(receiver, this.#watched.has(receiver), this.#options.clock, () =>
      this.#options.onDecoded(role),
    );
    this.#watched.add(receiver);
    this.#watches.set(receiver, stop);
  }

  /** Whatever keeps the line from being up: no offer yet, an offer that was not answered, or a path that broke. */
  #tryAgain(): void {
    const pc = this.#pc;
    if (pc.connectionState === 'connected') return;
    if (pc.signalingState === 'have-local-offer') this.#sendDescription(pc);
    else if (pc.remoteDescription) pc.restartIce();
    else if (!this.#making && !this.#taking && pc.getTransceivers().length === 0) this.#begin();
  }

  #sendDescription(pc: RTCPeerConnection): Signal | null {
    const description = pc.localDescription;
    if (!description) return null;
    const roles: Record<string, TrackRole> = {};
    for (const transceiver of pc.getTransceivers()) {
      const role = this.#roles.get(transceiver);
      if (role && transceiver.mid !== null) roles[transceiver.mid] = role;
    }
    const signal: Signal = { kind: 'description', type: description.type, sdp: description.sdp, roles };
    this.#send(signal);
    return signal;
  }

  #send(signal: Signal): void {
    this.#options.send(signal).catch((thrown: unknown) => this.#report(thrown));
  }
  #report(thrown: unknown): void {
    if (this.#closed) return;
    this.#options.onError(thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown }));
  }
}
