import type { TrackRole } from '../../contracts/domain/call.ts';
import type { Party } from '../../contracts/domain/visit.ts';
import type { Signal } from '../../contracts/hub/signal.ts';
import type { Clock } from '../../contracts/time.ts';
import { Arrivals } from './arrivals.ts';
import { EarlyCandidates, type WireCandidate, wireCandidate } from './candidates.ts';
import { LastAnswer } from './last-answer.ts';
import { LineHealth } from './line-health.ts';
import { type LocalTracks, ROLES, START_KBPS } from './local-media.ts';
import { MediaLines } from './media-lines.ts';
import { candidateFits, sessionIdOf, withStartRate } from './sdp.ts';
import type { Connection, Remote } from './types.ts';

export interface PeerOptions {
  readonly party: Party;
  readonly polite: boolean;
  readonly iceServers: readonly RTCIceServer[];
  readonly local: LocalTracks;
  /** For a party that may join: the roles in which this side will send after `join`. Null for a party that is in the call. */
  readonly silent: readonly TrackRole[] | null;
  /** Whether what this side sends in a role may reach the party now. */
  readonly maySend: (role: TrackRole) => boolean;
  /** Whether what the party sends in a role may be seen or heard here now. */
  readonly mayShow: (role: TrackRole) => boolean;
  /** How many other parties the call has now. */
  readonly remotes: () => number;
  readonly clock: Clock;
  readonly send: (signal: Signal) => Promise<void>;
  readonly onConnection: (connection: Connection) => void;
  readonly onTracks: (tracks: Remote['tracks']) => void;
  readonly onDecoded: (role: TrackRole) => void;
  readonly onError: (error: Error) => void;
}

type DescriptionSignal = Extract<Signal, { kind: 'description' }>;

/**
 * The line to one other party, by perfect negotiation (W3C WebRTC 1.0, section 10.7). Each media line has a role, named by
 * mid in every description and kept for the life of the connection.
 */
export class Peer {
  readonly #options: PeerOptions;
  readonly #lines: MediaLines;
  readonly #arrivals: Arrivals;
  readonly #early = new EarlyCandidates();
  readonly #health: LineHealth;
  #connection: Connection = 'connecting';
  #pc: RTCPeerConnection;
  #making = false;
  /** A description of the other side is being applied: its media lines are not to be seen yet. */
  #taking = false;
  #ignoring = false;
  #received: Promise<void> = Promise.resolve();
  #answered: LastAnswer | null = null;
  #closed = false;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#pc = this.#connect();
    this.#lines = new MediaLines(this.#pc, { ...options, report: (thrown) => this.#report(thrown) });
    this.#arrivals = new Arrivals(options);
    this.#health = new LineHealth({
      polite: options.polite,
      clock: options.clock,
      tryAgain: () => this.#tryAgain(),
      onConnection: (connection) => {
        this.#connection = connection;
        if (!this.#lines.isSilent) options.onConnection(connection);
      },
    });
    if (!options.polite) this.#lines.begin();
  }

  /** Takes a signal of the other side; signals are worked on in the order of their arrival. */
  receive(signal: Signal): void {
    this.#inTurn(() => (signal.kind === 'description' ? this.#describe(signal) : this.#candidate(signal.candidate)));
  }

  /** The party has joined: sends our tracks on the lines that were made for them, and tells what arrives. */
  join(): void {
    // After the signals that came before: a description half applied has lines without roles.
    this.#inTurn(async () => {
      if (!this.#lines.isSilent) return;
      this.#lines.join();
      if (this.#connection !== 'connecting') this.#options.onConnection(this.#connection);
      if (this.#options.remotes() > 1) this.#lines.fit();
      this.#sync();
    });
  }

  /** Another track in a role, or none. */
  relay(role: TrackRole): void {
    this.#lines.lay(role, this.#pc.remoteDescription !== null || !this.#options.polite);
  }

  /** Somebody came, went or changed places: what may flow follows at once, without negotiation. */
  regroup(): void {
    for (const role of ROLES) this.relay(role);
    this.#lines.fit();
    this.#sync();
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
    this.#arrivals.drop();
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
    this.#lines.moveTo(this.#pc);
    this.#options.onTracks({});
    this.#health.renewed();
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
      this.#lines.begin();
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
    this.#lines.name(signal.roles);
    for (const candidate of this.#early.take(signal.sdp)) await pc.addIceCandidate(candidate);
    if (signal.type === 'offer') {
      this.#lines.answer();
      await pc.setLocalDescription();
      const answer = this.#sendDescription(pc);
      if (answer) this.#answered = new LastAnswer(signal.sdp, answer, this.#options.clock.nowMs());
    }
    this.#sync();
    this.#lines.addMissing();
  }

  async #candidate(candidate: WireCandidate): Promise<void> {
    if (candidate === null) return;
    if (candidateFits(this.#pc.remoteDescription?.sdp ?? null, candidate.usernameFragment)) {
      await this.#pc.addIceCandidate(candidate);
    } else if (!this.#ignoring) this.#early.add(candidate);
  }

  #sync(): void {
    if (this.#lines.isSilent) return;
    this.#arrivals.sync(this.#pc.getTransceivers(), (transceiver) => this.#lines.roleOf(transceiver));
  }

  /** Whatever keeps the line from being up: no offer yet, an offer that was not answered, or a path that broke. */
  #tryAgain(): void {
    const pc = this.#pc;
    if (pc.connectionState === 'connected') return;
    if (pc.signalingState === 'have-local-offer') this.#sendDescription(pc);
    else if (pc.remoteDescription) pc.restartIce();
    else if (!this.#making && !this.#taking && pc.getTransceivers().length === 0) this.#lines.begin();
  }

  #sendDescription(pc: RTCPeerConnection): Signal | null {
    const description = pc.localDescription;
    if (!description) return null;
    const signal: Signal = {
      kind: 'description',
      type: description.type,
      sdp: description.sdp,
      roles: this.#lines.names(),
    };
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
