import { useId, useRef, useState } from 'react';
import type { FormField, Service } from '../../../contracts/domain/catalogue.ts';
import { EMPTY_FIELD, type FormSource, fieldStatus } from '../../../contracts/domain/form.ts';
import { isDoubt, problemOf } from '../../../contracts/domain/form-rules.ts';
import type { Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import type { FormReplica, FormView } from '../../form/replica.ts';
import { SharedInput } from '../../form/SharedInput.tsx';
import type { Looker } from '../../form/shelf.ts';
import { useFormView, useGuided, useLookers } from '../../form/use-form.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { useErrorText, useLocalized } from '../../ui/i18n.ts';
import { PenLine } from '../../ui/icons.ts';
import { useCallSession, useDesk, useDeskState } from '../state/desk-context.ts';
import { valuesForForm } from '../state/form-fill.ts';
import { useText } from '../text.ts';
import styles from './CaseForm.module.css';
import { FieldNews, FieldStanding, FieldTools } from './FormField.tsx';
import { FormInk } from './FormInk.tsx';
import { FormSignatureLine } from './FormSignatureLine.tsx';

export interface CaseFormProps {
  readonly visit: Visit;
  readonly visitCase: VisitCase;
  readonly service: Service;
}

/** The application form, which citizen and agents fill together. */
export function CaseForm({ visit, visitCase, service }: CaseFormProps) {
  const t = useText();
  const errorText = useErrorText();
  const { forms } = useDesk();
  const { home } = useDeskState();
  const replica = forms.of(
    visitCase.id,
    service.form.map((field) => field.id),
  );
  const view = useFormView(replica);
  const inCall = useCallSession() !== null;
  const [marking, setMarking] = useState(false);
  const section = useRef<HTMLElement>(null);
  const lookers = useLookers(forms, visitCase.id, ({ partyId }) => partyId === home?.agent.id);
  useGuided(lookers, () => section.current);
  const offered = valuesForForm(visit, visitCase.id);
  const fillable = service.form.filter(({ id }) => offered.has(id) && (view.texts[id] ?? '') === '');
  const confirmable = service.form.filter((field) => isConfirmable(field, view));
  const fill = () => {
    for (const { id } of fillable) {
      const { value, source } = offered.get(id) as { value: string; source: FormSource };
      replica.type(id, value, undefined, source);
    }
  };
  return (
    <section aria-label={t('case.formHeading')} data-case-form data-synced={!view.waiting} ref={section}>
      <h3 className={styles.heading}>
        {t('case.formHeading')}
        <span className={styles.state} role="status">
          {view.waiting && t('sheet.waiting')}
        </span>
        {inCall && service.form.length > 0 && (
          <button
            type="button"
            className={styles.tool}
            aria-label={t('ink.onForm')}
            title={t('ink.onForm')}
            aria-pressed={marking}
            data-mark-form
            onClick={() => setMarking(!marking)}
          >
            <PenLine aria-hidden />
          </button>
        )}
        {view.writable && fillable.length > 0 && (
          <Button kind="quiet" className={styles.fill} onPress={fill}>
            {t('case.prefill')}
          </Button>
        )}
      </h3>
      {service.form.length === 0 && <p>{t('case.formEmpty')}</p>}
      {view.refused && (
        <Notice tone="warning" data-form-refused>
          {t('sheet.refused', { why: errorText(view.refused) })}
        </Notice>
      )}
      <FormInk caseId={visitCase.id} fieldIds={service.form.map(({ id }) => id)} isOpen={marking}>
        {service.form.map((field) => (
          <FieldRow
            key={field.id}
            field={field}
            view={view}
            replica={replica}
            looker={lookers.get(field.id)}
            onLook={(here) => forms.look(visitCase.id, here ? field.id : null)}
            onGuide={() => forms.guide(visitCase.id, field.id)}
          />
        ))}
      </FormInk>
      {view.writable && confirmable.length > 0 && (
        <Button
          kind="secondary"
          data-confirm-form
          onPress={() => {
            for (const { id } of confirmable) replica.confirm(id);
          }}
        >
          {t('sheet.confirmAll', { count: confirmable.length })}
        </Button>
      )}
      {service.form.length > 0 && view.ready && <FormSignatureLine service={service} view={view} />}
    </section>
  );
}

/** A draft that nobody confirmed and that its rule takes. What the citizen confirmed is left to them. */
function isConfirmable(field: FormField, view: FormView): boolean {
  const text = view.texts[field.id] ?? '';
  if (view.fields[field.id]?.confirmed || text.trim() === '') return false;
  const problem = problemOf(field, text);
  return problem === null || isDoubt(problem);
}

interface FieldRowProps {
  readonly field: FormField;
  readonly view: FormView;
  readonly replica: FormReplica;
  readonly looker: Looker | undefined;
  readonly onLook: (here: boolean) => void;
  readonly onGuide: () => void;
}

/** Dense on purpose: a form of a dozen lines must be seen whole. */
function FieldRow({ field, view, replica, looker, onLook, onGuide }: FieldRowProps) {
  const t = useText();
  const localized = useLocalized();
  const inputId = useId();
  const text = view.texts[field.id] ?? '';
  const state = view.fields[field.id] ?? EMPTY_FIELD;
  const status = fieldStatus(field, text, state);
  const choices =
    field.kind === 'boolean'
      ? [
          { id: 'true', label: t('case.yes') },
          { id: 'false', label: t('case.no') },
        ]
      : (field.choices ?? []).map((choice) => ({ id: choice.id, label: localized(choice.label) }));
  const shownValue = (value: string) => choices.find((choice) => choice.id === value)?.label ?? value;
  const shared = {
    id: inputId,
    className: styles.input,
    disabled: !view.writable,
    onFocus: () => onLook(true),
    onBlur: () => onLook(false),
  };
  return (
    <div
      className={styles.field}
      data-form-field={field.id}
      data-standing={status.standing}
      data-looker={looker?.by.side}
      data-guided={looker !== undefined && looker.guidedAtMs !== null}
    >
      <div className={styles.top}>
        <label className={styles.label} htmlFor={inputId}>
          {localized(field.label)}
          {field.required && <span aria-hidden> *</span>}
        </label>
        <FieldTools field={field} view={view} replica={replica} status={status} onGuide={onGuide} />
      </div>
      {choices.length > 0 ? (
        <select {...shared} value={text} onChange={(event) => replica.type(field.id, event.target.value)}>
          <option value="">{t('case.fieldMissing')}</option>
          {choices.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : (
        <SharedInput
          {...shared}
          replica={replica}
          fieldId={field.id}
          text={text}
          type={field.kind === 'date' ? 'date' : 'text'}
          maxLength={500}
          placeholder={t('case.fieldMissing')}
        />
      )}
      <FieldStanding status={status} state={state} looker={looker} />
      <FieldNews field={field} state={state} status={status} view={view} replica={replica} shownValue={shownValue} />
    </div>
  );
}
