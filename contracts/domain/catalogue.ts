import { z } from 'zod';
import { slug } from '../ids.ts';
import { localized } from './language.ts';
import { fieldKind, paperForm, paperKind } from './paper.ts';
import { question, refusalReason } from './requirements.ts';

/** 地区: a place whose citizens are served; regions serve each other's citizens. */
export const region = z.strictObject({
  id: slug,
  name: localized,
  province: localized,
});
export type Region = z.infer<typeof region>;

export const department = z.strictObject({
  id: slug,
  name: localized,
  /** Two or three characters for places where the name does not fit. */
  shortName: localized,
  regionId: slug,
});
export type Department = z.infer<typeof department>;

/** One paper that a service asks for. */
export const requiredPaper = z.strictObject({
  id: slug,
  name: localized,
  /** What it must look like: original or copy, how many, stamped by whom. */
  requirement: localized,
  kind: paperKind,
  form: paperForm,
  optional: z.boolean(),
});
export type RequiredPaper = z.infer<typeof requiredPaper>;

/** One question of a service's application form. */
export const formField = z.strictObject({
  id: slug,
  label: localized,
  kind: fieldKind,
  required: z.boolean(),
  choices: z.array(z.strictObject({ id: slug, label: localized })).optional(),
});
export type FormField = z.infer<typeof formField>;

/** 事项: one thing a department does. */
export const service = z.strictObject({
  id: slug,
  departmentId: slug,
  name: localized,
  /** One or two sentences: what it is for and who it is for. */
  summary: localized,
  papers: z.array(requiredPaper),
  form: z.array(formField),
  /** Services whose outcome must exist before this one is accepted (前置条件). */
  prerequisiteIds: z.array(slug),
  /** Title of the document that the citizen gets. */
  outcome: localized,
  /** Promised time, in working days; 0 means at once. */
  promisedWorkingDays: z.int().min(0).max(90),
  /** Law or rule it rests on. */
  basis: localized,
  /** Whether originals are posted in the booth's locker. */
  needsLocker: z.boolean(),
  /** 审批权限: the licence that whoever decides it needs; absent when everybody of the department may. */
  authority: slug.optional(),
});
export type Service = z.infer<typeof service>;

/** 一件事: services of several departments, with the order that their prerequisites give. */
export const bundle = z.strictObject({
  id: slug,
  name: localized,
  summary: localized,
  serviceIds: z.array(slug).min(2),
});
export type Bundle = z.infer<typeof bundle>;

/** The whole catalogue, as a data file ships it and the hub serves it. */
export const catalogue = z.strictObject({
  regions: z.array(region),
  departments: z.array(department),
  services: z.array(service),
  bundles: z.array(bundle),
  /** What is asked before it is known which papers a case needs. */
  questions: z.array(question).optional(),
  /** Why a paper may be refused. */
  refusalReasons: z.array(refusalReason).optional(),
});
export type Catalogue = z.infer<typeof catalogue>;
