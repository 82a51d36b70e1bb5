import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { deviceReport } from '../device/device.ts';
import { booth } from '../domain/people.ts';
import { instant } from '../time.ts';

/** A booth as the technician's page shows it. */
export const boothStatus = z.strictObject({
  booth,
  online: z.boolean(),
  lastSeenAt: instant.nullable(),
  version: z.string().nullable(),
  /** Only whether a visit is on, never whose. */
  visitActive: z.boolean(),
  devices: z.array(deviceReport),
});
export type BoothStatus = z.infer<typeof boothStatus>;

/** Requests of the technician's page, namespace `/technician`. */
export const technicianCalls = {
  hello: call(nothing, z.strictObject({ booths: z.array(boothStatus) })),
} as const;

export const technicianPushes = {
  'booth.changed': boothStatus,
} as const;
