import type { FormSource } from '../../../contracts/domain/form.ts';
import type { PaperKind } from '../../../contracts/domain/paper.ts';
import type { Visit } from '../../../contracts/domain/visit.ts';

/** Fields of papers that a form asks for by another name. Those of the same name need no entry. */
const FORM_NAMES: Partial<Record<PaperKind, Readonly<Record<string, readonly string[]>>>> = {
  'business-licence': { name: ['company-name'], address: ['premises-address'] },
  'id-card-front': { name: ['applicant-name'], address: [] },
};

/**
 * Values that may be filled into forms, by form field: only what a person confirmed (see `readField` in the contracts).
 * A later reading goes before an earlier one.
 */
export function confirmedForForms(visit: Visit): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const reading of visit.readings) {
    for (const field of reading.fields) {
      if (!field.confirmed || field.value === '') continue;
      for (const id of FORM_NAMES[reading.kind]?.[field.id] ?? [field.id]) values.set(id, field.value);
    }
  }
  return values;
}

/**
 * What may be offered to a case's form, by field, with where it comes from: read from a paper and confirmed, else from another
 * case of this visit that asks for the same. The hub holds the source against what it has itself.
 */
export function valuesForForm(
  visit: Visit,
  caseId: string,
): ReadonlyMap<string, { value: string; source: FormSource }> {
  const values = new Map<string, { value: string; source: FormSource }>();
  for (const other of visit.cases) {
    if (other.id === caseId) continue;
    for (const [id, value] of Object.entries(other.form))
      if (value !== '') values.set(id, { value, source: 'earlier' });
  }
  for (const [id, value] of confirmedForForms(visit)) values.set(id, { value, source: 'read' });
  return values;
}
