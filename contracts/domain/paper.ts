import { z } from 'zod';
import { id, slug } from '../ids.ts';
import { instant } from '../time.ts';

/** What kind of document a paper is; reading and field rules depend on it. */
export const paperKind = z.enum([
  'business-licence',
  'id-card-front',
  'id-card-back',
  'tax-clearance',
  'household-register',
  'contract',
  'bank-card',
  'fund-application',
  'deregistration',
  'form',
  'certificate',
  'other',
]);
export type PaperKind = z.infer<typeof paperKind>;

/** What is wanted of a paper; `original` goes into the locker when the office must hold it. */
export const paperForm = z.enum(['original', 'copy', 'electronic', 'shown']);
export type PaperForm = z.infer<typeof paperForm>;

export const fieldKind = z.enum([
  'text',
  'id-number',
  'credit-code',
  'phone',
  'date',
  'amount',
  'address',
  'choice',
  'boolean',
]);
export type FieldKind = z.infer<typeof fieldKind>;

/** 材料 states: how far a paper that is asked for has come. */
export const paperState = z.enum(['missing', 'shown', 'uploaded', 'accepted', 'refused']);
export type PaperState = z.infer<typeof paperState>;

/** Where on the image something was read, as shares (0–1) of its width and height. */
export const box = z.strictObject({
  x: z.number().min(0).max(1),
  y: z.number().min(0).max(1),
  width: z.number().min(0).max(1),
  height: z.number().min(0).max(1),
});
export type Box = z.infer<typeof box>;

/** How far a picture is turned before it is looked at, in quarter turns clockwise. */
export const quarterTurns = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
export type QuarterTurns = z.infer<typeof quarterTurns>;

/**
 * One field read from a paper. `confirmed` is set by a person only; a value that is unconfirmed is never used in a case.
 * `rule` tells what the check digit or pattern of the field's kind says: `warn` means wrong, yet in circulation.
 */
export const readField = z.strictObject({
  id: slug,
  value: z.string().max(500),
  confidence: z.number().min(0).max(1),
  rule: z.enum(['passed', 'failed', 'warn', 'none']),
  box: box.optional(),
  /** How the image has to be turned for the text at `box` to stand upright; absent where it stands. */
  turn: quarterTurns.optional(),
  confirmed: z.boolean(),
});
export type ReadField = z.infer<typeof readField>;

/** Confidence from which a value that its rule passes counts as read; how it was found: docs/decisions/reading-papers.md. */
export const ACCEPTED_CONFIDENCE = 0.85;

/**
 * Whether a value may be confirmed together with others, without a look at it by itself: surely read, and no rule against
 * it. A value that is not accepted is shown beside the place where it was read; neither is used before a person confirms.
 */
export function isAccepted({ confidence, rule }: Pick<ReadField, 'confidence' | 'rule'>): boolean {
  return confidence >= ACCEPTED_CONFIDENCE && (rule === 'passed' || rule === 'none');
}

/** What reading one still gave. */
export const paperReading = z.strictObject({
  fileId: id,
  kind: paperKind,
  fields: z.array(readField).max(40),
  text: z.string().max(20_000),
  /** Time the engine took, in milliseconds. */
  durationMs: z.number().min(0),
});
export type PaperReading = z.infer<typeof paperReading>;

/** How an image is shown upright, as far as what was read from it tells: a page has one way up. */
export function turnOf(reading: Pick<PaperReading, 'fields'> | undefined): QuarterTurns {
  return reading?.fields.find((field) => field.box !== undefined)?.turn ?? 0;
}

/** A paper of a case with its state. */
export const paper = z.strictObject({
  id,
  caseId: id,
  requiredPaperId: slug,
  state: paperState,
  fileId: id.optional(),
  /** Why it was refused: a reason of the catalogue, and words of the agent. */
  reasonCode: slug.optional(),
  reason: z.string().max(500).optional(),
});
export type Paper = z.infer<typeof paper>;

/** A file of a visit, without its bytes. */
export const visitFile = z.strictObject({
  id,
  visitId: id,
  source: z.enum(['document-camera', 'phone', 'hub']),
  mimeType: z.enum(['image/jpeg', 'image/png', 'application/pdf']),
  sizeBytes: z.int().min(1),
  /** SHA-256, lower-case hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  widthPx: z.int().min(1).optional(),
  heightPx: z.int().min(1).optional(),
  createdAt: instant,
});
export type VisitFile = z.infer<typeof visitFile>;
