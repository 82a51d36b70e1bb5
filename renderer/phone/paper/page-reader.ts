import type { Quad } from '../../../papers/geometry.ts';
import type { PageFault } from '../../../papers/judge.ts';
import type { ColourPicture } from '../../../papers/picture.ts';
import type { PageAnswer, PageRequest } from './page-messages.ts';

/** A photograph as it was looked at. */
export interface SeenPhoto {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Corners of the page in these pixels; null when none was seen whole. */
  readonly corners: Quad | null;
  /** What keeps it from being read well; null when nothing does. */
  readonly fault: PageFault | null;
}

/** Long side in pixels at which a photograph is held: print stays legible, and a phone of few gigabytes keeps the page. */
const HELD_LONG_PX = 3_264;
/** As cameras have it: print keeps its edges. */
const JPEG_QUALITY = 0.92;

/** Looks at one photograph after the other in a worker. */
export class PageReader {
  readonly #worker: Worker;

  constructor(makeWorker: () => Worker) {
    this.#worker = makeWorker();
  }

  /** Rejects when the browser cannot open the file as a picture, or the worker fails. */
  async look(file: Blob): Promise<SeenPhoto> {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const picture = pixelsOf(bitmap);
    bitmap.close();
    const { widthPx, heightPx } = picture;
    const seen = await this.#ask({ type: 'look', picture }, [picture.data.buffer as ArrayBuffer]);
    if (seen.type !== 'seen') throw new Error('an answer to another question');
    return { widthPx, heightPx, corners: seen.corners, fault: seen.fault };
  }

  /** The page of the photograph that was looked at last, as seen from above; null without a page. */
  async straight(name: string): Promise<File | null> {
    const answer = await this.#ask({ type: 'straighten' }, []);
    if (answer.type !== 'straight') throw new Error('an answer to another question');
    const { picture } = answer;
    if (!picture) return null;
    const canvas = document.createElement('canvas');
    canvas.width = picture.widthPx;
    canvas.height = picture.heightPx;
    const data = new ImageData(new Uint8ClampedArray(picture.data), picture.widthPx, picture.heightPx);
    canvas.getContext('2d')?.putImageData(data, 0, 0);
    const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
    return bytes && new File([bytes], name.replace(/(\.\w+)?$/, '.jpg'), { type: 'image/jpeg' });
  }

  close(): void {
    this.#worker.terminate();
  }

  #ask(request: PageRequest, transfer: Transferable[]): Promise<PageAnswer> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<PageAnswer>) => resolve(data);
      this.#worker.onerror = (event) => reject(new Error(event.message));
      this.#worker.postMessage(request, transfer);
    });
  }
}

function pixelsOf(bitmap: ImageBitmap): ColourPicture {
  const scale = Math.min(1, HELD_LONG_PX / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('no 2d context');
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  return { widthPx: canvas.width, heightPx: canvas.height, data };
}
