import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './image.ts';

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
