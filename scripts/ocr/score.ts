import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isAccepted, type PaperReading, paperKind, type ReadField } from '../../contracts/domain/paper.ts';
import { slug } from '../../contracts/ids.ts';

/**
 * What stands on the papers of a folder, in its `truth.json`: by file name the kind of paper and its fields in the form in
 * which a reading gives them (days `YYYY-MM-DD`, numbers without blanks).
 */
export const truthFile = z.record(z.string(), z.strictObject({ kind: paperKind, fields: z.record(slug, z.string()) }));
export type TruthFile = z.infer<typeof truthFile>;
export type PaperTruth = TruthFile[string];

/** Reads the truth of a folder; throws with the place of the first fault. */
export function readTruth(folder: string): TruthFile {
  const parsed = truthFile.safeParse(JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')));
  if (!parsed.success) throw new Error(`${folder}/truth.json: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Counts over papers; shares are made of them at the end, so that every field weighs the same. */
export interface Score {
  readonly papers: number;
  readonly kindsRight: number;
  readonly fields: number;
  readonly exact: number;
  /** Fields that were read and accepted without a person, and are wrong: the one mistake that must not happen. */
  readonly wrongAccepted: number;
  /** Right fields that a person has to look at all the same. */
  readonly rightDoubted: number;
  readonly missing: number;
}

export const NO_SCORE: Score = {
  papers: 0,
  kindsRight: 0,
  fields: 0,
  exact: 0,
  wrongAccepted: 0,
  rightDoubted: 0,
  missing: 0,
};

export function addScores(a: Score, b: Score): Score {
  const keys = Object.keys(NO_SCORE) as (keyof Score)[];
  return Object.fromEntries(keys.map((key) => [key, a[key] + b[key]])) as unknown as Score;
}

/** One field of a paper that was not read as it stands there. */
export interface Miss {
  readonly field: string;
  readonly truth: string | undefined;
  readonly read: ReadField | undefined;
}

/** Compares a reading with the truth. A field that does not stand on the paper counts as accepted wrongly when it is accepted. */
export function scoreReading(
  reading: Pick<PaperReading, 'kind' | 'fields'>,
  truth: PaperTruth,
): { score: Score; misses: Miss[] } {
  const misses: Miss[] = [];
  const score = { ...NO_SCORE, papers: 1, kindsRight: reading.kind === truth.kind ? 1 : 0 };
  for (const [field, value] of Object.entries(truth.fields)) {
    const read = reading.fields.find(({ id }) => id === field);
    score.fields++;
    if (read?.value === value) {
      score.exact++;
      if (!isAccepted(read)) score.rightDoubted++;
      continue;
    }
    misses.push({ field, truth: value, read });
    if (!read) score.missing++;
    else if (isAccepted(read)) score.wrongAccepted++;
  }
  for (const read of reading.fields) {
    if (read.id in truth.fields) continue;
    misses.push({ field: read.id, truth: undefined, read });
    if (isAccepted(read)) score.wrongAccepted++;
  }
  return { score, misses };
}
