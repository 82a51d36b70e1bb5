import type { Vector } from '../../framing/vectors.ts';

/** Sources are those of docs/devices/kerong-cu16.md. */
const NO_BITS = { hooksLow: 0, hooksHigh: 0, itemsLow: 0, itemsHigh: 0 };

export const cu16Vectors: readonly Vector[] = [
  { hex: '02 00 30 03 35', is: ['request', { target: 0x00, command: 0x30 }], source: '[2] [7]' },
  { hex: '02 10 30 03 45', is: ['request', { target: 0x10, command: 0x30 }], source: 'computed' },
  { hex: '02 00 31 03 36', is: ['request', { target: 0x00, command: 0x31 }], source: '[7] [8]' },
  { hex: '02 0F 31 03 45', is: ['request', { target: 0x0f, command: 0x31 }], source: '[8]' },
  { hex: '02 10 31 03 46', is: ['request', { target: 0x10, command: 0x31 }], source: '[8]' },
  { hex: '02 12 31 03 48', is: ['request', { target: 0x12, command: 0x31 }], source: '[8]' },
  { hex: '02 F0 32 03 27', is: ['request', { target: 0xf0, command: 0x32 }], source: '[7]' },
  { hex: '02 00 33 03 38', is: ['request', { target: 0x00, command: 0x33 }], source: 'computed' },
  {
    hex: '02 00 37 00 32 03 6E',
    is: ['dataRequest', { target: 0, command: 0x37, data: Uint8Array.of(0x00, 0x32) }],
    source: 'computed',
  },
  { hex: '02 00 36 00 00 00 00 03 3B', is: ['statusReply', { target: 0, command: 0x36, ...NO_BITS }], source: '[7]' },
  { hex: '02 10 36 00 00 00 00 03 4B', is: ['statusReply', { target: 16, command: 0x36, ...NO_BITS }], source: '[7]' },
  {
    hex: '02 00 35 03 80 01 00 03 BE',
    is: ['statusReply', { target: 0, command: 0x35, hooksLow: 0x03, hooksHigh: 0x80, itemsLow: 0x01, itemsHigh: 0 }],
    source: 'computed',
  },
  { hex: '02 10 30 03 3E', is: null, source: '[8], a wrong checksum in public code' },
  { hex: '02 0F 31 03 49', is: null, source: '[8], a wrong checksum in public code' },
];
