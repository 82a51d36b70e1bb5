import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { deviceReport } from '../device/device.ts';
import { wireFrame } from '../device/wire.ts';
import { id, slug } from '../ids.ts';
import { boothFunction } from '../ipc/booth-function.ts';
import { instant } from '../time.ts';
import { diagnosticRecord, stepName, stepResult } from './diagnostics.ts';
import { technicianMode } from './mode.ts';
import { selfCheckReport } from './self-check.ts';

/** Which of its two cameras. */
export const cameraPart = z.enum(['face', 'document']);
export type CameraPart = z.infer<typeof cameraPart>;

const wantedCamera = z.strictObject({
  /** Its label or a part of it; empty takes the first that is left. */
  label: z.string().max(200),
  /** A technician chose it at this booth; else the profile says so. */
  chosen: z.boolean(),
});

/** Everything that the technician's page shows of a booth, on the booth's screen as in a browser at the hub. */
export const technicianView = z.strictObject({
  boothId: slug,
  boothName: z.string().max(120),
  version: z.string().max(40),
  now: instant,
  mode: technicianMode,
  online: z.boolean(),
  /** Only whether, never whose. */
  visitActive: z.boolean(),
  devices: z.array(deviceReport).max(40),
  cameras: z.array(z.string().max(200)).max(20).nullable(),
  microphones: z.int().min(0).nullable(),
  wantedCameras: z.strictObject({ face: wantedCamera, document: wantedCamera }).optional(),
  withdrawn: z.array(z.strictObject({ function: boothFunction, causes: z.array(z.string().max(80)).max(20) })),
  lastSelfCheck: selfCheckReport.nullable(),
  /** The newest first, of this session and before. */
  records: z.array(diagnosticRecord).max(100),
  profile: z.strictObject({ name: z.string().max(60), available: z.array(z.string().max(60)).max(60) }),
  wireWatched: z.boolean(),
});
export type TechnicianView = z.infer<typeof technicianView>;

/**
 * What a technician can do, in one table for both ways in: over IPC at the booth's own screen, and relayed by the hub. All
 * but `mode.*` and `view` are refused with `forbidden` unless the mode is active for that technician.
 */
export const technicianCalls = {
  view: call(nothing, technicianView),
  /** Asks for the booth. At the booth itself `mode.unlock` does it. With `askCitizen` a running visit is asked for consent. */
  'mode.request': call(z.strictObject({ askCitizen: z.boolean() }), technicianMode),
  'mode.exit': call(nothing, technicianMode),
  /** Puts off the idle end. */
  'mode.touch': call(nothing, nothing),
  'step.run': call(
    z.strictObject({
      step: stepName,
      /** Compartment number for `locker.compartment`; device id where several are of the class. */
      target: z.string().max(60).nullable(),
    }),
    stepResult,
  ),
  /** Ends a step that waits for a person: a code, a card, the touch grid. */
  'step.cancel': call(nothing, nothing),
  'step.verdict': call(z.strictObject({ recordId: id, verdict: z.enum(['good', 'bad']) }), diagnosticRecord),
  'self-check.run': call(nothing, selfCheckReport),
  'device.restart': call(z.strictObject({ deviceId: slug }), nothing),
  /**
   * Finds what a wiring setting must be, from what the sensors say while all doors are shut: the setting's name, its
   * present and its proposed value. Nothing is changed.
   */
  'device.calibrate': call(
    z.strictObject({ deviceId: slug }),
    z.strictObject({
      proposals: z.array(
        z.strictObject({ setting: z.string().max(60), present: z.string().max(60), proposed: z.string().max(60) }),
      ),
    }),
  ),
  /** Keeps the proposals of `device.calibrate` in the booth's own copy of the profile and restarts the devices. */
  'device.apply-calibration': call(z.strictObject({ deviceId: slug }), nothing),
  /** Starts the devices anew with another profile; the name is kept over a restart. */
  'profile.swap': call(z.strictObject({ name: z.string().min(1).max(60) }), nothing),
  /** The camera with this label looks at the citizen or the paper from now on, over restarts too; null: by the profile again. */
  'cameras.choose': call(z.strictObject({ part: cameraPart, label: z.string().min(1).max(200).nullable() }), nothing),
  'wire.watch': call(z.strictObject({ on: z.boolean() }), nothing),
  'report.pdf': call(nothing, z.strictObject({ bytes: z.instanceof(Uint8Array), ready: z.boolean() })),
  'report.print': call(nothing, z.strictObject({ number: z.string().max(20) })),
} as const;
export type TechnicianCallName = keyof typeof technicianCalls;

/** What the booth tells whoever looks. */
export const technicianViewPushes = {
  'technician.view': technicianView,
  'technician.wire': z.strictObject({ frames: z.array(wireFrame).max(200) }),
} as const;
