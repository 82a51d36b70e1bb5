/*
 * ESC/POS commands that no slip of ours needs and a booth's printer may be asked for: automatic status, the pulse of a drawer
 * or flap, a raster picture. Sources: TM-T88III manual, pages 116, 154, 316; docs/devices/escpos-printer.md.
 */

/** What a printer sends unasked after GS a n; each bit asks for one group of changes. */
export interface AutoStatus {
  readonly drawer: boolean;
  readonly online: boolean;
  readonly error: boolean;
  readonly paper: boolean;
}

const AUTO_STATUS_BITS = ['drawer', 'online', 'error', 'paper'] as const;

/** GS a n: from now on four bytes at once and at every change; all false ends it. */
export function autoStatusRequest(wanted: AutoStatus): Uint8Array {
  const n = AUTO_STATUS_BITS.reduce((bits, name, index) => bits | (wanted[name] ? 1 << index : 0), 0);
  return Uint8Array.of(0x1d, 0x61, n);
}

export function readAutoStatusRequest(bytes: Uint8Array): AutoStatus | undefined {
  const [gs, a, n = 0] = bytes;
  if (bytes.length !== 3 || gs !== 0x1d || a !== 0x61) return undefined;
  return { drawer: (n & 1) !== 0, online: (n & 2) !== 0, error: (n & 4) !== 0, paper: (n & 8) !== 0 };
}

export interface Pulse {
  /** Pin of the drawer connector. */
  readonly pin: 2 | 5;
  /** Even milliseconds, up to 510. */
  readonly onMs: number;
  readonly offMs: number;
}

/** ESC p m t1 t2: times count in 2 ms. Keep on ÷ (on + off) at or below 0.2, or the coil grows hot. */
export function pulseRequest({ pin, onMs, offMs }: Pulse): Uint8Array {
  for (const time of [onMs, offMs]) {
    if (!Number.isInteger(time / 2) || time < 0 || time > 510) throw new Error(`${time} ms is no even time up to 510`);
  }
  return Uint8Array.of(0x1b, 0x70, pin === 2 ? 0 : 1, onMs / 2, offMs / 2);
}

export function readPulse(bytes: Uint8Array): Pulse | undefined {
  const [esc, p, m = 0, on = 0, off = 0] = bytes;
  if (bytes.length !== 5 || esc !== 0x1b || p !== 0x70) return undefined;
  if (![0x00, 0x01, 0x30, 0x31].includes(m)) return undefined;
  return { pin: (m & 1) === 0 ? 2 : 5, onMs: on * 2, offMs: off * 2 };
}

/** Rows of dots, most significant bit left, 1 is black. */
export interface Raster {
  readonly bytesPerRow: number;
  readonly rows: number;
  readonly dots: Uint8Array;
}

const RASTER_HEADER_BYTES = 8;

/** GS v 0 at normal size. Send a picture in bands, so that the printer's buffer never fills. */
export function rasterRequest({ bytesPerRow, rows, dots }: Raster): Uint8Array {
  if (dots.length !== bytesPerRow * rows) throw new Error(`${dots.length} bytes are no ${rows} rows of ${bytesPerRow}`);
  const size = [bytesPerRow & 0xff, bytesPerRow >> 8, rows & 0xff, rows >> 8];
  return Uint8Array.from([0x1d, 0x76, 0x30, 0x00, ...size, ...dots]);
}

export function readRaster(bytes: Uint8Array): Raster | undefined {
  const [gs, v, zero, mode, xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = bytes;
  if (gs !== 0x1d || v !== 0x76 || zero !== 0x30 || mode !== 0x00) return undefined;
  const [bytesPerRow, rows] = [xLow | (xHigh << 8), yLow | (yHigh << 8)];
  const dots = bytes.subarray(RASTER_HEADER_BYTES);
  return dots.length === bytesPerRow * rows ? { bytesPerRow, rows, dots: Uint8Array.from(dots) } : undefined;
}
