import { type GreyPicture, greyOf } from './picture.ts';

/** Pictures are judged at one small size, so that their sharpness can be compared. */
const JUDGED_WIDTH_PX = 320;
/** Consecutive frames: even a still scene differs by the sensor's noise. */
const FRAMES = 4;
const FRAMES_LIMIT_MS = 3_000;
/** A camera turns its gain up within its first frames. */
const SETTLE_FRAMES = 2;

/** As many consecutive frames as come in time; none from a camera that hangs. */
export async function readFrames(video: HTMLVideoElement, signal: AbortSignal): Promise<GreyPicture[]> {
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
