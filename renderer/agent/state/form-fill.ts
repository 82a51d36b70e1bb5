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
