import { z } from 'zod';
import { id } from '../ids.ts';

/**
 * Pointing and ink: what people in a call draw over a paper. A mark is made of coordinates and is never a pixel of the
 * picture beneath, so that no filed image can hold one. Marks go from party to party over a data channel; who made one is
 * told by the line it came on. Two parties may exchange marks where the paper may be seen: `carries(…, 'paper')`.
 */

/** A share of the page's width or height. Beyond the edges by a little, for a hand that circles what stands in a corner. */
const share = z.number().min(-0.5).max(1.5);

/** What is drawn on. */
export const markSurface = z.discriminatedUnion('on', [
  /** The page under the citizen's document camera, wherever its outline says that it lies. */
  z.strictObject({ on: z.literal('paper') }),
  /** The document camera's picture itself, while no page is found in it. */
  z.strictObject({ on: z.literal('picture') }),
  z.strictObject({ on: z.literal('still'), fileId: id }),
  /** A field of a case's shared form, whatever size it has on a screen; what is drawn across several is anchored to its first. */
  z.strictObject({ on: z.literal('form'), caseId: id, fieldId: z.string().min(1).max(100) }),
]);
export type MarkSurface = z.infer<typeof markSurface>;

export const markKind = z.enum([
  /** A finger that is held on a place and may move: only where it is now is shown. */
  'point',
  /** Free hand. */
  'stroke',
  /** Two corners of a box around something. */
  'circle',
  /** From where to where. */
  'underline',
]);
export type MarkKind = z.infer<typeof markKind>;

/** A place on the page, and when the hand was there, in ms since the mark began. */
export const markPoint = z.tuple([share, share, z.int().min(0).max(600_000)]);
export type MarkPoint = z.infer<typeof markPoint>;

/** A faster hand than this sends its points in several messages. */
export const MAX_POINTS_PER_MESSAGE = 64;
/** Half a minute of writing without lifting the pen, at 60 points a second. */
export const MAX_POINTS_PER_MARK = 2_000;
/** How long a mark that fades is seen after the hand left it. */
export const MARK_FADES_MS = 4_000;

/** Marks of one author in order of their making; larger than any that they made before, also before a reload. */
const markNumber = z.int().min(0);

/** Where the page lies: its corners as shares of the picture, clockwise, beginning with the page's own upper left. */
const corner = z.strictObject({ x: z.number().min(-1).max(2), y: z.number().min(-1).max(2) });

export const markMessage = z.discriminatedUnion('type', [
  /** The points of a mark from the `from`th on; each message says enough to be understood alone. */
  z.strictObject({
    type: z.literal('mark'),
    number: markNumber,
    surface: markSurface,
    kind: markKind,
    /** Whether it stays until it is undone or cleared, or fades by itself. */
    keep: z.enum(['fades', 'stays']),
    phase: z.enum(['begin', 'extend', 'end']),
    from: z.int().min(0).max(MAX_POINTS_PER_MARK),
    points: z.array(markPoint).max(MAX_POINTS_PER_MESSAGE),
  }),
  /** Takes one's own mark back. */
  z.strictObject({ type: z.literal('undo'), number: markNumber, surface: markSurface }),
  /** Wipes a surface: of each author named, all marks up to a number. Marks that the wiper had not seen stay. */
  z.strictObject({
    type: z.literal('clear'),
    surface: markSurface,
    upTo: z.record(id, markNumber).refine((upTo) => Object.keys(upTo).length <= 16, 'more authors than a call has'),
  }),
  /** Said by the citizen's side whenever the page moved; null: no page was found, marks are anchored to the picture. */
  z.strictObject({
    type: z.literal('outline'),
    /** When the picture was taken in which the page lay so, ms since the epoch by the sender's clock. */
    frameAtMs: z.number().min(0),
    /** When this was said, by the same clock. */
    saidAtMs: z.number().min(0),
    corners: z.tuple([corner, corner, corner, corner]).nullable(),
  }),
]);
export type MarkMessage = z.infer<typeof markMessage>;
export type DrawnMark = Extract<MarkMessage, { type: 'mark' }>;
export type PageOutline = Extract<MarkMessage, { type: 'outline' }>;

/** A name for a surface, by which marks are kept. */
export function surfaceKey(surface: MarkSurface): string {
  if (surface.on === 'paper' || surface.on === 'picture') return surface.on;
  return surface.on === 'still' ? `still/${surface.fileId}` : `form/${surface.caseId}/${surface.fieldId}`;
}
