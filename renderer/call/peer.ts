import type { TrackRole } from '../../contracts/domain/call.ts';
import type { MarkMessage } from '../../contracts/domain/marks.ts';
import type { Party } from '../../contracts/domain/visit.ts';
import type { Signal } from '../../contracts/hub/signal.ts';
import type { Clock, Timer } from '../../contracts/time.ts';
import { Arrivals } from './arrivals.ts';
import { EarlyCandidates, type WireCandidate, wireCandidate } from './candidates.ts';
import { LastAnswer } from './last-answer.ts';
import { LineHealth, OFFER_AGAIN_MS } from './line-health.ts';
import { LineWatch } from './line-watch.ts';
import { type LocalTracks, ROLES, START_KBPS } from './local-media.ts';
import { MarkLine } from './marks/mark-line.ts';
import { MediaLines } from './media-lines.ts';
import { Outbox } from './outbox.ts';
import type { Quality } from './quality.ts';
import { answering, answers, candidateFits, sessionIdOf, withStartRate, withVoiceNack } from './sdp.ts';
import type { Connection, Remote } from './types.ts';

/** Offers that cross on their way are said within this of each other. */
const CROSSING_MS = 1_000;

export interface PeerOptions {
  readonly party: Party;
  readonly polite: boolean;
  readonly iceServers: () => readonly RTCIceServer[];
  readonly local: LocalTracks;
  /** For a party that may join: the roles in which this side will send after `join`. Null for a party that is in the call. */
  readonly silent: readonly TrackRole[] | null;
  /** Whether what this side sends in a role may reach the party now. */
  readonly maySend: (role: TrackRole) => boolean;
  /** Whether what the party sends in a role may be seen or heard here now. */
  readonly mayShow: (role: TrackRole) => boolean;
  /** How many other parties the call has now. */
  readonly remotes: () => number;
  /** Whether this side's microphone is off. */
  readonly isMuted: () => boolean;
  readonly clock: Clock;
  readonly send: (signal: Signal) => Promise<void>;
  readonly onConnection: (connection: Connection) => void;
  readonly onQuality: (quality: Quality) => void;
  readonly onTracks: (tracks: Remote['tracks']) => void;
  readonly onDecoded: (role: TrackRole) => void;
  /** The other side's microphone is off, or on again; told once the party has joined. */
  readonly onMuted: (muted: boolean) => void;
  readonly onMark: (message: MarkMessage) => void;
  /** Marks go through from now on, none of those before. */
  readonly onMarksOpen: () => void;
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
  readonly #marks: MarkLine;
  readonly #early = new EarlyCandidates();
  readonly #outbox: Outbox;
  readonly #health: LineHealth;
  readonly #watch: LineWatch;
  #connection: Connection = 'connecting';
  #pc: RTCPeerConnection;
  #making = false;
  /** A description of the other side is being applied: its media lines are not to be seen yet. */
  #taking = false;
  #ignoring = false;
  #received: Promise<void> = Promise.resolve();
  #theirsMuted = false;
  /** Signals that wait or are worked on. */
  #inWork = 0;
  #answered: LastAnswer | null = null;
  /** Says an offer again that nobody answers. */
  #unanswered: Timer | null = null;
  #offeredAtMs = 0;
  /** Whether this side's own line to the hub is up, and whether the other side's is down as the hub has it. */
  #signalling = true;
  #away = false;
  /** Whether the other side can be told anything now. */
  #reached = true;
  #closed = false;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#pc = this.#connect();
    this.#lines = new MediaLines(this.#pc, { ...options, report: (thrown) => this.#report(thrown) });
    this.#arrivals = new Arrivals(options);
    this.#marks = new MarkLine({ ...options, onMessage: options.onMark, onOpen: options.onMarksOpen });
    this.#outbox = new Outbox({
      ...options,
      onReach: (reached) => this.#reach(reached && !this.#away),
      onError: (thrown) => this.#report(thrown),
    });
    this.#health = new LineHealth({
      polite: options.polite,
      clock: options.clock,
      tryAgain: () => this.#tryAgain(),
      rejoin: () => {
        this.#renew();
        this.#begin();
      },
      onConnection: (connection) => {
        this.#connection = connection;
        if (!this.#lines.isSilent) options.onConnection(connection);
      },
    });
    this.#watch = new LineWatch({
      clock: options.clock,
      connection: () => this.#pc,
      isExpected: () =>
        !this.#lines.isSilent && ROLES.some((role) => options.mayShow(role) && this.#arrivals.has(role)),
      onQuality: options.onQuality,
      onLevel: (level) => this.#lines.give(level),
    });
    if (!options.polite) this.#begin();
  }

  /** Takes a signal of the other side; signals are worked on in the order of their arrival. */
  receive(signal: Signal): void {
    if (signal.kind !== 'candidate') this.#hear(signal.muted ?? false);
    if (signal.kind === 'muted') return;
    this.#inTurn(async () => {
      await (signal.kind === 'description' ? this.#describe(signal) : this.#candidate(signal.candidate));
      // Whoever speaks can be told, whatever the hub has said; after its words, which may be what is needed.
      this.away(false);
    });
  }

  /** The party has joined: sends our tracks on the lines that were made for them, and tells what arrives. */
  join(): void {
    // After the signals that came before: a description half applied has lines without roles. Without any at once, before
    // whoever heard the same news begins to draw a screen.
    if (this.#inWork === 0) this.#lay();
    else this.#inTurn(async () => this.#lay());
  }

  /** Sends a mark, if the channel is open and the party is in the call. */
  sendMark(message: MarkMessage): void {
    if (!this.#lines.isSilent) this.#marks.send(message);
  }

  get marksOpen(): boolean {
    return this.#marks.isOpen && !this.#lines.isSilent;
  }

  /** This side's microphone was switched off or on. */
  sayMuted(): void {
    this.#outbox.send({ kind: 'muted', muted: this.#options.isMuted() });
  }

  /** Another track in a role, or none. */
  relay(role: TrackRole): void {
    this.#lines.lay(role, this.#canAdd());
  }

  /** Somebody came, went or changed places: what may flow follows at once, without negotiation. */
  regroup(): void {
    for (const role of ROLES) this.relay(role);
    this.#lines.fit();
    this.#sync();
  }

  /** Whether this side's line to the hub is up. */
  signalling(up: boolean): void {
    this.#signalling = up;
    this.#reach(up && !this.#away);
  }

  /** Whether the other side's line to the hub is down: what is sent to it then, the hub takes and cannot give. */
  away(isAway: boolean): void {
    if (isAway === this.#away) return;
    this.#away = isAway;
    this.#reach(this.#signalling && !isAway);
  }

  /** Whether the other side can be told anything now; what could not be told is told as soon as it can. */
  #reach(up: boolean): void {
    this.#reached = up;
    if (up) {
      // In the turn of signals: an answer of an earlier exchange must not come after the next offer.
      if (this.#pc.connectionState === 'connected') this.#outbox.flush();
      else this.#inTurn(() => this.#afresh());
    }
    this.#health.signalling(up);
  }

  /** This machine woke: a broken path is worth a try at once. */
  nudge(): void {
    this.#health.nudge();
  }

  /** The path may be another one than before, although nothing says so yet. */
  restart(): void {
    if (this.#pc.remoteDescription && this.#pc.signalingState === 'stable') this.#pc.restartIce();
  }

  /** Relays with credentials that are good for longer; what is connected stays, the next path uses them. */
  refreshIceServers(): void {
    this.#pc.setConfiguration(this.#configuration());
  }

  close(): void {
    this.#closed = true;
    this.#health.stop();
    this.#watch.stop();
    this.#outbox.close();
    this.#drop();
  }

  #hear(muted: boolean): void {
    this.#theirsMuted = muted;
    if (!this.#lines.isSilent) this.#options.onMuted(muted);
  }

  #lay(): void {
    if (!this.#lines.isSilent) return;
    this.#lines.join(this.#canAdd());
    this.#options.onMuted(this.#theirsMuted);
    if (this.#connection !== 'connecting') this.#options.onConnection(this.#connection);
    if (this.#options.remotes() > 1) this.#lines.fit();
    this.#sync();
  }

  #inTurn(work: () => Promise<void>): void {
    this.#inWork++;
    this.#received = this.#received.then(async () => {
      try {
        if (!this.#closed) await work();
      } catch (thrown) {
        this.#report(thrown);
      } finally {
        this.#inWork--;
      }
    });
  }

  #configuration(): RTCConfiguration {
    return { iceServers: [...this.#options.iceServers()], bundlePolicy: 'max-bundle' };
  }

  #connect(): RTCPeerConnection {
    const pc = new RTCPeerConnection(this.#configuration());
    pc.onnegotiationneeded = () => void this.#offer(pc);
    pc.onicecandidate = ({ candidate }) =>
      this.#outbox.send({ kind: 'candidate', candidate: wireCandidate(candidate) });
    pc.onconnectionstatechange = () => {
      if (pc === this.#pc) this.#health.saw(pc.connectionState);
    };
    return pc;
  }

  /** Media lines and the channel of marks of a first offer. */
  #begin(): void {
    this.#lines.begin();
    this.#marks.attach(this.#pc);
  }

  #drop(): void {
    this.#marks.detach();
    this.#unanswered?.cancel();
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
      this.#sendOffer(pc);
    } catch (thrown) {
      if (pc === this.#pc) this.#report(thrown);
    } finally {
      if (pc === this.#pc) this.#making = false;
    }
  }

  async #describe(signal: DescriptionSignal): Promise<void> {
    if (signal.type === 'answer' && !this.#isForOurOffer(signal)) return;
    const known = this.#pc.remoteDescription;
    const anew = known !== null && sessionIdOf(known.sdp) !== sessionIdOf(signal.sdp);
    if (signal.type === 'answer' && anew) {
      // The answer is of a connection that does not know what this one negotiated before.
      this.#renew();
      this.#begin();
      return;
    }
    if (signal.type === 'offer' && this.#answered?.isFor(signal.sdp)) {
      if (this.#answered.isToBeSaidAgain(this.#options.clock.nowMs())) this.#sendAnswer(this.#pc, signal.sdp);
      return;
    }
    // Media lines that wait for the browser to ask for their offer are an offer under way, too.
    const begun = known === null && this.#pc.getTransceivers().length > 0;
    const collision = signal.type === 'offer' && (this.#making || begun || this.#pc.signalingState !== 'stable');
    this.#ignoring = !this.#options.polite && collision && !anew;
    if (this.#ignoring) {
      // The other side has not got our offer, or it would have yielded: it was lost while the signals were.
      if (this.#options.clock.nowMs() - this.#offeredAtMs > CROSSING_MS) this.#sendOffer(this.#pc);
      return;
    }
    // Rolling back a first offer would leave its media lines behind, to be offered again beside the other side's.
    if (anew || (collision && known === null)) this.#renew();

    const pc = this.#pc;
    this.#taking = true;
    try {
      const sdp = withVoiceNack(withStartRate(signal.sdp, START_KBPS));
      await pc.setRemoteDescription({ type: signal.type, sdp });
      if (pc === this.#pc) this.#marks.attach(pc);
    } finally {
      this.#taking = false;
    }
    this.#lines.name(signal.roles);
    for (const candidate of this.#early.take(signal.sdp)) await pc.addIceCandidate(candidate);
    if (signal.type === 'offer') {
      this.#lines.answer();
      await pc.setLocalDescription();
      this.#answered = new LastAnswer(signal.sdp, this.#options.clock.nowMs());
      this.#sendAnswer(pc, signal.sdp);
    }
    this.#health.agreed();
    this.#sync();
    this.#lines.addMissing();
  }

  /** A polite side adds nothing before the other side's first description: its lines come with that. */
  #canAdd(): boolean {
    return this.#pc.remoteDescription !== null || !this.#options.polite;
  }

  #isForOurOffer({ sdp }: DescriptionSignal): boolean {
    const offer = this.#pc.localDescription;
    return this.#pc.signalingState === 'have-local-offer' && offer !== null && answers(sdp, offer.sdp);
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

  /** Whatever keeps the line from being up: no offer yet, or a path that broke. An offer without an answer has its own timer. */
  #tryAgain(): void {
    const pc = this.#pc;
    if (pc.connectionState === 'connected' || pc.signalingState === 'have-local-offer') return;
    if (pc.remoteDescription) pc.restartIce();
    else if (!this.#making && !this.#taking && pc.getTransceivers().length === 0) this.#begin();
  }

  /** Signals go through again: an offer that was made meanwhile names paths as they were seen from inside a broken network. */
  async #afresh(): Promise<void> {
    const pc = this.#pc;
    if (pc.signalingState === 'have-local-offer' && pc.connectionState !== 'connected') {
      this.#outbox.withdraw();
      if (pc.remoteDescription) {
        await pc.setLocalDescription({ type: 'rollback' });
        pc.restartIce();
      } else {
        // A first offer cannot be taken back without leaving its media lines behind.
        this.#renew();
        this.#begin();
      }
    }
    this.#outbox.flush();
  }

  #sendOffer(pc: RTCPeerConnection, times = 0): void {
    const offer = pc.localDescription;
    if (offer?.type !== 'offer') return;
    const { clock } = this.#options;
    this.#offeredAtMs = clock.nowMs();
    this.#outbox.send({ kind: 'description', type: 'offer', sdp: offer.sdp, ...this.#state() });
    const again = (): void => {
      this.#unanswered?.cancel();
      this.#unanswered = clock.after(OFFER_AGAIN_MS[Math.min(times, OFFER_AGAIN_MS.length - 1)] as number, () => {
        if (pc !== this.#pc || pc.signalingState !== 'have-local-offer') return;
        if (this.#reached) this.#sendOffer(pc, times + 1);
        else again();
      });
    };
    again();
  }

  /** The answer that is in force, with all candidates gathered until now. */
  #sendAnswer(pc: RTCPeerConnection, offerSdp: string): void {
    const answer = pc.currentLocalDescription;
    if (answer?.type !== 'answer') return;
    const sdp = answering(answer.sdp, offerSdp);
    this.#outbox.send({ kind: 'description', type: 'answer', sdp, ...this.#state() });
  }

  /** What a description says beside itself. */
  #state() {
    return { roles: this.#lines.names(), muted: this.#options.isMuted() };
  }

  #report(thrown: unknown): void {
    if (this.#closed) return;
    this.#options.onError(thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown }));
  }
}
