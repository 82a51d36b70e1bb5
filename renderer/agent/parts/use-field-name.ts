import { useTranslation } from 'react-i18next';

/** Name of a field that was read, by its id; an id without a text is shown as it is, never as nothing. */
export function useFieldName(): (fieldId: string) => string {
  const { t, i18n } = useTranslation('agent');
  return (fieldId) => (i18n.exists(`fields.name.${fieldId}`, { ns: 'agent' }) ? t(`fields.name.${fieldId}`) : fieldId);
}
