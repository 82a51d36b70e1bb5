import { z } from 'zod';
import { slug } from '../ids.ts';
import { compartmentSize } from './device.ts';

/** Where a device is connected: see `docs/devices/README.md` for each form. */
const port = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (text) => !text.startsWith('tcp:') || /^tcp:\/\/[^/:\s]+:\d{1,5}$/.test(text),
    'a converter is written tcp://host:port',
  )
  .refine(
    (text) => !text.startsWith('usb:') || /^usb:[0-9a-f]{4}:[0-9a-f]{4}(:[^\s:]{1,64})?$/i.test(text),
    'a USB adaptor is written usb:vendor:product or usb:vendor:product:serial, ids in four hexadecimal digits',
  );

/** Line settings. Always 8 data bits, no parity, 1 stop bit. */
const line = z.strictObject({
  /**
   * Path (`/dev/ttyUSB0`, `COM3`), `tcp://host:port` of a converter, `usb:vendor:product[:serial]` of an adaptor wherever it
   * is plugged in, or `$NAME` to take any of these from the environment variable NAME.
   */
  port,
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

const lockerFields = {
  id: slug,
  line,
  /** One entry for each compartment, in the order of the board's locks; their number is the locker's. */
  sizes: z.array(compartmentSize).min(1).max(48),
  pollMs: z.int().min(20).max(5000),
};

const bit = z.union([z.literal(0), z.literal(1)]);

/** KERONG CU16 and NCU16L: `docs/devices/kerong-cu16.md`. */
export const kerongCu16 = z.strictObject({
  driver: z.literal('kerong-cu16'),
  ...lockerFields,
  sizes: lockerFields.sizes.max(16),
  /** Board address on the bus, 0–15. */
  address: z.int().min(0).max(15),
  /** What a hook bit of 1 means; depends on the switch in the lock (NO or NC). */
  hookBitSet: z.enum(['closed', 'open']),
  /** Whether the board has infrared sensors. */
  infrared: z.boolean(),
  /** Some firmware answers an unlock, most stays silent. */
  unlockReply: z.enum(['none', 'status']),
});

/** KERONG CU48: `docs/devices/kerong-cu48.md`. */
export const kerongCu48 = z.strictObject({
  driver: z.literal('kerong-cu48'),
  ...lockerFields,
  address: z.int().min(0).max(9),
  hookBitSet: z.enum(['closed', 'open']),
  /** `v2`: commands 50/51 of the vendor's document; `cu-60`: 60/61 with length byte, as newer firmware is said to speak. */
  commandSet: z.enum(['v2', 'cu-60']),
});

/** Boards that speak 8A/80 frames: `docs/devices/locker-8a.md`. */
export const locker8a = z.strictObject({
  driver: z.literal('locker-8a'),
  ...lockerFields,
  sizes: lockerFields.sizes.max(24),
  /** Board address by DIP switch, 1–32. */
  board: z.int().min(1).max(32),
  /** When the lock's feedback contact is closed. */
  contactClosedWhen: z.enum(['locked', 'open']),
  /** Which status byte holds locks 1–8 in the reply for all locks. */
  locks1To8: z.enum(['last', 'first']),
  /** Length of the pulse in seconds, 1–9; 0 leaves it to the board (about 0.3 s). */
  pulseSeconds: z.int().min(0).max(9),
  unlockReply: z.enum(['none', 'status']),
});

/** Relays and inputs on Modbus-RTU, used as a lock board: `docs/devices/modbus-locker.md`. */
export const modbusLocker = z.strictObject({
  driver: z.literal('modbus-locker'),
  ...lockerFields,
  sizes: lockerFields.sizes.max(32),
  unit: z.int().min(1).max(255),
  /**
   * How a relay is pulsed. `flash`: the board times it (Waveshare). `coil`: on and off by the host (FC 05, FF00).
   * `coil-0100`: the same with the ON value 0100. `register`: FC 06 with the command in the high byte (R4xx boards).
   */
  pulse: z.enum(['flash', 'coil', 'coil-0100', 'register']),
  pulseMs: z.int().min(100).max(2000),
  /** Wire address of the first lock's relay; the others follow. */
  firstRelay: z.int().min(0).max(255),
  /** Wire address of the first lock's door contact; the others follow. */
  firstInput: z.int().min(0).max(255),
  /** Input value when the compartment's door is closed. */
  closedWhen: bit,
  /** Silence between two frames in ms, at least 3.5 characters; the driver never goes below that. */
  gapMs: z.int().min(0).max(1000),
});

/** ESC/POS printer: `docs/devices/escpos-printer.md`. */
export const escposPrinter = z.strictObject({
  driver: z.literal('escpos-printer'),
  id: slug,
  line,
  paperWidthMm: z.union([z.literal(58), z.literal(80)]),
  /** How the end of a print is confirmed. */
  confirm: z.enum(['process-id', 'status']),
  /** How the printer tells whether the slip was taken: not at all, or by the ejector's status byte (KPM and kin). */
  taken: z.enum(['none', 'ejector-status']),
  /** `GS V` of Epson, or the older `ESC i` of some kiosk printers. */
  cut: z.enum(['gs-v', 'esc-i']),
  pollMs: z.int().min(100).max(10_000),
});

const scanFields = {
  id: slug,
  line,
  suffix: z.enum(['cr', 'lf', 'crlf', 'none']),
  encoding: z.enum(['utf8', 'gb18030']),
};

/** A scanner that only sends what it reads: `docs/devices/line-scanner.md`. */
export const lineScanner = z.strictObject({ driver: z.literal('line-scanner'), ...scanFields });

/** Honeywell with serial trigger: `docs/devices/honeywell-scanner.md`. */
export const honeywellScanner = z.strictObject({
  driver: z.literal('honeywell-scanner'),
  ...scanFields,
  /** `serial`: reads when told to; `presentation`: reads whatever is shown, as set up at the factory. */
  trigger: z.enum(['serial', 'presentation']),
});

/** Newland unified commands, or the generic 7E modules (GM65 and kin): `docs/devices/newland-scanner.md`. */
export const newlandScanner = z.strictObject({
  driver: z.literal('newland-scanner'),
  ...scanFields,
  dialect: z.enum(['unified', 'gm65']),
  trigger: z.enum(['serial', 'presentation']),
});

/** Resident ID card reader with a SAM: `docs/devices/sam-id-reader.md`. */
export const samIdReader = z.strictObject({
  driver: z.literal('sam-id-reader'),
  id: slug,
  line,
  /** How often a card is looked for while one is wanted. */
  findMs: z.int().min(100).max(2000),
  /** Readers that keep a card selected refuse a second find: read all the same. */
  readWhenFindFails: z.boolean(),
  /** How often the SAM is asked how it is while nobody wants a card. */
  pollMs: z.int().min(500).max(30_000),
});

/** Door, presence and lights on a Modbus board: `docs/devices/modbus-door.md`. */
export const modbusDoor = z.strictObject({
  driver: z.literal('modbus-door'),
  id: slug,
  line,
  unit: z.int().min(1).max(255),
  lockCoil: z.int().min(0).max(255),
  lightsCoil: z.int().min(0).max(255),
  leafInput: z.int().min(0).max(255),
  presenceInput: z.int().min(0).max(255),
  /** Input value when the door leaf is closed (magnet contact NC or NO). */
  leafClosedWhen: bit,
  presentWhen: bit,
  /** Coil value that releases the lock. */
  unlockedWhen: bit,
  pollMs: z.int().min(20).max(5000),
});

/** UPS that speaks Megatec Q1: `docs/devices/megatec-ups.md`. */
export const megatecUps = z.strictObject({
  driver: z.literal('megatec-ups'),
  id: slug,
  line,
  pollMs: z.int().min(500).max(30_000),
});

/** One device of a booth: which driver, on which port, with which settings. Whatever differs between boards is here, not in code. */
export const deviceProfile = z.discriminatedUnion('driver', [
  kerongCu16,
  kerongCu48,
  locker8a,
  modbusLocker,
  escposPrinter,
  lineScanner,
  honeywellScanner,
  newlandScanner,
  samIdReader,
  modbusDoor,
  megatecUps,
]);
export type DeviceProfile = z.infer<typeof deviceProfile>;
export type DriverName = DeviceProfile['driver'];
export type ProfileOf<D extends DriverName> = Extract<DeviceProfile, { driver: D }>;
