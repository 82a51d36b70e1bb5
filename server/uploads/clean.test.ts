import { createCanvas, loadImage } from '@napi-rs/canvas';
import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { expect, it } from 'vitest';
import { MAX_PDF_PAGES } from '../../contracts/hub/upload.ts';
import { createCleaner } from './clean.ts';

const cleaner = createCleaner();
const codeOf = async (bytes: Uint8Array) => {
  const answer = await cleaner.clean(bytes);
  return answer.ok ? 'taken' : answer.error.code;
};

/** Left half black, right half white, 60 × 20. */
function canvas() {
  const drawn = createCanvas(60, 20);
  const context = drawn.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, 60, 20);
  context.fillStyle = '#000000';
  context.fillRect(0, 0, 30, 20);
  return drawn;
}

async function pdf(change: (document: PDFDocument) => void = () => undefined, pages = 2): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page++) document.addPage([200, 300]).drawText(`page ${page}`);
  change(document);
  return document.save();
}

it('draws a photo upright and anew, and leaves behind what hung at it', async () => {
  const jpeg = await canvas().encode('jpeg', 95);
  const exif = Buffer.from('FFE1002245786966000049492A00080000000100120103000100000006000000000000000000', 'hex');
  exif.writeUInt16BE(exif.length - 2, 2);
  const sent = Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2), Buffer.from('PK\x03\x04 evil')]);
  const answer = await cleaner.clean(sent);
  if (!answer.ok) throw new Error(answer.error.detail);
  const { bytes, mimeType, widthPx, heightPx } = answer.value;
  expect({ mimeType, widthPx, heightPx }).toEqual({ mimeType: 'image/jpeg', widthPx: 20, heightPx: 60 });
  expect(Buffer.from(bytes).includes('Exif')).toBe(false);
  expect(Buffer.from(bytes).includes('evil')).toBe(false);
  const shown = createCanvas(20, 60);
  shown.getContext('2d').drawImage(await loadImage(Buffer.from(bytes)), 0, 0);
  const dark = (y: number) => (shown.getContext('2d').getImageData(10, y, 1, 1).data[0] ?? 255) < 60;
  expect([dark(10), dark(50)]).toEqual([true, false]);
});

it('keeps a picture without loss as one, on white', async () => {
  const answer = await cleaner.clean(await createCanvas(30, 30).encode('png'));
  expect(answer.ok && answer.value.mimeType).toBe('image/png');
});

it('builds a PDF anew from its pages', async () => {
  const sent = await pdf((document) => {
    document.setAuthor('somebody');
    document.setTitle('secret title');
  });
  const answer = await cleaner.clean(Buffer.concat([sent, Buffer.from('\nPK\x03\x04 evil')]));
  if (!answer.ok) throw new Error(answer.error.detail);
  const again = await PDFDocument.load(answer.value.bytes, { updateMetadata: false });
  expect([again.getPageCount(), again.getAuthor(), again.getTitle()]).toEqual([2, undefined, undefined]);
  expect(Buffer.from(answer.value.bytes).includes('evil')).toBe(false);
});

it('refuses a PDF that does more than show pages, each way by itself', async () => {
  const action =
    (kind: string, more: Record<string, string> = {}) =>
    (document: PDFDocument) => {
      const entries = Object.fromEntries(Object.entries(more).map(([key, text]) => [key, PDFString.of(text)]));
      document.catalog.set(PDFName.of('OpenAction'), document.context.obj({ S: PDFName.of(kind), ...entries }));
    };
  expect(await codeOf(await pdf(action('JavaScript', { JS: 'app.alert(1)' })))).toBe('file_unsafe');
  expect(await codeOf(await pdf(action('Launch', { F: 'cmd.exe' })))).toBe('file_unsafe');
  expect(await codeOf(await pdf(action('SubmitForm', { F: 'http://example.com' })))).toBe('file_unsafe');
  const carried = await PDFDocument.create();
  carried.addPage();
  await carried.attach(new Uint8Array([77, 90]), 'a.exe', { mimeType: 'application/octet-stream' });
  expect(await codeOf(await carried.save())).toBe('file_unsafe');
  expect(await codeOf(await pdf(action('GoTo')))).toBe('taken');
});

it('refuses what is no paper, is broken, or is made to fill memory', async () => {
  expect(await codeOf(Buffer.from('MZ\x90\x00 a program'))).toBe('unsupported_type');
  expect(await codeOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'))).toBe(
    'unsupported_type',
  );
  expect(await codeOf(Buffer.from('PK\x03\x04 %PDF-1.7'))).toBe('unsupported_type');
  expect(await codeOf(new Uint8Array(0))).toBe('unsupported_type');
  const png = Buffer.from(await canvas().encode('png'));
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(60_000, 20);
  expect(await codeOf(png)).toBe('too_large');
  expect(await codeOf(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(40)]))).toBe(
    'unreadable_image',
  );
  expect(await codeOf(Buffer.from('%PDF-1.7 and nothing else'))).toBe('unreadable_image');
  expect(await codeOf(await pdf(() => undefined, MAX_PDF_PAGES + 1))).toBe('too_many_pages');
  const locked = Buffer.from(await pdf())
    .toString('latin1')
    .replace('/Root', '/Encrypt 1 0 R /Root');
  expect(await codeOf(Buffer.from(locked, 'latin1'))).not.toBe('taken');
});
