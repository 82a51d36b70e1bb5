import { describeThrown, fail, type XiaowuError } from '../../../../contracts/errors.ts';
import type { BoothSetup } from '../../../../contracts/ipc/booth-state.ts';
import { err, ok, type Result } from '../../../../contracts/result.ts';
import type { ProbeKind, ProbeReading } from '../../../../contracts/technician/probe.ts';
import { chooseCameras } from '../cameras.ts';
import { differenceOf, figuresOf, type GreyPicture, greyOf } from './picture.ts';
import { levelOf, toneAboveSilence } from './sound.ts';

/** Pictures are judged at one small size, so that their sharpness can be compared. */
const JUDGED_WIDTH_PX = 320;
/** Consecutive frames: even a still scene differs by the sensor's noise. */
const FRAMES = 4;
const FRAMES_LIMIT_MS = 3_000;
/** A camera turns its gain up within its first frames. */
const SETTLE_FRAMES = 2;
const PICTURE_WIDTH_PX = 640;
const PICTURE_QUALITY = 0.7;
const LISTEN_MS = 800;
const TONE_HZ = 1_000;
const TONE_MS = 400;
/** Quiet enough at night, loud enough for a microphone at arm's length. */
const TONE_GAIN = 0.25;
/** A loudspeaker that works stands tens of dB above the room. */
const HEARD_DB = 10;

type MediaProbe = Exclude<ProbeKind, 'touch'>;
type Outcome = Result<ProbeReading, XiaowuError>;

/** Measures one part with devices opened for that alone, and shut again whatever happens. */
export async function measure(
  kind: MediaProbe,
  cameras: BoothSetup['cameras'],
  withPicture: boolean,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    switch (kind) {
      case 'camera.face':
      case 'camera.document':
        return await measureCamera(kind === 'camera.face' ? 'face' : 'document', cameras, withPicture, signal);
      case 'microphone':
        return await measureMicrophone(signal);
      case 'speaker':
        return await measureSpeaker(signal);
    }
  } catch (thrown) {
    if (signal.aborted) return err(fail('cancelled'));
    const isMissing = thrown instanceof DOMException && thrown.name === 'NotFoundError';
    const missing = kind.startsWith('camera') ? 'camera_missing' : 'microphone_missing';
    return err(fail(isMissing ? missing : 'device_error', describeThrown(thrown)));
  }
}

async function measureCamera(
  part: 'face' | 'document',
  wanted: BoothSetup['cameras'],
  withPicture: boolean,
  signal: AbortSignal,
): Promise<Outcome> {
  const stream = await openCamera(part, wanted);
  if (!stream) return err(fail('camera_missing', 'no camera is connected'));
  try {
    const [track] = stream.getVideoTracks();
    if (!track) return err(fail('camera_missing', 'the camera gave no track'));
    return ok(await judgePicture(stream, track.label, withPicture, signal));
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

/** The camera that the profile means by this part; null when none is connected. Rejects when it cannot be opened. */
export async function openCamera(
  part: 'face' | 'document',
  wanted: BoothSetup['cameras'],
): Promise<MediaStream | null> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const choice = chooseCameras(
    devices.filter(({ kind }) => kind === 'videoinput'),
    wanted,
  );
  if (!choice) return null;
  return navigator.mediaDevices.getUserMedia({
    video: { deviceId: { exact: choice[part].deviceId }, width: { ideal: 1280 } },
  });
}

async function judgePicture(
  stream: MediaStream,
  label: string,
  withPicture: boolean,
  signal: AbortSignal,
): Promise<ProbeReading> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  try {
    await video.play();
    const frames = await readFrames(video, signal);
    const last = frames.at(-1);
    const figures = last ? figuresOf(last) : { meanLuma: 0, lumaDeviation: 0, sharpness: 0 };
    // The greatest of all steps: one step that repeats a frame is a slow camera, not a frozen one.
    const motion = Math.max(0, ...frames.slice(1).map((frame, index) => differenceOf(frame, frames[index] ?? frame)));
    return {
      kind: 'camera',
      label: label.slice(0, 200),
      widthPx: Math.max(1, video.videoWidth),
      heightPx: Math.max(1, video.videoHeight),
      ...figures,
      motion,
      frames: frames.length,
      picture: withPicture && last ? await encode(video) : null,
    };
  } finally {
    video.srcObject = null;
  }
}

/** As many consecutive frames as come in time; none from a camera that hangs. */
async function readFrames(video: HTMLVideoElement, signal: AbortSignal): Promise<GreyPicture[]> {
  const frames: GreyPicture[] = [];
  const endsMs = performance.now() + FRAMES_LIMIT_MS;
  for (let seen = 0; frames.length < FRAMES; seen++) {
    signal.throwIfAborted();
    if (!(await nextFrame(video, endsMs - performance.now()))) break;
    if (seen >= SETTLE_FRAMES) frames.push(draw(video));
  }
  return frames;
}

function nextFrame(video: HTMLVideoElement, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const handle = video.requestVideoFrameCallback(() => {
      clearTimeout(late);
      resolve(true);
    });
    const late = setTimeout(
      () => {
        video.cancelVideoFrameCallback(handle);
        resolve(false);
      },
      Math.max(0, limitMs),
    );
  });
}

/** The frame that a video shows, small and grey, as it is judged. */
export function draw(video: HTMLVideoElement): GreyPicture {
  const widthPx = Math.min(JUDGED_WIDTH_PX, video.videoWidth);
  const heightPx = Math.max(1, Math.round((widthPx * video.videoHeight) / video.videoWidth));
  const context = new OffscreenCanvas(widthPx, heightPx).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d context');
  context.drawImage(video, 0, 0, widthPx, heightPx);
  return greyOf(context.getImageData(0, 0, widthPx, heightPx).data, widthPx, heightPx);
}

async function encode(video: HTMLVideoElement): Promise<Uint8Array<ArrayBuffer>> {
  const widthPx = Math.min(PICTURE_WIDTH_PX, video.videoWidth);
  const canvas = new OffscreenCanvas(widthPx, Math.round((widthPx * video.videoHeight) / video.videoWidth));
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: PICTURE_QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
}

/** The room as it is: what makes speech pleasant would make silence look like a fault. */
const RAW_SOUND: MediaTrackConstraints = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

async function withMicrophone<T>(
  work: (context: AudioContext, analyser: AnalyserNode, track: MediaStreamTrack) => Promise<T>,
): Promise<T> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: RAW_SOUND });
  const context = new AudioContext();
  try {
    const [track] = stream.getAudioTracks();
    if (!track) throw new DOMException('the microphone gave no track', 'NotFoundError');
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 8192 });
    context.createMediaStreamSource(stream).connect(analyser);
    return await work(context, analyser, track);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    await context.close();
  }
}

function measureMicrophone(signal: AbortSignal): Promise<Outcome> {
  return withMicrophone(async (context, analyser, track) => {
    const { samples } = await record(context, analyser, LISTEN_MS, signal);
    return ok({ kind: 'microphone', label: track.label.slice(0, 200), ...levelOf(samples), muted: track.muted });
  });
}

function measureSpeaker(signal: AbortSignal): Promise<Outcome> {
  return withMicrophone(async (context, analyser, track) => {
    const silence = await record(context, analyser, TONE_MS, signal);
    const tone = new OscillatorNode(context, { frequency: TONE_HZ });
    tone.connect(new GainNode(context, { gain: TONE_GAIN })).connect(context.destination);
    tone.start();
    try {
      const sounding = await record(context, analyser, TONE_MS, signal);
      const heardDb = toneAboveSilence(silence.samples, sounding.samples, TONE_HZ, context.sampleRate);
      return ok({
        kind: 'speaker',
        label: track.label.slice(0, 200),
        toneHz: TONE_HZ,
        heardDb,
        heard: heardDb >= HEARD_DB,
      });
    } finally {
      tone.stop();
    }
  });
}

/** Samples of the next `lastsMs`, in windows of the analyser put one behind the other. */
async function record(
  context: AudioContext,
  analyser: AnalyserNode,
  lastsMs: number,
  signal: AbortSignal,
): Promise<{ samples: Float32Array }> {
  const windowMs = (analyser.fftSize / context.sampleRate) * 1000;
  const windows: Float32Array[] = [];
  for (let index = 0; index < Math.ceil(lastsMs / windowMs); index++) {
    await new Promise((resolve) => setTimeout(resolve, windowMs));
    signal.throwIfAborted();
    const window = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(window);
    windows.push(window);
  }
  const samples = new Float32Array(windows.length * analyser.fftSize);
  windows.forEach((window, index) => {
    samples.set(window, index * analyser.fftSize);
  });
  return { samples };
}
