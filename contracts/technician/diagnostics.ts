import { z } from 'zod';
import { xiaowuError } from '../errors.ts';
import { id, slug } from '../ids.ts';
import { instant } from '../time.ts';
import { technicianPresence } from './mode.ts';

/** Guided diagnostics: each is one action with evidence, and a person's verdict on it. */
export const stepName = z.enum([
  'locker.compartment',
  'printer.page',
  'scanner.code',
  'id-reader.card',
  'door.unlock',
  'lights',
  'camera.face',
  'camera.document',
  'microphone',
  'speaker',
  'touch',
  'network',
  'ups',
  'disk-and-clock',
]);
export type StepName = z.infer<typeof stepName>;

/** One run of a step, as it is kept. Nothing a card or a code says is in it, only that it was read. */
export const diagnosticRecord = z.strictObject({
  id,
  boothId: slug,
  step: stepName,
  /** Device and part: `locker 3`; null where there is nothing to choose. */
  target: z.string().max(60).nullable(),
  by: technicianPresence,
  startedAt: instant,
  durationMs: z.number().min(0),
  outcome: z.enum(['passed', 'failed']),
  /** What was measured, in the order of importance. `name` is a text key `technician.evidence.<name>`. */
  evidence: z
    .array(
      z.strictObject({ name: z.string().max(40), value: z.string().max(200), unit: z.string().max(12).nullable() }),
    )
    .max(40),
  error: xiaowuError.nullable(),
  /** What the technician saw; null until they have said. */
  verdict: z.enum(['good', 'bad']).nullable(),
});
export type DiagnosticRecord = z.infer<typeof diagnosticRecord>;

/** The answer to a run: the record, and a picture to look at where there is one. */
export const stepResult = z.strictObject({
  record: diagnosticRecord,
  picture: z
    .strictObject({ mimeType: z.enum(['image/jpeg', 'image/png']), bytes: z.instanceof(Uint8Array) })
    .nullable(),
});
export type StepResult = z.infer<typeof stepResult>;
