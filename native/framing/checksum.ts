/** Low byte of the arithmetic sum: the checksum of KERONG boards. */
export function sum8(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) & 0xff;
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

/** A checksum as the bytes that stand at the end of a message. */
export type Checksum = (bytes: Uint8Array) => readonly number[];

export const withSum8: Checksum = (bytes) => [sum8(bytes)];
export const withCrc16Modbus: Checksum = (bytes) => {
  const crc = crc16Modbus(bytes);
  return [crc & 0xff, crc >>> 8];
};

/** XOR of all bytes: the BCC of 8A boards and of ID card readers. */
export function xor8(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum ^= byte;
  return sum;
}
export const withXor8: Checksum = (bytes) => [xor8(bytes)];

/** CRC-16/XMODEM: start 0000, polynomial 1021, not reflected; on the wire its high byte comes first. */
export function crc16Xmodem(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}
