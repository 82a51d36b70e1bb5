import { idNumberParts } from '../../../../contracts/domain/document-numbers.ts';
import type { ReadField } from '../../../../contracts/domain/paper.ts';
import { fenOfCapitals, fenOfFigures } from '../checks.ts';

/** Birth and sex stand a second time inside the identity number: what contradicts a right number was misread. */
export function judgedByNumber(fields: readonly ReadField[]): ReadField[] {
  const number = fields.find(({ id }) => id === 'id-number');
  const parts = number?.rule === 'passed' ? idNumberParts(number.value) : null;
  if (!parts) return [...fields];
  return fields.map((field): ReadField => {
    if (field.id === 'birth') return { ...field, rule: field.value === parts.birth ? 'passed' : 'failed' };
    if (field.id === 'sex') {
      return { ...field, rule: field.value === (parts.sex === 'male' ? '男' : '女') ? 'passed' : 'failed' };
    }
    return field;
  });
}

/** An amount stands twice, in figures and in capitals: neither is right when they differ. */
export function judgedByBothAmounts(fields: readonly ReadField[]): ReadField[] {
  const figures = fields.find(({ id }) => id === 'amount');
  const capitals = fields.find(({ id }) => id === 'amount-capitals');
  if (!figures || !capitals) return [...fields];
  const fen = fenOfFigures(figures.value);
  const agree = fen !== null && fen === fenOfCapitals(capitals.value);
  return fields.map((field) =>
    field === figures || field === capitals ? { ...field, rule: agree ? 'passed' : 'failed' } : field,
  );
}
