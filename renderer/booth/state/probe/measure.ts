import { describeThrown, fail, type XiaowuError } from '../../../../contracts/errors.ts';
import type { BoothSetup } from '../../../../contracts/ipc/booth-state.ts';
import { err, ok, type Result } from '../../../../contracts/result.ts';
import type { ProbeKind, ProbeReading } from '../../../../contracts/technician/probe.ts';
import { readFrames } from '../../../call/figures/frames.ts';
import { record, withMicrophone } from '../../../call/figures/listening.ts';
import { differenceOf, figuresOf } from '../../../call/figures/picture.ts';
import { levelOf, toneAboveSilence } from '../../../call/figures/sound.ts';
import { chooseCameras } from '../cameras.ts';

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

async function encode(video: HTMLVideoElement): Promise<Uint8Array<ArrayBuffer>> {
  const widthPx = Math.min(PICTURE_WIDTH_PX, video.videoWidth);
  const canvas = new OffscreenCanvas(widthPx, Math.round((widthPx * video.videoHeight) / video.videoWidth));
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: PICTURE_QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
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
