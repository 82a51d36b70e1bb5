/** Low byte of the arithmetic sum: the checksum of KERONG boards. */
export function sum8(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) & 0xff;
  return sum;
}

/** Exclusive or of all bytes, often called BCC: 8A/80 lock boards, resident ID card readers. */
export function xor8(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum ^= byte;
  return sum;
}

/** CRC-16/MODBUS: start FFFF, reflected polynomial A001, no final XOR. On the wire its low byte comes first. */
export function crc16Modbus(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}

/** CRC-16/XMODEM: start 0000, polynomial 1021, not reflected, no final XOR. On the wire its high byte comes first. */
export function crc16Xmodem(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

/** A checksum as the bytes that stand at the end of a message. */
export type Checksum = (bytes: Uint8Array) => readonly number[];

export const withSum8: Checksum = (bytes) => [sum8(bytes)];
export const withXor8: Checksum = (bytes) => [xor8(bytes)];
export const withCrc16Modbus: Checksum = (bytes) => {
  const crc = crc16Modbus(bytes);
  return [crc & 0xff, crc >>> 8];
};
export const withCrc16Xmodem: Checksum = (bytes) => {
  const crc = crc16Xmodem(bytes);
  return [crc >>> 8, crc & 0xff];
};
/** Another checksum that leaves out the first bytes, as those of a preamble. */
export const skipping =
  (skipped: number, checksum: Checksum): Checksum =>
  (bytes) =>
    checksum(bytes.subarray(skipped));
