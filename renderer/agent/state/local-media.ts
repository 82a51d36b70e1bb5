import { describeThrown, fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import type { Clock } from '../../../contracts/time.ts';
import { type DeviceProblem, KeptDevice, type OpenDevice } from '../../call/kept-device.ts';

/** Enough for a face on the booth's screen; a mesh sends it up to three times. */
const FACE_CONSTRAINTS: MediaTrackConstraints = {
  width: { ideal: 960 },
  height: { ideal: 540 },
  frameRate: { ideal: 24, max: 30 },
};
/** Safe for a loudspeaker: what the others say is taken out of the microphone's sound. */
const VOICE_CONSTRAINTS: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

type Part = 'microphone' | 'camera';
/** The device that the agent wants for a part, as far as it is there. */
type Wanted = (part: Part) => string | undefined;

/**
 * Camera and microphone of the agent's computer. Asked for once, when the agent becomes available, so that accepting an
 * offer waits for nothing; opened again when one was pulled out or stolen. Without a camera the voice alone is taken.
 */
export class LocalMedia {
  readonly #devices: Readonly<Record<Part, KeptDevice>>;
  readonly #onChange: () => void;
  readonly #wanted: Wanted;
  #pending: Promise<Result<MediaStream, XiaowuError>> | null = null;
  #stream: MediaStream | null = null;

  /**
   * @param wanted asked at each opening; undefined takes what the computer takes
   * @param onChange tracks or problems are others than before
   */
  constructor(clock: Clock, wanted: Wanted, onChange: () => void) {
    this.#wanted = wanted;
    this.#onChange = onChange;
    const keep = () => new KeptDevice({ clock, onTrack: () => this.#compose(), onProblem: () => this.#onChange() });
    this.#devices = { microphone: keep(), camera: keep() };
  }

  /** What is open now; another object whenever a track is another. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  get problems(): Readonly<Record<Part, DeviceProblem | null>> {
    return { microphone: this.#devices.microphone.problem, camera: this.#devices.camera.problem };
  }

  acquire(): Promise<Result<MediaStream, XiaowuError>> {
    const { microphone, camera } = this.#devices;
    if (this.#stream && microphone.track && (camera.track || camera.problem === 'missing')) {
      return Promise.resolve(ok(this.#stream));
    }
    this.#pending ??= this.#ask().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  /** Another camera or microphone is wanted, in a call as well: the one before is sent until the new one gives. */
  async rechoose(part: Part): Promise<void> {
    await this.#pending;
    const { track } = this.#devices[part];
    const id = this.#wanted(part);
    if (!track || (id !== undefined && track.getSettings().deviceId === id)) return;
    await this.#devices[part].use(() => this.#openOne(part));
  }

  /** Devices were plugged or unplugged. */
  async devicesChanged(): Promise<void> {
    await Promise.all([this.#devices.microphone.devicesChanged(), this.#devices.camera.devicesChanged()]);
  }

  async #ask(): Promise<Result<MediaStream, XiaowuError>> {
    // Both at once, so that the browser asks the agent once.
    const both = this.#orAny((wanted) =>
      askFor({ audio: this.#constraints('microphone', wanted), video: this.#constraints('camera', wanted) }),
    );
    let failure: unknown = null;
    await both.catch((thrown: unknown) => {
      failure = thrown;
    });
    await Promise.all([
      this.#devices.microphone.use(this.#firstOf(both, 'microphone')),
      this.#devices.camera.use(this.#firstOf(both, 'camera')),
    ]);
    const stream = this.#stream;
    return stream && this.#devices.microphone.track ? ok(stream) : err(fail('camera_missing', describeThrown(failure)));
  }

  release(): void {
    for (const device of Object.values(this.#devices)) device.stop();
    this.#stream = null;
  }

  #compose(): void {
    const tracks = [this.#devices.microphone.track, this.#devices.camera.track].filter((track) => track !== null);
    this.#stream = tracks.length > 0 ? new MediaStream(tracks) : null;
    this.#onChange();
  }

  /** Opens a device the first time out of what was asked for both, later by itself. */
  #firstOf(both: Promise<MediaStream>, part: Part): OpenDevice {
    let isFirst = true;
    return async () => {
      if (!isFirst) return this.#openOne(part);
      isFirst = false;
      return trackOf(await both, part);
    };
  }

  async #openOne(part: Part): Promise<MediaStreamTrack> {
    const stream = await this.#orAny((wanted) => {
      const constraints = this.#constraints(part, wanted);
      return mediaDevices().getUserMedia(part === 'microphone' ? { audio: constraints } : { video: constraints });
    });
    return trackOf(stream, part);
  }

  /** Should a wanted one go at this moment, another is better than none. `ideal` does not do: Chromium passes it over. */
  async #orAny(open: (wanted: Wanted) => Promise<MediaStream>): Promise<MediaStream> {
    try {
      return await open(this.#wanted);
    } catch (thrown) {
      const isGone =
        thrown instanceof Error && (thrown.name === 'OverconstrainedError' || thrown.name === 'NotFoundError');
      const isWanted = (this.#wanted('microphone') ?? this.#wanted('camera')) !== undefined;
      if (!isGone || !isWanted) throw thrown;
      return open(() => undefined);
    }
  }

  #constraints(part: Part, wanted: Wanted): MediaTrackConstraints {
    const id = wanted(part);
    const constraints = part === 'microphone' ? VOICE_CONSTRAINTS : FACE_CONSTRAINTS;
    return id === undefined ? constraints : { ...constraints, deviceId: { exact: id } };
  }
}

function trackOf(stream: MediaStream, part: Part): MediaStreamTrack {
  const [track] = part === 'microphone' ? stream.getAudioTracks() : stream.getVideoTracks();
  if (!track) throw new DOMException(`no ${part}`, 'NotFoundError');
  return track;
}

function mediaDevices(): MediaDevices {
  // Outside a secure context the browser has no media devices at all.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new Error('no media devices: the page is not served securely');
  return devices;
}

async function askFor(constraints: MediaStreamConstraints): Promise<MediaStream> {
  const devices = mediaDevices();
  try {
    return await devices.getUserMedia(constraints);
  } catch (thrown) {
    if (!constraints.video || !(thrown instanceof DOMException) || thrown.name !== 'NotFoundError') throw thrown;
    return devices.getUserMedia({ audio: constraints.audio });
  }
}
