import { z } from 'zod';
import { type Language, localized } from '../../../contracts/domain/language.ts';
import { slug } from '../../../contracts/ids.ts';

/** When something is said: a call has these moments, and the desk knows which is now. */
export const scriptMoment = z.enum(['opening', 'notice', 'paper', 'hold', 'hand-over', 'closing']);
export type ScriptMoment = z.infer<typeof scriptMoment>;
export const SCRIPT_MOMENTS = scriptMoment.options;

/**
 * What may stand in a line as `{{name}}`. `papers`, `missing`, `questions` are lists: a line that names one is said once
 * with the whole list; `paper` and `requirement` make one line for each paper of the list.
 */
export const SCRIPT_PLACEHOLDERS = [
  'greeting',
  'agent',
  'department',
  'booth',
  'bundle',
  'services',
  'service',
  'papers',
  'paperCount',
  'paper',
  'requirement',
  'missing',
  'outcome',
  'days',
  'basis',
  'colleagueDepartment',
] as const;
export type ScriptPlaceholder = (typeof SCRIPT_PLACEHOLDERS)[number];

export const scriptLine = z.strictObject({
  moment: scriptMoment,
  /** Only while this stands: a line for papers that lack is not said when nothing lacks. */
  when: z.enum(['missing', 'complete', 'at-once', 'later', 'locker', 'bundle', 'single']).optional(),
  text: localized,
});
export type ScriptLine = z.infer<typeof scriptLine>;

/** A file of `resources/scripts`: lines for everybody, for a department, or for one service. */
export const scriptFile = z.strictObject({
  departmentId: slug.optional(),
  serviceId: slug.optional(),
  lines: z.array(scriptLine).min(1),
});
export type ScriptFile = z.infer<typeof scriptFile>;

/** What is known when a line is filled in. Empty or absent means not known: lines that need it are left out. */
export interface ScriptFacts {
  readonly departmentId: string;
  readonly serviceId: string | null;
  readonly words: Readonly<Partial<Record<ScriptPlaceholder, string>>>;
  /** Papers to be told of, each with what it must look like. */
  readonly papers: readonly { readonly name: string; readonly requirement: string }[];
  readonly holds: Readonly<Partial<Record<NonNullable<ScriptLine['when']>, boolean>>>;
}

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const OF_ONE_PAPER = /\{\{(paper|requirement)\}\}/;

export function placeholdersOf(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
}

/**
 * The lines of a moment, filled in, in the order to say them. What is written for the service is said in place of what is
 * written for its department, and that in place of what is written for all, moment by moment.
 */
export function scriptOf(
  files: readonly ScriptFile[],
  moment: ScriptMoment,
  facts: ScriptFacts,
  language: Language,
): readonly string[] {
  const ranked = [
    files.filter((file) => file.serviceId !== undefined && file.serviceId === facts.serviceId),
    files.filter((file) => file.serviceId === undefined && file.departmentId === facts.departmentId),
    files.filter((file) => file.serviceId === undefined && file.departmentId === undefined),
  ];
  for (const group of ranked) {
    const lines = group
      .flatMap((file) => file.lines)
      .filter((line) => line.moment === moment && (line.when === undefined || facts.holds[line.when] === true))
      .flatMap((line) => fill(line.text[language], facts));
    if (lines.length > 0) return lines;
  }
  return [];
}

function fill(text: string, facts: ScriptFacts): readonly string[] {
  if (OF_ONE_PAPER.test(text)) {
    return facts.papers.flatMap(({ name, requirement }) =>
      fillWords(text, { ...facts.words, paper: name, requirement }),
    );
  }
  return fillWords(text, facts.words);
}

function fillWords(text: string, words: ScriptFacts['words']): readonly string[] {
  const known = new Map(Object.entries(words));
  if (placeholdersOf(text).some((name) => !known.get(name))) return [];
  return [text.replace(PLACEHOLDER, (_whole, name: string) => known.get(name) ?? '')];
}
