import { z } from 'zod';
import { id } from '../ids.ts';

/** Pages that belong together: one document that was shown under the document camera, page by page. */

/** A place in a picture, as shares of its width and height. A corner may lie a little outside. */
const place = z.strictObject({ x: z.number().min(-0.5).max(1.5), y: z.number().min(-0.5).max(1.5) });

export const documentPage = z.strictObject({
  /** The page made straight; the photograph as the camera took it where no page was found in it. */
  fileId: id,
  /** Which side of a card it is. */
  side: z.enum(['front', 'back']).optional(),
  /** Corners of the page, clockwise, in a file that shows more than the page. */
  outline: z.array(place).length(4).optional(),
});
export type DocumentPage = z.infer<typeof documentPage>;

/** As many pages as one document may have; taken again and again, each page leaves its earlier photographs. */
export const MAX_DOCUMENT_PAGES = 30;

export const paperDocument = z.strictObject({
  id,
  pages: z.array(documentPage).max(MAX_DOCUMENT_PAGES),
  /** Photographs that were pages and were taken away or again: kept with the visit's files, shown no more. */
  dropped: z.array(id).max(200),
  /** The citizen said that this is all of it. */
  done: z.boolean(),
});
export type PaperDocument = z.infer<typeof paperDocument>;

/** Why a page is wanted once more; the booth says it to the citizen with what to do. */
export const retakeReason = z.enum([
  'dark',
  'cut-off',
  'too-small',
  'covered',
  'tilted',
  'glare',
  'blurred',
  'wrong-page',
  'other',
]);
export type RetakeReason = z.infer<typeof retakeReason>;
