import type { Vector } from '../../framing/vectors.ts';

/** Sources are those of docs/devices/locker-8a.md. */
export const locker8aVectors: readonly Vector[] = [
  { hex: '8A 01 00 11 9A', is: ['request', { head: 0x8a, board: 1, lock: 0, what: 0x11 }], source: '[1]' },
  { hex: '8A 02 00 11 99', is: ['request', { head: 0x8a, board: 2, lock: 0, what: 0x11 }], source: '[1]' },
  { hex: '8A 01 01 11 9B', is: ['request', { head: 0x8a, board: 1, lock: 1, what: 0x11 }], source: '[1]' },
  { hex: '8A 01 02 11 98', is: ['request', { head: 0x8a, board: 1, lock: 2, what: 0x11 }], source: '[1]' },
  { hex: '8A 01 06 11 9C', is: ['request', { head: 0x8a, board: 1, lock: 6, what: 0x11 }], source: '[6]' },
  { hex: '8A 01 01 00 8A', is: ['lockReply', { head: 0x8a, board: 1, lock: 1, contact: 0x00 }], source: '[1]' },
  { hex: '80 01 01 33 B3', is: ['request', { head: 0x80, board: 1, lock: 1, what: 0x33 }], source: '[1]' },
  { hex: '80 01 01 00 80', is: ['lockReply', { head: 0x80, board: 1, lock: 1, contact: 0x00 }], source: '[1]' },
  { hex: '80 01 01 11 91', is: ['lockReply', { head: 0x80, board: 1, lock: 1, contact: 0x11 }], source: 'computed' },
  { hex: '80 01 00 33 B2', is: ['request', { head: 0x80, board: 1, lock: 0, what: 0x33 }], source: '[2]' },
  { hex: '80 01 00 00 00 33 B2', is: ['allReply3', { board: 1, bytes: Uint8Array.of(0, 0, 0) }], source: '[4]' },
  { hex: '80 01 00 00 01 33 B3', is: ['allReply3', { board: 1, bytes: Uint8Array.of(0, 0, 1) }], source: '[7]' },
  { hex: '80 01 00 00 02 33 B0', is: ['allReply3', { board: 1, bytes: Uint8Array.of(0, 0, 2) }], source: '[6]' },
  {
    hex: '80 01 80 00 00 01 33 33',
    is: ['allReply4', { board: 1, bytes: Uint8Array.of(0x80, 0, 0, 1) }],
    source: 'computed',
  },
  { hex: '90 01 02 02 02 93', is: ['unlockSeveral', { board: 1, locks: Uint8Array.of(2, 2, 2) }], source: '[2]' },
  { hex: '9A 01 01 11 8B', is: ['request', { head: 0x9a, board: 1, lock: 1, what: 0x11 }], source: '[2]' },
  { hex: '8A 01 01 11 03 98', is: ['timedUnlock', { board: 1, lock: 1, seconds: 3 }], source: 'computed after [3]' },
  { hex: '8A 01 01 11 9A', is: null, source: 'a wrong checksum in public code' },
];
