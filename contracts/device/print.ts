import { z } from 'zod';
import { language } from '../domain/language.ts';
import { receipt } from '../domain/visit.ts';
import { caseNumber, parcelNumber, slipNumber } from '../ids.ts';
import { instant } from '../time.ts';

const line = z.string().max(200);
/** Words that run over several lines of the paper. */
const words = z.string().max(600);

/** A document as data; its look is `native/printer/documents`. */
export const printDocument = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('receipt'), receipt }),
  /** 一次性告知: what is missing, why, how to cure it, by when. */
  z.strictObject({
    kind: z.literal('notice'),
    number: slipNumber,
    language,
    boothName: line,
    at: instant,
    caseNumber: caseNumber.nullable(),
    serviceName: line,
    departmentName: line,
    regionName: line.optional(),
    /** 容缺受理: the case is accepted, what is listed follows. */
    withGaps: z.boolean().optional(),
    items: z
      .array(
        z.strictObject({
          paper: line,
          reason: words,
          /** Form and number of copies. */
          wanted: words.optional(),
          cure: words,
          /** Until the end of this day. */
          dueBy: instant.nullable(),
          basis: words.optional(),
        }),
      )
      .max(40),
    /** Law that the notice rests on. */
    basis: words.optional(),
    objection: z.strictObject({ where: words, until: instant, basis: words }).optional(),
    url: z.url(),
  }),
  /** Travels with the parcel. */
  z.strictObject({
    kind: z.literal('parcel-slip'),
    number: slipNumber,
    language,
    boothName: line,
    at: instant,
    parcelNumber,
    compartment: z.int().min(1).max(48),
    recipient: line,
    phone: line,
    address: z.string().max(300),
    url: z.url(),
  }),
  /** The technician's word on paper: what works and what does not. */
  z.strictObject({
    kind: z.literal('readiness'),
    number: slipNumber,
    language,
    boothName: line,
    at: instant,
    technician: line,
    ready: z.boolean(),
    results: z.array(z.strictObject({ name: line, outcome: z.enum(['good', 'bad', 'skipped']), detail: line })).max(80),
  }),
  /** A page that shows what the printer can do: characters, lines, code. */
  z.strictObject({ kind: z.literal('test-page'), number: slipNumber, language, boothName: line, at: instant }),
]);
export type PrintDocument = z.infer<typeof printDocument>;

/** A document to print. `copy` counts from 0; a reprint (1 and up) says so on the paper. */
export const printJob = z.strictObject({ document: printDocument, copy: z.int().min(0).max(99) });
export type PrintJob = z.infer<typeof printJob>;

/** The number that a document carries. */
export function numberOf(document: PrintDocument): string {
  return document.kind === 'receipt' ? document.receipt.number : document.number;
}
