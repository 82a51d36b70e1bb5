import type { Clock, Timer } from '../../contracts/time.ts';

/** Why a camera or microphone gives nothing now. */
export type DeviceProblem =
  /** None is there, or the one chosen was pulled out. */
  | 'missing'
  /** Another program has it, or the driver failed. */
  | 'busy'
  /** The person or the system does not allow it. */
  | 'refused'
  /** It is open and gives nothing: covered by its own switch, or taken by the system for a while. */
  | 'muted';

/** First pause before a device is tried again, doubled up to the longest. News of plugged devices come sooner. */
export const REOPEN_MS = 1_000;
export const REOPEN_LONGEST_MS = 15_000;
/** A device that is muted for less than this is not spoken of: drivers do it while they change their format. */
export const MUTED_AFTER_MS = 1_500;

export type OpenDevice = () => Promise<MediaStreamTrack>;

export interface KeptDeviceOptions {
  readonly clock: Clock;
  /** The track to be sent now; null while there is none. */
  readonly onTrack: (track: MediaStreamTrack | null) => void;
  readonly onProblem: (problem: DeviceProblem | null) => void;
}

/**
 * Keeps one camera or microphone open: exchanges it without a gap, opens it again when it was pulled out or stolen, and names
 * what is wrong meanwhile.
 */
export class KeptDevice {
  readonly #options: KeptDeviceOptions;
  #open: OpenDevice | null = null;
  #track: MediaStreamTrack | null = null;
  #problem: DeviceProblem | null = null;
  #timer: Timer | null = null;
  #mutedTimer: Timer | null = null;
  #pauseMs = REOPEN_MS;
  /** Counts openings, so that one that ends after another was begun is shut at once. */
  #opening = 0;

  constructor(options: KeptDeviceOptions) {
    this.#options = options;
  }

  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  get problem(): DeviceProblem | null {
    return this.#problem;
  }

  /** Opens a device, or another one in place of that which is open; the old one is sent until the new one gives. */
  async use(open: OpenDevice): Promise<void> {
    this.#open = open;
    this.#pauseMs = REOPEN_MS;
    await this.#try();
  }

  /** Devices were plugged or unplugged: one that is missing is tried at once. */
  async devicesChanged(): Promise<void> {
    if (this.#open && !this.#track) await this.#try();
  }

  stop(): void {
    this.#opening += 1;
    this.#open = null;
    this.#timer?.cancel();
    this.#take(null);
    this.#say(null);
  }

  async #try(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    this.#timer?.cancel();
    this.#opening += 1;
    const mine = this.#opening;
    try {
      const track = await open();
      if (mine !== this.#opening) {
        track.stop();
        return;
      }
      this.#pauseMs = REOPEN_MS;
      this.#take(track);
      this.#say(null);
      if (track.muted) this.#onMute(track);
    } catch (thrown) {
      if (mine !== this.#opening) return;
      // The one before goes on where only another was asked for.
      const problem = problemOf(thrown);
      if (!this.#track) this.#say(problem);
      // A refusal would be asked about again and again.
      if (problem !== 'refused') this.#later();
    }
  }

  #later(): void {
    this.#timer?.cancel();
    if (this.#track) return;
    this.#timer = this.#options.clock.after(this.#pauseMs, () => void this.#try());
    this.#pauseMs = Math.min(2 * this.#pauseMs, REOPEN_LONGEST_MS);
  }

  #take(track: MediaStreamTrack | null): void {
    const before = this.#track;
    if (before === track) return;
    this.#mutedTimer?.cancel();
    this.#track = track;
    track?.addEventListener('ended', () => this.#onEnded(track));
    track?.addEventListener('mute', () => this.#onMute(track));
    track?.addEventListener('unmute', () => this.#onUnmute(track));
    this.#options.onTrack(track);
    before?.stop();
  }

  #onEnded(track: MediaStreamTrack): void {
    if (track !== this.#track) return;
    this.#take(null);
    this.#say('missing');
    this.#later();
  }

  #onMute(track: MediaStreamTrack): void {
    if (track !== this.#track) return;
    this.#mutedTimer?.cancel();
    this.#mutedTimer = this.#options.clock.after(MUTED_AFTER_MS, () => this.#say('muted'));
  }

  #onUnmute(track: MediaStreamTrack): void {
    if (track !== this.#track) return;
    this.#mutedTimer?.cancel();
    this.#say(null);
  }

  #say(problem: DeviceProblem | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#options.onProblem(problem);
  }
}

/** The names are those of `getUserMedia` (W3C Media Capture and Streams, 10.2). */
function problemOf(thrown: unknown): DeviceProblem {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}
