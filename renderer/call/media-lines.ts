import type { TrackRole } from '../../contracts/domain/call.ts';
import type { Party } from '../../contracts/domain/visit.ts';
import { preferRedundancy } from './codecs.ts';
import { capSender, encodingOf, hintTrack, kindOf, type LocalTracks, ROLES } from './local-media.ts';

export interface MediaLinesOptions {
  readonly party: Party;
  readonly local: LocalTracks;
  /**
   * For a party that may join: the roles in which this side will send. Their media lines are made without tracks, so that
   * nothing is sent before `join`. Null for a party that is in the call.
   */
  readonly silent: readonly TrackRole[] | null;
  /** Whether what this side sends in a role may reach the party now. */
  readonly maySend: (role: TrackRole) => boolean;
  /** How many other parties the call has now. */
  readonly remotes: () => number;
  readonly report: (thrown: unknown) => void;
}

/** Which media line of a connection carries which role, and what this side lays on it. */
export class MediaLines {
  readonly #options: MediaLinesOptions;
  readonly #roles = new WeakMap<RTCRtpTransceiver, TrackRole>();
  /** What was laid last on each sender: the browser names it only once it is done. */
  readonly #laid = new WeakMap<RTCRtpSender, MediaStreamTrack | null>();
  readonly #person = new MediaStream();
  #silent: readonly TrackRole[] | null;
  #pc: RTCPeerConnection;
  #level = 0;

  constructor(pc: RTCPeerConnection, options: MediaLinesOptions) {
    this.#pc = pc;
    this.#options = options;
    this.#silent = options.silent;
  }

  get isSilent(): boolean {
    return this.#silent !== null;
  }

  /** A fresh connection, which has no lines yet. */
  moveTo(pc: RTCPeerConnection): void {
    this.#pc = pc;
  }

  /** Adds the lines of a first offer: those of our own tracks and those on which the other side will answer. */
  begin(): void {
    const { kind } = this.#options.party;
    for (const role of ROLES) {
      const answers =
        role === 'voice' ||
        role === 'face' ||
        (role === 'paper' && kind === 'citizen') ||
        (role === 'interpreter' && kind === 'interpreter');
      if (answers || this.#sends(role)) this.#add(role);
    }
  }

  /** The party has joined: from now on tracks are laid. */
  join(canAdd: boolean): void {
    this.#silent = null;
    for (const role of ROLES) this.lay(role, canAdd);
  }

  /**
   * Lays on the line of a role what may be sent now, or nothing. A role that was never negotiated is added.
   * `canAdd`: a description was made or taken, or this side makes the first one.
   */
  lay(role: TrackRole, canAdd: boolean): void {
    if (this.#silent) return;
    const transceiver = this.transceiverOf(role);
    if (!transceiver) {
      // Before the first description there is nothing to add to: the tracks are taken when it is made.
      if (canAdd && this.#trackOf(role)) this.#add(role);
      return;
    }
    const track = this.#trackOf(role) ?? null;
    this.#replace(transceiver.sender, track).catch(this.#options.report);
    const direction = this.#sends(role) ? 'sendrecv' : 'recvonly';
    if (transceiver.direction !== direction) transceiver.direction = direction;
  }

  /** How much of the pictures this line gets, see `adaptation.ts`. */
  give(level: number): void {
    this.#level = level;
    this.fit();
  }

  /** Fits what is sent to the number of parties and to what the line bears. */
  fit(): void {
    for (const transceiver of this.#pc.getTransceivers()) {
      const role = this.#roles.get(transceiver);
      if (!role || transceiver.direction === 'stopped') continue;
      capSender(transceiver.sender, this.#limits(role)).catch(this.#options.report);
    }
  }

  /** Takes the names that the other side's description gives to its lines, by mid. */
  name(roles: Readonly<Record<string, TrackRole>>): void {
    for (const transceiver of this.#pc.getTransceivers()) {
      const role = transceiver.mid === null ? undefined : roles[transceiver.mid];
      if (role && !this.#roles.has(transceiver)) this.#roles.set(transceiver, role);
    }
  }

  names(): Record<string, TrackRole> {
    const names: Record<string, TrackRole> = {};
    for (const transceiver of this.#pc.getTransceivers()) {
      const role = this.#roles.get(transceiver);
      if (role && transceiver.mid !== null) names[transceiver.mid] = role;
    }
    return names;
  }

  roleOf(transceiver: RTCRtpTransceiver): TrackRole | undefined {
    return this.#roles.get(transceiver);
  }

  transceiverOf(role: TrackRole): RTCRtpTransceiver | undefined {
    return this.#pc
      .getTransceivers()
      .find((transceiver) => transceiver.direction !== 'stopped' && this.#roles.get(transceiver) === role);
  }

  /** Puts our tracks on the lines of an offer. */
  answer(): void {
    for (const transceiver of this.#pc.getTransceivers()) {
      const role = this.#roles.get(transceiver);
      if (!role || transceiver.currentDirection !== null) continue;
      if (kindOf(role) === 'audio') preferRedundancy(transceiver);
      if (!this.#sends(role)) continue;
      const track = this.#trackOf(role);
      if (track) hintTrack(role, track);
      transceiver.direction = 'sendrecv';
      if (ofPerson(role)) transceiver.sender.setStreams(this.#person);
      this.#replace(transceiver.sender, track ?? null)
        .then(() => capSender(transceiver.sender, this.#limits(role)))
        .catch(this.#options.report);
    }
  }

  /** Adds the roles that we send and that the offer had no line for. */
  addMissing(): void {
    for (const role of ROLES) if (this.#sends(role) && !this.transceiverOf(role)) this.#add(role);
  }

  /** Once for each track: laid again while the first is under way, it would be taken off and put on anew. */
  async #replace(sender: RTCRtpSender, track: MediaStreamTrack | null): Promise<void> {
    const laid = this.#laid.get(sender);
    if ((laid === undefined ? sender.track : laid) === track) return;
    this.#laid.set(sender, track);
    try {
      await sender.replaceTrack(track);
    } catch (thrown) {
      this.#laid.delete(sender);
      throw thrown;
    }
  }

  #limits(role: TrackRole) {
    return encodingOf(role, this.#options.remotes(), this.#level);
  }

  /** Whether this side has something to send in a role, or will when the party has joined. */
  #sends(role: TrackRole): boolean {
    return this.#silent ? this.#silent.includes(role) : this.#options.local.has(role);
  }

  /** What is sent in a role now. */
  #trackOf(role: TrackRole): MediaStreamTrack | undefined {
    return this.#silent || !this.#options.maySend(role) ? undefined : this.#options.local.get(role);
  }

  #add(role: TrackRole): void {
    const track = this.#trackOf(role);
    const transceiver = this.#pc.addTransceiver(track ?? kindOf(role), {
      direction: this.#sends(role) ? 'sendrecv' : 'recvonly',
      streams: ofPerson(role) ? [this.#person] : [],
      sendEncodings: [this.#limits(role)],
    });
    if (kindOf(role) === 'audio') preferRedundancy(transceiver);
    if (track) hintTrack(role, track);
    this.#roles.set(transceiver, role);
  }
}

/** Voice and picture of one person are played in step. */
function ofPerson(role: TrackRole): boolean {
  return role === 'voice' || role === 'face' || role === 'interpreter';
}
