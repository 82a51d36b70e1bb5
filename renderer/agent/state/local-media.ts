import { describeThrown, fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';

/** Enough for a face on the booth's screen; a mesh sends it up to three times. */
const FACE_CONSTRAINTS: MediaTrackConstraints = {
  width: { ideal: 960 },
  height: { ideal: 540 },
  frameRate: { ideal: 24, max: 30 },
};
const VOICE_CONSTRAINTS: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/**
 * Camera and microphone of the agent's computer. Asked for once, when the agent becomes available, so that accepting an
 * offer waits for nothing. Without a camera the voice alone is taken.
 */
export class LocalMedia {
  #pending: Promise<Result<MediaStream, XiaowuError>> | null = null;
  #stream: MediaStream | null = null;

  get stream(): MediaStream | null {
    return this.#stream;
  }

  acquire(): Promise<Result<MediaStream, XiaowuError>> {
    if (this.#stream?.getTracks().every((track) => track.readyState === 'live')) {
      return Promise.resolve(ok(this.#stream));
    }
    this.#pending ??= this.#ask().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  async #ask(): Promise<Result<MediaStream, XiaowuError>> {
    try {
      this.#stream = await askFor({ audio: VOICE_CONSTRAINTS, video: FACE_CONSTRAINTS });
      return ok(this.#stream);
    } catch (thrown) {
      return err(fail('camera_missing', describeThrown(thrown)));
    }
  }

  release(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }
}

async function askFor(constraints: MediaStreamConstraints): Promise<MediaStream> {
  // Outside a secure context the browser has no media devices at all.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new Error('no media devices: the page is not served securely');
  try {
    return await devices.getUserMedia(constraints);
  } catch (thrown) {
    if (!constraints.video || !(thrown instanceof DOMException) || thrown.name !== 'NotFoundError') throw thrown;
    return devices.getUserMedia({ audio: constraints.audio });
  }
}
