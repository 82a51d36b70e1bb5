import { z } from 'zod';
import { slug } from '../ids.ts';
import { instant } from '../time.ts';

/** Classes of device in a booth. */
export const deviceClass = z.enum(['locker', 'printer', 'scanner', 'door', 'id-reader', 'ups']);
export type DeviceClass = z.infer<typeof deviceClass>;

/** States of a device in the words of XFS4IoT (`Common.Status`, property `device`). */
export const deviceState = z.enum([
  'starting',
  'online',
  'offline',
  'powerOff',
  'noDevice',
  'hardwareError',
  'userError',
  'deviceBusy',
  'fraudAttempt',
  'potentialFraud',
]);
export type DeviceState = z.infer<typeof deviceState>;

/** What an error event asks people to do (XFS4IoT `Common.ErrorEvent`, property `action`). */
export const recommendedAction = z.enum(['reset', 'configuration', 'clear', 'maintenance', 'suspend']);
export type RecommendedAction = z.infer<typeof recommendedAction>;

/** Counters since the driver started. */
export const deviceStatistics = z.strictObject({
  commands: z.int().min(0),
  retries: z.int().min(0),
  failures: z.int().min(0),
  badFrames: z.int().min(0),
  /** How often the port was lost and found again. */
  reconnects: z.int().min(0),
  /** Mean time from the request's last byte to the reply's last, in milliseconds; null before the first reply. */
  meanRoundTripMs: z.number().min(0).nullable(),
});
export type DeviceStatistics = z.infer<typeof deviceStatistics>;

/** Size of a compartment, from the smallest: a letter, a shoe box, more. */
export const compartmentSize = z.enum(['small', 'medium', 'large']);
export type CompartmentSize = z.infer<typeof compartmentSize>;

/** What sensors say of a compartment; `unknown` when the board has not told. */
export const compartmentState = z.strictObject({
  compartment: z.int().min(1).max(48),
  door: z.enum(['open', 'closed', 'unknown']),
  /** Infrared inside; `unknown` where the board has none. */
  item: z.enum(['present', 'absent', 'unknown']),
});
export type CompartmentState = z.infer<typeof compartmentState>;

/** What a device of a class can do, from its profile and from what it answered (XFS4IoT `Common.Capabilities`). */
export const deviceCapabilities = z.discriminatedUnion('class', [
  z.strictObject({
    class: z.literal('locker'),
    /** One entry for each compartment, in their order. */
    sizes: z.array(compartmentSize).max(48),
    itemSensor: z.boolean(),
  }),
  z.strictObject({
    class: z.literal('printer'),
    paperWidthMm: z.union([z.literal(58), z.literal(80)]),
    confirm: z.enum(['process-id', 'status']),
    /** A sensor at the mouth tells whether the slip was taken. */
    takenSensor: z.boolean(),
  }),
  z.strictObject({ class: z.literal('scanner'), trigger: z.boolean() }),
  z.strictObject({ class: z.literal('door'), presence: z.boolean(), lights: z.boolean() }),
  z.strictObject({ class: z.literal('id-reader') }),
  z.strictObject({ class: z.literal('ups'), selfTest: z.boolean() }),
]);
export type DeviceCapabilities = z.infer<typeof deviceCapabilities>;

/** Device-class specific status. Each value comes from a sensor or a status reply. */
export const deviceStatus = z.discriminatedUnion('class', [
  z.strictObject({ class: z.literal('locker'), compartments: z.array(compartmentState).max(48) }),
  z.strictObject({
    class: z.literal('printer'),
    paper: z.enum(['full', 'low', 'out', 'jammed', 'unknown']),
    cover: z.enum(['closed', 'open', 'unknown']),
    cutter: z.enum(['ok', 'error', 'unknown']),
    /** Whether a slip hangs at the mouth; `unknown` where the printer has no sensor there. */
    slip: z.enum(['none', 'presented', 'unknown']),
  }),
  z.strictObject({ class: z.literal('scanner'), lastScanAt: instant.nullable() }),
  z.strictObject({
    class: z.literal('door'),
    lock: z.enum(['locked', 'unlocked', 'unknown']),
    leaf: z.enum(['open', 'closed', 'unknown']),
    presence: z.enum(['present', 'absent', 'unknown']),
    lights: z.enum(['on', 'off', 'unknown']),
  }),
  z.strictObject({
    class: z.literal('id-reader'),
    /** A card lies in the field. Readers without polling say `unknown`. */
    card: z.enum(['present', 'absent', 'unknown']),
    lastReadAt: instant.nullable(),
  }),
  z.strictObject({
    class: z.literal('ups'),
    mains: z.enum(['present', 'failed', 'unknown']),
    battery: z.enum(['ok', 'low', 'unknown']),
    /** Volts, rounded to whole ones so that ripple is no news; null when not told. */
    inputVolts: z.int().min(0).max(500).nullable(),
    /** Percent of the greatest load, in steps of 5. */
    loadPercent: z.int().min(0).max(200).nullable(),
    /** Volts in steps of 0.5 (whole battery) or 0.05 (one cell), as the model reports them. */
    batteryVolts: z.number().min(0).max(300).nullable(),
    temperatureC: z.int().min(-40).max(120).nullable(),
  }),
]);
export type DeviceStatus = z.infer<typeof deviceStatus>;

/** One device as everybody above the driver knows it. */
export const deviceReport = z.strictObject({
  id: slug,
  class: deviceClass,
  /** Model in plain words, e.g. `KERONG CU16`. */
  model: z.string().max(60),
  port: z.string().max(200),
  state: deviceState,
  /** Code of the fault, when the state is not `online`, with what to do. */
  fault: z.strictObject({ code: z.string().max(40), cause: z.string().max(300), action: recommendedAction }).nullable(),
  capabilities: deviceCapabilities,
  status: deviceStatus,
  statistics: deviceStatistics,
  changedAt: instant,
});
export type DeviceReport = z.infer<typeof deviceReport>;
