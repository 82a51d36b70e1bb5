import type { VisitFile } from '../../contracts/domain/paper.ts';

const SIGNATURES: readonly { mimeType: VisitFile['mimeType']; bytes: readonly number[] }[] = [
  // ISO/IEC 10918-1: SOI marker, then the first byte of another marker.
  { mimeType: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  // ISO/IEC 15948, 5.2.
  { mimeType: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  // ISO 32000-1, 7.5.2: `%PDF-`.
  { mimeType: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
];

/** The type of a file by its first bytes; what a sender says of it counts for nothing. Undefined: none that we take. */
export function sniffType(bytes: Uint8Array): VisitFile['mimeType'] | undefined {
  return SIGNATURES.find((one) => one.bytes.every((byte, index) => bytes[index] === byte))?.mimeType;
}
