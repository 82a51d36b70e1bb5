import { describe, expect, it } from 'vitest';
import type { ReadField } from '../../../contracts/domain/paper.ts';
import { confirmedForForms } from './form-fill.ts';
import { aVisit, IDS } from './testing.ts';

const field = (id: string, value: string, confirmed: boolean): ReadField => ({
  id,
  value,
  confidence: 0.9,
  rule: 'none',
  confirmed,
});
const reading = (kind: 'business-licence' | 'id-card-front', fields: ReadField[]) => ({
  fileId: IDS.offer,
  kind,
  fields,
  text: '',
  durationMs: 1,
});

describe('confirmedForForms', () => {
  it('offers only what a person confirmed, under the name of the form', () => {
    const visit = aVisit({
      readings: [
        reading('business-licence', [field('name', 'Company', true), field('credit-code', '91', false)]),
        reading('id-card-front', [field('name', 'Person', true), field('id-number', '44', true)]),
      ],
    });
    expect(Object.fromEntries(confirmedForForms(visit))).toEqual({
      'company-name': 'Company',
      'applicant-name': 'Person',
      'id-number': '44',
    });
  });
});
