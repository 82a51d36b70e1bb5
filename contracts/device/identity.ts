import { z } from 'zod';
import { day } from '../time.ts';

/**
 * What a card of the resident ID family says of its holder, as text fields of the chip (GA 450; the 2017 layout of the
 * foreigner's permanent residence card). The photo stays in the reader. Never written to a log or a wire record.
 */
export const identityCard = z.strictObject({
  kind: z.enum(['resident', 'hmt-residence', 'foreigner-2017', 'foreigner-2023']),
  name: z.string().max(120),
  /** English name; foreigners' cards only. */
  nameLatin: z.string().max(120).nullable(),
  sex: z.enum(['male', 'female', 'unknown', 'not-stated']),
  /** Two digits of GB/T 3304; resident cards only. */
  nation: z.string().max(20).nullable(),
  /** Three letters of GB/T 2659; foreigners' cards only. */
  nationality: z.string().max(3).nullable(),
  birth: day,
  address: z.string().max(120).nullable(),
  number: z.string().max(18),
  authority: z.string().max(60).nullable(),
  validFrom: day,
  /** Null: without end (长期). */
  validTo: day.nullable(),
});
export type IdentityCard = z.infer<typeof identityCard>;
