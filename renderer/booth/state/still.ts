import type { ErrorCode } from '../../../contracts/errors.ts';
import { describeThrown } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';

/** A picture of a paper as it goes to the hub. */
export interface Still {
  readonly mimeType: 'image/jpeg';
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface StillError {
  readonly code: Extract<ErrorCode, 'camera_missing' | 'internal'>;
  readonly detail: string;
}

/** High enough that JPEG blocks do not disturb the reading of small print. */
export const STILL_QUALITY = 0.92;
/** Some cameras announce a photo mode and never answer. */
const PHOTO_TIMEOUT_MS = 4000;

function timeLimit<T>(work: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function encode(bitmap: ImageBitmap): Promise<Still> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2d context');
  context.drawImage(bitmap, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: STILL_QUALITY });
  return {
    mimeType: 'image/jpeg',
    bytes: new Uint8Array(await blob.arrayBuffer()),
    widthPx: bitmap.width,
    heightPx: bitmap.height,
  };
}

/** The camera's own photo, as it encoded it where it gives JPEG; null when it is smaller than the live frame. */
async function photo(capture: ImageCapture, leastWidthPx: number): Promise<Still | null> {
  const blob = await timeLimit(capture.takePhoto(), PHOTO_TIMEOUT_MS);
  const bitmap = await createImageBitmap(blob);
  try {
    if (bitmap.width < leastWidthPx) return null;
    // Without a photo mode of the camera the browser gives a lossless frame of ten megabytes and more.
    if (blob.type !== 'image/jpeg') return await encode(bitmap);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return { mimeType: 'image/jpeg', bytes, widthPx: bitmap.width, heightPx: bitmap.height };
  } finally {
    bitmap.close();
  }
}

/** A frame of the track at its full size, for cameras whose driver gives none through ImageCapture. */
async function drawnFrame(track: MediaStreamTrack): Promise<Still> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  try {
    await timeLimit(video.play(), PHOTO_TIMEOUT_MS);
    const bitmap = await createImageBitmap(video);
    try {
      return await encode(bitmap);
    } finally {
      bitmap.close();
    }
  } finally {
    video.srcObject = null;
  }
}

async function grabbedFrame(capture: ImageCapture): Promise<Still> {
  const bitmap = await timeLimit(capture.grabFrame(), PHOTO_TIMEOUT_MS);
  try {
    return await encode(bitmap);
  } finally {
    bitmap.close();
  }
}

/** A still of the document camera at its full resolution: its photo mode first, else a frame of its full-size track. */
export async function takeStill(track: MediaStreamTrack | null): Promise<Result<Still, StillError>> {
  if (!track || track.readyState === 'ended') {
    return err({ code: 'camera_missing', detail: 'the document camera is not open' });
  }
  const capture = 'ImageCapture' in window ? new ImageCapture(track) : null;
  const ways: (() => Promise<Still | null>)[] = [
    ...(capture ? [() => photo(capture, track.getSettings().width ?? 0), () => grabbedFrame(capture)] : []),
    () => drawnFrame(track),
  ];
  const reasons: string[] = [];
  for (const way of ways) {
    try {
      const still = await way();
      if (still) return ok(still);
      reasons.push('the photo was smaller than the live frame');
    } catch (thrown) {
      reasons.push(describeThrown(thrown));
    }
  }
  return err({ code: 'internal', detail: reasons.join('; ').slice(0, 500) });
}
