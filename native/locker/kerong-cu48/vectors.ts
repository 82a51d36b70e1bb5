import type { Vector } from '../../framing/vectors.ts';

/** Sources are those of docs/devices/kerong-cu48.md. */
export const cu48Vectors: readonly Vector[] = [
  { hex: '02 00 00 50 03 55', is: ['request', { address: 0, lock: 0, command: 0x50 }], source: '[1]' },
  {
    hex: '02 00 00 65 07 00 00 00 00 C0 03 31',
    is: ['statusReply', { address: 0, lock: 0, command: 0x65, locks: Uint8Array.of(7, 0, 0, 0, 0, 0xc0) }],
    source: '[1]',
  },
  { hex: '02 0A 00 50 03 5F', is: ['request', { address: 10, lock: 0, command: 0x50 }], source: '[1]' },
  {
    hex: '02 01 00 65 00 00 80 00 00 00 03 EB',
    is: ['statusReply', { address: 1, lock: 0, command: 0x65, locks: Uint8Array.of(0, 0, 0x80, 0, 0, 0) }],
    source: '[1]',
  },
  { hex: '02 00 00 51 03 56', is: ['request', { address: 0, lock: 0, command: 0x51 }], source: '[1]' },
  { hex: '02 00 30 51 03 86', is: ['request', { address: 0, lock: 0x30, command: 0x51 }], source: '[1]' },
  { hex: '02 0A 30 51 03 90', is: ['request', { address: 10, lock: 0x30, command: 0x51 }], source: '[1]' },
  { hex: '02 00 00 60 03 65', is: ['request', { address: 0, lock: 0, command: 0x60 }], source: '[2]' },
  { hex: '02 00 00 61 03 66', is: ['request', { address: 0, lock: 0, command: 0x61 }], source: '[2]' },
  {
    hex: '02 00 00 75 06 07 00 00 00 00 C0 44',
    is: ['statusReply60', { address: 0, lock: 0, command: 0x75, locks: Uint8Array.of(7, 0, 0, 0, 0, 0xc0) }],
    source: 'computed',
  },
  {
    hex: '02 00 04 75 00 7B',
    is: ['unlockReply60', { address: 0, lock: 4, command: 0x75 }],
    source: 'computed',
  },
];
