import type { TrackRole } from '../../contracts/domain/call.ts';
import type { Clock } from '../../contracts/time.ts';
import { watchFirstFrame } from './first-frame.ts';
import { kindOf } from './local-media.ts';
import type { Remote } from './types.ts';

export interface ArrivalsOptions {
  readonly clock: Clock;
  /** Whether what the party sends in a role may be seen or heard here now. */
  readonly mayShow: (role: TrackRole) => boolean;
  readonly onTracks: (tracks: Remote['tracks']) => void;
  readonly onDecoded: (role: TrackRole) => void;
}

/** What arrives on one line: tells the tracks that may be shown, and the first frame of each picture. */
export class Arrivals {
  readonly #options: ArrivalsOptions;
  readonly #watches = new Map<RTCRtpReceiver, () => void>();
  /** Receivers that had a picture earlier: only further frames prove that it is up again. */
  #shown: ReadonlySet<TrackRole> = new Set();
  readonly #watched = new WeakSet<RTCRtpReceiver>();

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  /** Looks again at what arrives: after a negotiation, or when somebody has changed places. */
  sync(transceivers: readonly RTCRtpTransceiver[], roleOf: (of: RTCRtpTransceiver) => TrackRole | undefined): void {
    const tracks: Partial<Record<TrackRole, MediaStreamTrack>> = {};
    const pictures = new Map<RTCRtpReceiver, TrackRole>();
    for (const transceiver of transceivers) {
      const role = roleOf(transceiver);
      const { currentDirection, receiver } = transceiver;
      if (!role || (currentDirection !== 'sendrecv' && currentDirection !== 'recvonly')) continue;
      if (!this.#options.mayShow(role)) continue;
      tracks[role] = receiver.track;
      if (kindOf(role) === 'video') pictures.set(receiver, role);
    }
    this.#shown = new Set(Object.keys(tracks) as TrackRole[]);
    this.#options.onTracks(tracks);
    for (const [receiver, stop] of this.#watches) {
      if (pictures.has(receiver)) continue;
      stop();
      this.#watches.delete(receiver);
    }
    for (const [receiver, role] of pictures) if (!this.#watches.has(receiver)) this.#watch(receiver, role);
  }

  /** Whether the party sends something in a role, and it may be seen or heard here. */
  has(role: TrackRole): boolean {
    return this.#shown.has(role);
  }

  /** Forgets the receivers of a connection that is closed. */
  drop(): void {
    for (const stop of this.#watches.values()) stop();
    this.#watches.clear();
    this.#shown = new Set();
  }

  #watch(receiver: RTCRtpReceiver, role: TrackRole): void {
    const stop = watchFirstFrame(receiver, this.#watched.has(receiver), this.#options.clock, () =>
      this.#options.onDecoded(role),
    );
    this.#watched.add(receiver);
    this.#watches.set(receiver, stop);
  }
}
