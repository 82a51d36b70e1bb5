import type { Vector } from '../framing/vectors.ts';

const data = (...bytes: number[]) => Uint8Array.from(bytes);
const read = (unit: number, fn: number, first: number, count: number) =>
  ['readRequest', { unit, fn, first, count }] as const;
const reply = (unit: number, fn: number, ...bytes: number[]) =>
  ['readReply', { unit, fn, data: data(...bytes) }] as const;
const write = (unit: number, fn: number, address: number, value: number) =>
  ['writeSingle', { unit, fn, address, value }] as const;
const refused = (fn: number, code: number) => ['exceptionReply', { unit: 1, fn, code }] as const;

/** Sources are those of docs/devices/modbus-door.md and modbus-locker.md. */
export const modbusVectors: readonly Vector[] = [
  { hex: '01 05 00 00 FF 00 8C 3A', is: write(1, 5, 0, 0xff00), source: 'door [6]' },
  { hex: '01 05 00 00 00 00 CD CA', is: write(1, 5, 0, 0), source: 'computed' },
  { hex: '01 01 00 00 00 08 3D CC', is: read(1, 1, 0, 8), source: 'door [6]' },
  { hex: '01 01 01 41 91 B8', is: reply(1, 1, 0x41), source: 'door [6]' },
  { hex: '01 02 00 00 00 08 79 CC', is: read(1, 2, 0, 8), source: 'computed' },
  { hex: '01 02 01 05 61 8B', is: reply(1, 2, 0x05), source: 'computed' },
  {
    hex: '01 0F 00 00 00 08 01 FF BE D5',
    is: ['writeMany', { unit: 1, fn: 15, first: 0, count: 8, data: data(0xff) }],
    source: 'computed',
  },
  {
    hex: '01 0F 00 00 00 08 54 0D',
    is: ['writeManyReply', { unit: 1, fn: 15, first: 0, count: 8 }],
    source: 'computed',
  },
  {
    hex: 'FF 0F 00 00 00 08 01 FF 30 1D',
    is: ['writeMany', { unit: 255, fn: 15, first: 0, count: 8, data: data(0xff) }],
    source: 'locker [4]',
  },
  {
    hex: 'FF 0F 00 00 00 08 41 D3',
    is: ['writeManyReply', { unit: 255, fn: 15, first: 0, count: 8 }],
    source: 'locker [4]',
  },
  { hex: 'FF 02 00 00 00 08 6C 12', is: read(255, 2, 0, 8), source: 'door [7]' },
  { hex: 'FF 02 01 01 51 A0', is: reply(255, 2, 0x01), source: 'door [7]' },
  { hex: '01 05 02 00 00 07 8D B0', is: write(1, 5, 0x0200, 7), source: 'computed after locker [1]' },
  { hex: '01 05 00 FF 00 00 FD FA', is: write(1, 5, 0x00ff, 0), source: 'computed after locker [1]' },
  { hex: '01 05 00 01 01 00 9D 9A', is: write(1, 5, 1, 0x0100), source: 'locker [5] [6]' },
  { hex: '01 06 00 01 01 00 D9 9A', is: write(1, 6, 1, 0x0100), source: 'locker [7]' },
  { hex: '00 06 40 00 00 01 5C 1B', is: write(0, 6, 0x4000, 1), source: 'locker [5]' },
  { hex: '01 03 40 00 00 01 91 CA', is: read(1, 3, 0x4000, 1), source: 'computed' },
  { hex: '01 03 02 00 01 79 84', is: reply(1, 3, 0, 1), source: 'computed' },
  { hex: '01 06 40 00 00 02 1D CB', is: write(1, 6, 0x4000, 2), source: 'computed' },
  {
    hex: '01 10 00 00 00 02 04 00 03 00 64 02 44',
    is: ['writeMany', { unit: 1, fn: 16, first: 0, count: 2, data: data(0, 3, 0, 0x64) }],
    source: 'computed',
  },
  {
    hex: '01 10 00 00 00 02 41 C8',
    is: ['writeManyReply', { unit: 1, fn: 16, first: 0, count: 2 }],
    source: 'computed',
  },
  { hex: '01 81 02 C1 91', is: refused(0x81, 2), source: 'computed' },
  { hex: '01 85 01 83 50', is: refused(0x85, 1), source: 'computed' },
  { hex: '01 83 03 01 31', is: refused(0x83, 3), source: 'computed' },
  { hex: '01 86 04 43 A3', is: refused(0x86, 4), source: 'computed' },
];
