/** Values packed as boards send them: the first in bit 0 of the first byte. */
export function packBits(values: readonly boolean[], bytes = Math.ceil(values.length / 8)): Uint8Array {
  const packed = new Uint8Array(bytes);
  values.forEach((value, index) => {
    if (value) packed[index >> 3] = (packed[index >> 3] ?? 0) | (1 << (index & 7));
  });
  return packed;
}
