import { useId, useState } from 'react';
import type { FormField, Service } from '../../../contracts/domain/catalogue.ts';
import type { Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import { Button } from '../../ui/components/Button.tsx';
import { useLocalized } from '../../ui/i18n.ts';
import { useBusy, useDesk } from '../state/desk-context.ts';
import { confirmedForForms } from '../state/form-fill.ts';
import { useText } from '../text.ts';
import styles from './CaseForm.module.css';

export interface CaseFormProps {
  readonly visit: Visit;
  readonly visitCase: VisitCase;
  readonly service: Service;
}

/** The application form: what the citizen filled in on the phone, and what the agent fills in with them. */
export function CaseForm({ visit, visitCase, service }: CaseFormProps) {
  const t = useText();
  const desk = useDesk();
  const action = `case.form/${visitCase.id}`;
  const busy = useBusy(action);
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const editable = visitCase.state === 'open' || visitCase.state === 'accepted';
  const confirmed = confirmedForForms(visit);
  const fillable = service.form.filter(
    ({ id }) => confirmed.has(id) && (visitCase.form[id] ?? '') === '' && drafts[id] === undefined,
  );
  const changed = Object.entries(drafts).filter(([id, value]) => value !== (visitCase.form[id] ?? ''));
  const save = async () => {
    if (await desk.runCase('case.form', { caseId: visitCase.id, form: Object.fromEntries(changed) }, action)) {
      setDrafts({});
    }
  };
  return (
    <section aria-label={t('case.formHeading')} data-case-form>
      <h3 className={styles.heading}>
        {t('case.formHeading')}
        {editable && fillable.length > 0 && (
          <Button
            kind="quiet"
            className={styles.fill}
            onPress={() =>
              setDrafts({ ...drafts, ...Object.fromEntries(fillable.map(({ id }) => [id, confirmed.get(id) ?? ''])) })
            }
          >
            {t('case.prefill')}
          </Button>
        )}
      </h3>
      {service.form.length === 0 && <p>{t('case.formEmpty')}</p>}
      <div className={styles.fields}>
        {service.form.map((field) => (
          <FieldInput
            key={field.id}
            field={field}
            editable={editable}
            value={drafts[field.id] ?? visitCase.form[field.id] ?? ''}
            onChange={(value) => setDrafts({ ...drafts, [field.id]: value })}
          />
        ))}
      </div>
      {changed.length > 0 && (
        <Button kind="secondary" isDisabled={busy} onPress={() => void save()}>
          {t('case.formSave')}
        </Button>
      )}
    </section>
  );
}

interface FieldInputProps {
  readonly field: FormField;
  readonly value: string;
  readonly editable: boolean;
  readonly onChange: (value: string) => void;
}

/** Dense on purpose: a form of a dozen lines must be seen whole. */
function FieldInput({ field, value, editable, onChange }: FieldInputProps) {
  const t = useText();
  const localized = useLocalized();
  const choices =
    field.kind === 'boolean'
      ? [
          { id: 'true', label: t('case.yes') },
          { id: 'false', label: t('case.no') },
        ]
      : (field.choices ?? []).map((choice) => ({ id: choice.id, label: localized(choice.label) }));
  const inputId = useId();
  const shared = { id: inputId, className: styles.input, value, disabled: !editable };
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={inputId}>
        {localized(field.label)}
        {field.required && <span aria-hidden> *</span>}
      </label>
      {choices.length > 0 ? (
        <select {...shared} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('case.fieldMissing')}</option>
          {choices.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          type={field.kind === 'date' ? 'date' : 'text'}
          maxLength={500}
          placeholder={t('case.fieldMissing')}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  );
}
