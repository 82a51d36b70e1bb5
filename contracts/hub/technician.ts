import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { deviceReport } from '../device/device.ts';
import { booth } from '../domain/people.ts';
import { parcel } from '../domain/visit.ts';
import { id, slug } from '../ids.ts';
import { technicianCalls, technicianView, technicianViewPushes } from '../technician/calls.ts';
import { diagnosticRecord } from '../technician/diagnostics.ts';
import { selfCheckReport } from '../technician/self-check.ts';
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
  lastSelfCheck: selfCheckReport.nullable(),
  /** Incidents that nobody and nothing has cleared yet. */
  openIncidents: z.int().min(0),
});
export type BoothStatus = z.infer<typeof boothStatus>;

/** Something that went wrong at a booth, from its first word to its end. */
export const incident = z.strictObject({
  id,
  boothId: slug,
  subject: z.string().max(60),
  code: z.string().max(40),
  detail: z.string().max(500),
  raisedAt: instant,
  clearedAt: instant.nullable(),
});
export type Incident = z.infer<typeof incident>;

/** A parcel that lies in a locker; whose it is stays with the visit. */
export const storedParcel = parcel
  .pick({ id: true, number: true, compartment: true, state: true, custody: true })
  .extend({ boothId: slug, codeValidUntil: instant.nullable() });
export type StoredParcel = z.infer<typeof storedParcel>;

/** Requests of the technician's page, namespace `/technician`. */
export const technicianHubCalls = {
  hello: call(nothing, z.strictObject({ booths: z.array(boothStatus) })),
  /** One call of `technicianCalls` at a booth; input and answer are checked by that table at both ends. */
  'booth.call': call(
    z.strictObject({
      boothId: slug,
      name: z.enum(Object.keys(technicianCalls) as [keyof typeof technicianCalls, ...(keyof typeof technicianCalls)[]]),
      input: z.unknown().optional(),
    }),
    z.unknown().optional(),
  ),
  /** From now on `booth.view` and `booth.wire` tell of this booth; null ends it. */
  'booth.watch': call(z.strictObject({ boothId: slug.nullable() }), nothing),
  'incidents.list': call(z.strictObject({ boothId: slug }), z.array(incident).max(200)),
  /**
   * A person has looked and it is over. What a device or a compartment's sensor says itself is cleared by them: a
   * compartment's incident is refused with `wrong_state`.
   */
  'incidents.clear': call(z.strictObject({ incidentId: id }), nothing),
  'self-checks.list': call(z.strictObject({ boothId: slug }), z.array(selfCheckReport).max(50)),
  'diagnostics.list': call(z.strictObject({ boothId: slug }), z.array(diagnosticRecord).max(200)),
  'parcels.list': call(z.strictObject({ boothId: slug }), z.array(storedParcel).max(200)),
  /** A one-time code of 8 digits for whoever takes the parcel out; shown once, stored as a hash. */
  'parcels.issue-code': call(
    z.strictObject({ parcelId: id, purpose: z.enum(['collect', 'return']) }),
    z.strictObject({ code: z.string(), validUntil: instant }),
  ),
} as const;

export const technicianPushes = {
  'booth.changed': boothStatus,
  'booth.view': z.strictObject({ boothId: slug, view: technicianView }),
  'booth.wire': z.strictObject({ boothId: slug, frames: technicianViewPushes['technician.wire'].shape.frames }),
} as const;
