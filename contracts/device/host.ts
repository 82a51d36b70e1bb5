import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { slug } from '../ids.ts';
import { instant } from '../time.ts';
import { deviceReport, recommendedAction } from './device.ts';
import { identityCard } from './identity.ts';
import { printJob } from './print.ts';
import { wireFrame } from './wire.ts';

/**
 * Requests that main makes of the device host. A command answers when its end was seen by a sensor or a status, or with
 * a typed error by its deadline.
 */
export const hostCalls = {
  reports: call(nothing, z.array(deviceReport)),
  /** Unlocks and waits until the sensor says open: `not_opened` otherwise. */
  'door.unlock': call(
    z.strictObject({ holdMs: z.int().min(500).max(60_000) }),
    z.strictObject({ unlockedAt: instant }),
  ),
  'lights.set': call(z.strictObject({ on: z.boolean() }), nothing),
  /** Sends the pulse and waits for the sensor: answers when the compartment was seen open; `not_opened` otherwise. */
  'locker.open': call(z.strictObject({ compartment: z.int().min(1).max(48) }), z.strictObject({ openedAt: instant })),
  /** Answers when the print was confirmed by the printer to its end; `print_unconfirmed`, `paper_out`, … otherwise. */
  'printer.print': call(printJob, z.strictObject({ printedAt: instant })),
  /**
   * A print of this number was broken off, perhaps by the end of an earlier host: a piece of it may hang uncut. It is
   * marked void and cut off before anything else is printed; answers when that was confirmed, fails as `printer.print`.
   */
  'printer.void': call(z.strictObject({ number: z.string().max(20) }), z.strictObject({ cutAt: instant })),
  /** A picture (PNG, 8 dots/mm) of exactly what `printer.print` of the same job would print. */
  'printer.preview': call(
    printJob,
    z.strictObject({ png: z.instanceof(Uint8Array), widthDots: z.int(), heightDots: z.int() }),
  ),
  /** Waits until a code is read; `cancelled` by `commands.cancel`, `timeout` otherwise. */
  'scanner.read': call(
    z.strictObject({ waitMs: z.int().min(500).max(120_000) }),
    z.strictObject({ text: z.string().max(4000), readAt: instant }),
  ),
  /** Waits for a card and reads it; `card_missing`, `card_refused`, `card_unsupported`, `cancelled` otherwise. */
  'id-reader.read': call(
    z.strictObject({ waitMs: z.int().min(500).max(120_000) }),
    z.strictObject({ card: identityCard, readAt: instant }),
  ),
  /** The UPS tests its battery for 10 s; answers when it says that the test is over. */
  'ups.test': call(nothing, z.strictObject({ testedAt: instant })),
  /** Ends what waits for a person on this device; what the device does already is not broken off. */
  'commands.cancel': call(z.strictObject({ deviceId: slug }), nothing),
  /** Closes the device's port and starts its driver anew; counters begin again. */
  'device.restart': call(z.strictObject({ deviceId: slug }), nothing),
  /** Begins or ends the `wire.frames` pushes; only ever on while a technician looks. */
  'wire.watch': call(z.strictObject({ on: z.boolean() }), nothing),
} as const;

/** What the device host says unasked. Only changes are sent. */
export const hostPushes = {
  ready: z.strictObject({ devices: z.array(deviceReport) }),
  'device.changed': deviceReport,
  'device.error': z.strictObject({
    deviceId: slug,
    code: z.string().max(40),
    cause: z.string().max(300),
    action: recommendedAction,
    at: instant,
  }),
  /** A supply crossed a threshold (XFS4IoT `Storage.StorageThresholdEvent` in spirit). */
  'device.threshold': z.strictObject({
    deviceId: slug,
    supply: z.enum(['paper', 'battery']),
    level: z.enum(['full', 'low', 'out']),
    at: instant,
  }),
  'door.changed': z.strictObject({ leaf: z.enum(['open', 'closed']), at: instant }),
  'presence.changed': z.strictObject({ presence: z.enum(['present', 'absent']), at: instant }),
  'compartment.changed': z.strictObject({
    compartment: z.int().min(1).max(48),
    door: z.enum(['open', 'closed']),
    item: z.enum(['present', 'absent', 'unknown']),
    at: instant,
  }),
  /** The slip at the printer's mouth: presented, taken by somebody, or drawn back because nobody took it. */
  'slip.changed': z.strictObject({ slip: z.enum(['presented', 'taken', 'not-taken']), at: instant }),
  'code.scanned': z.strictObject({ text: z.string().max(4000), at: instant }),
  'power.changed': z.strictObject({
    mains: z.enum(['present', 'failed']),
    battery: z.enum(['ok', 'low', 'unknown']),
    at: instant,
  }),
  'wire.frames': z.strictObject({ frames: z.array(wireFrame).min(1).max(200) }),
} as const;

/** The envelope on the message port between main and a child process. */
export const portMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id: z.int(), name: z.string().max(60), input: z.unknown() }),
  z.strictObject({ kind: z.literal('answer'), id: z.int(), result: z.unknown() }),
  z.strictObject({ kind: z.literal('push'), name: z.string().max(60), payload: z.unknown() }),
]);
export type PortMessage = z.infer<typeof portMessage>;
