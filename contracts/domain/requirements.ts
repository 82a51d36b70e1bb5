import { z } from 'zod';
import { slug } from '../ids.ts';
import { day } from '../time.ts';
import { localized } from './language.ts';
import { paperForm, paperKind } from './paper.ts';

/** Which papers a service needs in a region, as versioned data: questions, conditions on their answers, changes of a region. */

/** Something that the citizen is asked, because papers depend on the answer: renting or buying, the owner or an agent of theirs. */
export const question = z.strictObject({
  id: slug,
  text: localized,
  choices: z
    .array(z.strictObject({ id: slug, label: localized }))
    .min(2)
    .max(8),
});
export type Question = z.infer<typeof question>;

/** Answers by the id of the question: the id of the choice. */
export const answers = z.record(slug, slug);
export type Answers = z.infer<typeof answers>;

/** When a paper is needed. */
export type Condition =
  | { readonly question: string; readonly is: string }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ question: slug, is: slug }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ not: condition }),
  ]),
);

/** Why a paper may be refused, with what cures it. */
export const refusalReason = z.strictObject({ code: slug, label: localized, cure: localized });
export type RefusalReason = z.infer<typeof refusalReason>;

/** Copies wanted of one paper; nobody asks for more. */
const copies = z.int().min(1).max(9);
/** 容缺: working days within which a paper may follow after the case was accepted. */
const mayFollowDays = z.int().min(1).max(60);

/** What rules say of one paper beyond the catalogue; what is left out stays as it is there. */
const paperRule = z.strictObject({
  /** Left out: always. Null takes away the condition of the general rule. */
  when: condition.nullable().optional(),
  optional: z.boolean().optional(),
  requirement: localized.optional(),
  form: paperForm.optional(),
  copies: copies.optional(),
  /** How one comes by it, for who does not have it. */
  cure: localized.optional(),
  basis: localized.optional(),
  /** Null takes away what the general rule allows. */
  mayFollowDays: mayFollowDays.nullable().optional(),
  /** The outcome of this service is the paper: completed in the same visit it need not be handed in. */
  fromServiceId: slug.optional(),
});
export type PaperRule = z.infer<typeof paperRule>;

const addedPaper = paperRule.extend({
  id: slug,
  name: localized,
  requirement: localized,
  kind: paperKind,
  form: paperForm,
});

/** Rules of one service: in general, or what a region makes of them. */
export const serviceRules = z.strictObject({
  /** What is asked, in this order. */
  asks: z.array(slug).optional(),
  papers: z.record(slug, paperRule).optional(),
  add: z.array(addedPaper).optional(),
  drop: z.array(slug).optional(),
  /** Within how many working days what is missing is to be cured. */
  cureWorkingDays: z.int().min(1).max(90).optional(),
  basis: localized.optional(),
});
export type ServiceRules = z.infer<typeof serviceRules>;

/** What holds in a region for whoever is told that papers are missing. */
const regionTerms = z.strictObject({
  cureWorkingDays: z.int().min(1).max(90),
  /** Law that a one-time notice rests on. */
  basis: localized,
  objection: z.strictObject({
    /** Who hears it, with address or telephone. */
    where: localized,
    /** Calendar days from the day after the notice. */
    days: z.int().min(1).max(365),
    basis: localized,
  }),
});
export type RegionTerms = z.infer<typeof regionTerms>;

export const regionRules = regionTerms.partial().extend({ services: z.record(slug, serviceRules) });

/** All rules from a day on. A later edition names the one that it changes, and holds only what is different. */
export const edition = z.strictObject({
  version: z.string().regex(/^\d{4}-\d{2}(\.\d+)?$/),
  effectiveFrom: day,
  basedOn: z.string().optional(),
  terms: regionTerms.optional(),
  services: z.record(slug, serviceRules),
  regions: z.record(slug, regionRules),
});
export type Edition = z.infer<typeof edition>;

/** Days on which offices are closed or, though at a weekend, open. */
export const workCalendar = z.strictObject({
  /** Where the days of each year are published. */
  sources: z.array(z.string()),
  closed: z.array(day),
  open: z.array(day),
  /** `MM-DD` of holidays that are the same every year: what is known of years whose days are not published yet. */
  everyYear: z.array(z.string().regex(/^\d{2}-\d{2}$/)),
});
export type WorkCalendar = z.infer<typeof workCalendar>;

/** A paper as one case needs it, all rules applied. */
export const neededPaper = z.strictObject({
  id: slug,
  name: localized,
  requirement: localized,
  kind: paperKind,
  form: paperForm,
  optional: z.boolean(),
  copies,
  cure: localized.optional(),
  basis: localized.optional(),
  mayFollowDays: mayFollowDays.optional(),
  fromServiceId: slug.optional(),
});
export type NeededPaper = z.infer<typeof neededPaper>;

/** What was found for a case, kept with it: a later edition changes nothing that a citizen was told. */
export const caseNeeds = z.strictObject({
  version: z.string().max(20),
  regionId: slug,
  answers,
  /** What is to be asked with these answers, in this order. */
  questionIds: z.array(slug).max(20),
  papers: z.array(neededPaper).max(40),
  terms: regionTerms,
  /** 容缺受理: papers that the case was accepted without, and until when each is owed. */
  follows: z.array(z.strictObject({ paperId: slug, dueOn: day })).max(40),
});
export type CaseNeeds = z.infer<typeof caseNeeds>;
