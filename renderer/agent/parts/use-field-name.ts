import { useTranslation } from 'react-i18next';
import type { PaperKind } from '../../../contracts/domain/paper.ts';

/** Name of a field as its kind of paper prints it; an id without a text is shown as it is, never as nothing. */
export function useFieldName(): (kind: PaperKind, fieldId: string) => string {
  const { t, i18n } = useTranslation('agent');
  return (kind, fieldId) => {
    const known = [`fields.name.${kind}.${fieldId}`, `fields.name.any.${fieldId}`].find((key) =>
      i18n.exists(key, { ns: 'agent' }),
    );
    return known === undefined ? fieldId : t(known);
  };
}
