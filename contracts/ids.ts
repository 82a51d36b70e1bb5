import { z } from 'zod';

/** A time-ordered unique id (UUID version 7, RFC 9562). The owner of a fact makes its id, so that repeats can be dropped. */
export const id = z.uuid();
export type Id = z.infer<typeof id>;

/** Short code of a booth, department, service…: lower case, digits, hyphens. Chosen by people, stable, readable in a log. */
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
export type Slug = z.infer<typeof slug>;

/** Visit number as printed: `V` + local date + booth-independent counter, e.g. `V20260131-0007`. */
export const visitNumber = z.string().regex(/^V\d{8}-\d{4,6}$/);
/** Case number as printed, e.g. `C20260131-0012`. */
export const caseNumber = z.string().regex(/^C\d{8}-\d{4,6}$/);
/** Parcel number as printed, e.g. `P20260131-0003`. */
export const parcelNumber = z.string().regex(/^P\d{8}-\d{4,6}$/);
/** Receipt number as printed; valid only once the printer confirmed the end. */
export const receiptNumber = z.string().regex(/^R\d{8}-\d{4,6}$/);
/** Number of a slip: `N` notice, given by the hub; by the booth itself `L` parcel slip, `Q` readiness, `T` test page. */
export const slipNumber = z.string().regex(/^[NLQT]\d{8}-\d{4,6}$/);
