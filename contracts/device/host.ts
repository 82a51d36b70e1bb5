import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { receipt } from '../domain/visit.ts';
import { slug } from '../ids.ts';
import { instant } from '../time.ts';
import { deviceReport } from './device.ts';

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
  'printer.print': call(z.strictObject({ receipt }), z.strictObject({ printedAt: instant })),
} as const;

/** What the device host says unasked. Only changes are sent. */
export const hostPushes = {
  ready: z.strictObject({ devices: z.array(deviceReport) }),
  'device.changed': deviceReport,
  'device.error': z.strictObject({
    deviceId: slug,
    code: z.string().max(40),
    cause: z.string().max(300),
    action: z.enum(['reset', 'configuration', 'clear', 'maintenance', 'suspend']),
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
  'code.scanned': z.strictObject({ text: z.string().max(4000), at: instant }),
} as const;

/** The envelope on the message port between main and a child process. */
export const portMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id: z.int(), name: z.string().max(60), input: z.unknown() }),
  z.strictObject({ kind: z.literal('answer'), id: z.int(), result: z.unknown() }),
  z.strictObject({ kind: z.literal('push'), name: z.string().max(60), payload: z.unknown() }),
]);
export type PortMessage = z.infer<typeof portMessage>;
