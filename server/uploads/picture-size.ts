/** Width and height as a picture's head says them, before anything of it is decoded; undefined when it says nothing. */
export function pictureSize(
  bytes: Uint8Array,
  mimeType: 'image/jpeg' | 'image/png',
): { readonly widthPx: number; readonly heightPx: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return mimeType === 'image/png' ? sizeOfPng(view) : sizeOfJpeg(view);
}

/** ISO/IEC 15948, 11.2.2: the first chunk is IHDR, whose first two numbers are width and height. */
function sizeOfPng(view: DataView) {
  const IHDR = 0x49484452;
  if (view.byteLength < 24 || view.getUint32(12) !== IHDR) return undefined;
  return { widthPx: view.getUint32(16), heightPx: view.getUint32(20) };
}

/** ISO/IEC 10918-1, B.2.2: a frame header is a marker SOF0 to SOF15; C4, C8 and CC in between are others. */
function sizeOfJpeg(view: DataView) {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      // Bytes of fill before a marker.
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { widthPx: view.getUint16(at + 7), heightPx: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
