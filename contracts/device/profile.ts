import { z } from 'zod';
import { slug } from '../ids.ts';

/** Line settings of a serial port. */
const line = z.strictObject({
  /** Path of the port, or `$NAME` to take it from the environment variable NAME. */
  port: z.string().min(1).max(200),
  baudRate: z.union([
    z.literal(2400),
    z.literal(4800),
    z.literal(9600),
    z.literal(19200),
    z.literal(38400),
    z.literal(57600),
    z.literal(115200),
  ]),
});

/** One device of a booth: which driver, on which port, with which settings. Whatever differs between boards is here, not in code. */
export const deviceProfile = z.discriminatedUnion('driver', [
  z.strictObject({
    driver: z.literal('kerong-cu16'),
    id: slug,
    line,
    /** Board address on the bus, 0–15. */
    address: z.int().min(0).max(15),
    compartments: z.int().min(1).max(16),
    /** What a hook bit of 1 means; depends on the switch in the lock (NO or NC). */
    hookBitSet: z.enum(['closed', 'open']),
    /** Whether the board has infrared sensors. */
    infrared: z.boolean(),
    /** Some firmware answers an unlock, most stays silent. */
    unlockReply: z.enum(['none', 'status']),
    pollMs: z.int().min(20).max(5000),
  }),
  z.strictObject({
    driver: z.literal('escpos-printer'),
    id: slug,
    line,
    paperWidthMm: z.union([z.literal(58), z.literal(80)]),
    /** How the end of a print is confirmed. */
    confirm: z.enum(['process-id', 'status']),
    pollMs: z.int().min(100).max(10_000),
  }),
  z.strictObject({
    driver: z.literal('line-scanner'),
    id: slug,
    line,
    suffix: z.enum(['cr', 'lf', 'crlf', 'none']),
    encoding: z.enum(['utf8', 'gb18030']),
  }),
  z.strictObject({
    driver: z.literal('modbus-door'),
    id: slug,
    line,
    unit: z.int().min(1).max(247),
    lockCoil: z.int().min(0).max(255),
    lightsCoil: z.int().min(0).max(255),
    leafInput: z.int().min(0).max(255),
    presenceInput: z.int().min(0).max(255),
    /** Input value when the door leaf is closed (magnet contact NC or NO). */
    leafClosedWhen: z.union([z.literal(0), z.literal(1)]),
    presentWhen: z.union([z.literal(0), z.literal(1)]),
    /** Coil value that releases the lock. */
    unlockedWhen: z.union([z.literal(0), z.literal(1)]),
    pollMs: z.int().min(20).max(5000),
  }),
]);
export type DeviceProfile = z.infer<typeof deviceProfile>;
export type ProfileOf<D extends DeviceProfile['driver']> = Extract<DeviceProfile, { driver: D }>;

/** A booth's profile file, `resources/profiles/*.json`. */
export const boothProfile = z.strictObject({
  name: z.string().min(1).max(60),
  screen: z.strictObject({
    widthPx: z.int().min(320).max(7680),
    heightPx: z.int().min(320).max(7680),
    /** Pixels per millimetre of the real screen: all sizes on screen follow from it. */
    pxPerMm: z.number().min(1).max(20),
    fullscreen: z.boolean(),
  }),
  cameras: z.strictObject({
    /** Part of the label of the camera that looks at the citizen; empty takes the first camera. */
    face: z.string().max(100),
    /** Part of the label of the document camera. */
    document: z.string().max(100),
  }),
  devices: z.array(deviceProfile).max(20),
});
export type BoothProfile = z.infer<typeof boothProfile>;
