import { z } from 'zod';
import { slug } from '../ids.ts';
import { instant } from '../time.ts';

/** Classes of device in a booth. */
export const deviceClass = z.enum(['locker', 'printer', 'scanner', 'door']);
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
  /** Mean time from the request's last byte to the reply's last, in milliseconds; null before the first reply. */
  meanRoundTripMs: z.number().min(0).nullable(),
});
export type DeviceStatistics = z.infer<typeof deviceStatistics>;

/** What sensors say of a compartment; `unknown` when the board has not told. */
export const compartmentState = z.strictObject({
  compartment: z.int().min(1).max(48),
  door: z.enum(['open', 'closed', 'unknown']),
  /** Infrared inside; `unknown` where the board has none. */
  item: z.enum(['present', 'absent', 'unknown']),
});
export type CompartmentState = z.infer<typeof compartmentState>;

/** Device-class specific status. Each value comes from a sensor or a status reply. */
export const deviceStatus = z.discriminatedUnion('class', [
  z.strictObject({ class: z.literal('locker'), compartments: z.array(compartmentState).max(48) }),
  z.strictObject({
    class: z.literal('printer'),
    paper: z.enum(['full', 'low', 'out', 'jammed', 'unknown']),
    cover: z.enum(['closed', 'open', 'unknown']),
    cutter: z.enum(['ok', 'error', 'unknown']),
  }),
  z.strictObject({ class: z.literal('scanner'), lastScanAt: instant.nullable() }),
  z.strictObject({
    class: z.literal('door'),
    lock: z.enum(['locked', 'unlocked', 'unknown']),
    leaf: z.enum(['open', 'closed', 'unknown']),
    presence: z.enum(['present', 'absent', 'unknown']),
    lights: z.enum(['on', 'off', 'unknown']),
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
  status: deviceStatus,
  statistics: deviceStatistics,
  changedAt: instant,
});
export type DeviceReport = z.infer<typeof deviceReport>;
