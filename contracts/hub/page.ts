import { z } from 'zod';
import { retakeReason } from '../domain/pages.ts';
import { agent } from '../domain/people.ts';
import { id } from '../ids.ts';

/** A desk asks the citizen to take a page once more, and the booth says why and what to do. */
export const pageRetake = z.strictObject({ visitId: id, fileId: id, reason: retakeReason, agent });
export type PageRetake = z.infer<typeof pageRetake>;
