import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../../../papers/image.ts';
import { decodeImage } from './image.ts';
import { evenLight } from './light.ts';
import { prepare, shareOf } from './prepare.ts';
import { level, tiltDegrees } from './tilt.ts';

/** A page of black bars for lines, falling to the right by an angle, under a light that is given for each column. */
function bars(degrees: number, lightAt: (x: number) => number = () => 1): GreyImage {
  const [widthPx, heightPx] = [900, 600];
  const data = new Uint8Array(widthPx * heightPx);
  const slope = Math.tan((degrees * Math.PI) / 180);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const row = y - (x - widthPx / 2) * slope;
      const ink = x > 60 && x < 840 && row > 40 && row < 560 && ((row % 40) + 40) % 40 < 12;
      data[y * widthPx + x] = (ink ? 40 : 240) * lightAt(x);
    }
  }
  return { widthPx, heightPx, data };
}

describe('a picture made ready', () => {
  it.each([-5, -2.3, 0, 1.1, 4.2])('finds a tilt of %d degrees and takes it out', (degrees) => {
    const image = bars(degrees);
    expect(Math.abs(tiltDegrees(image) - degrees)).toBeLessThanOrEqual(0.2);
    expect(Math.abs(tiltDegrees(level(image, tiltDegrees(image))))).toBeLessThanOrEqual(0.2);
  });

  it('finds no tilt on an empty page', () => {
    expect(tiltDegrees({ widthPx: 400, heightPx: 300, data: new Uint8Array(120_000).fill(250) })).toBe(0);
  });

  it('makes paper white in a half shadow and in the dark, and leaves ink dark', () => {
    const image = evenLight(bars(0, (x) => (x > 450 ? 0.3 : 0.8)));
    const at = (x: number, y: number) => image.data[y * image.widthPx + x] ?? 0;
    for (const x of [150, 300, 600, 750]) {
      expect(at(x, 70), `paper at ${x}`).toBeGreaterThan(220);
      expect(at(x, 46), `ink at ${x}`).toBeLessThan(90);
    }
  });

  it('finds the place of a box on the picture as it was taken', () => {
    const page = prepare(bars(3));
    const share = shareOf(page, { x0: 400, y0: 280, x1: 500, y1: 320 });
    // The middle of the picture stays where it is.
    expect(share.x + share.width / 2).toBeCloseTo(0.5, 2);
    expect(share.y + share.height / 2).toBeCloseTo(0.5, 2);
    expect(shareOf(page, { x0: -50, y0: -50, x1: 2000, y1: 2000 })).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });
});

describe('decoding', () => {
  const rgba = Buffer.alloc(100 * 80 * 4, 255);

  it('reads JPEG and PNG', () => {
    const asJpeg = decodeImage(jpeg.encode({ data: rgba, width: 100, height: 80 }, 80).data, 'image/jpeg');
    expect(asJpeg.ok && [asJpeg.value.widthPx, asJpeg.value.heightPx]).toEqual([100, 80]);
    const png = new PNG({ width: 100, height: 80 });
    png.data = rgba;
    const asPng = decodeImage(PNG.sync.write(png), 'image/png');
    expect(asPng.ok && asPng.value.data[0]).toBe(255);
  });

  it.each([
    ['application/pdf', [1, 2, 3], 'unsupported_type'],
    ['image/jpeg', [], 'unreadable_image'],
    ['image/jpeg', [0xff, 0xd8, 0xff, 0x00, 0x12], 'unreadable_image'],
    ['image/png', [0x89, 0x50, 0x4e, 0x47], 'unreadable_image'],
  ])('%s of bytes %j gives a typed error', (mimeType, bytes, code) => {
    const result = decodeImage(Uint8Array.from(bytes), mimeType);
    expect(!result.ok && result.error.code).toBe(code);
  });

  it('refuses a picture too small to hold a line', () => {
    const tiny = jpeg.encode({ data: Buffer.alloc(20 * 20 * 4, 255), width: 20, height: 20 }, 80).data;
    const result = decodeImage(tiny, 'image/jpeg');
    expect(!result.ok && result.error.code).toBe('unreadable_image');
  });
});
