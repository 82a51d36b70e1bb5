import { createCanvas, ImageData, loadImage } from '@napi-rs/canvas';
import { afterAll, describe, expect, it } from 'vitest';
import { turnOf } from '../../../contracts/domain/paper.ts';
import { unwrap } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { createOcrEngine } from '../../../electron/workers/ocr/engine.ts';
import { installedPaths } from '../../../electron/workers/ocr/paths.ts';
import { startRecogniser } from '../../../electron/workers/ocr/recogniser.ts';
import { findPage } from '../../../papers/find-page.ts';
import type { ColourPicture } from '../../../papers/picture.ts';
import { straighten } from '../../../papers/straighten.ts';
import { albumPhoto } from '../../fixtures/documents/album/album.ts';

const FILE_ID = '019ac000-0000-7000-8000-000000000000';
const QUALITY = 92;
const paths = installedPaths(import.meta.filename);
const engine = createOcrEngine({ clock: systemClock, start: () => startRecogniser(paths) });

afterAll(() => engine.release());

/** A photograph that was taken with the camera turned by so many quarters, clockwise as it is seen. */
async function pixelsTurned(jpeg: Buffer, quarters: number): Promise<ColourPicture> {
  const image = await loadImage(jpeg);
  const [widthPx, heightPx] = quarters % 2 === 0 ? [image.width, image.height] : [image.height, image.width];
  const context = createCanvas(widthPx, heightPx).getContext('2d');
  context.translate(widthPx / 2, heightPx / 2);
  context.rotate((quarters * Math.PI) / 2);
  context.drawImage(image, -image.width / 2, -image.height / 2);
  return { widthPx, heightPx, data: context.getImageData(0, 0, widthPx, heightPx).data };
}

function jpegOf({ widthPx, heightPx, data }: ColourPicture): Buffer {
  const canvas = createCanvas(widthPx, heightPx);
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data), widthPx, heightPx), 0, 0);
  return canvas.toBuffer('image/jpeg', QUALITY);
}

describe('a page that is filed straight, and lay any way up', { timeout: 90_000 }, () => {
  it.each([
    [0, 0],
    [1, 3],
    [2, 2],
    [3, 1],
  ] as const)('is read, and says how it stands upright (laid turned by %i quarters)', async (quarters, turn) => {
    const { jpeg, truth } = albumPhoto(1_022, { kind: 'id-card-front' });
    const picture = await pixelsTurned(jpeg, quarters);
    const page = findPage(picture);
    const straight = page && straighten(picture, page.corners, Math.max(picture.widthPx, picture.heightPx));
    if (!straight) throw new Error('no page found');
    const reading = unwrap(await engine.read({ fileId: FILE_ID, bytes: jpegOf(straight), mimeType: 'image/jpeg' }));
    expect(Object.fromEntries(reading.fields.map(({ id, value }) => [id, value]))).toEqual(truth);
    expect(turnOf(reading)).toBe(turn);
  });
});

describe('a page on its head', { timeout: 90_000 }, () => {
  it('is turned, though figures are surely read of it and of its words nothing', async () => {
    const { jpeg, kind, truth } = albumPhoto(95_036);
    const reading = unwrap(await engine.read({ fileId: FILE_ID, bytes: jpeg, mimeType: 'image/jpeg' }));
    expect(reading.kind).toBe(kind);
    expect(reading.fields.find(({ id }) => id === 'id-number')?.value).toBe(truth['id-number']);
  });
});
