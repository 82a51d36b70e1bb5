import { use, useRef, useState } from 'react';
import type { FormField, Service } from '../../../contracts/domain/catalogue.ts';
import { EMPTY_FIELD, fieldStatus } from '../../../contracts/domain/form.ts';
import { isDoubt } from '../../../contracts/domain/form-rules.ts';
import type { VisitCase } from '../../../contracts/domain/visit.ts';
import type { FormReplica } from '../../form/replica.ts';
import type { FormShelf, Looker } from '../../form/shelf.ts';
import { stageOf } from '../../form/stage.ts';
import { useFormView, useGuided, useLookers } from '../../form/use-form.ts';
import { Notice } from '../../ui/components/Notice.tsx';
import { useErrorText, useLocalized } from '../../ui/i18n.ts';
import { PenLine } from '../../ui/icons.ts';
import { AnswerNews } from '../parts/AnswerNews.tsx';
import { Button } from '../parts/Button.tsx';
import { ChoiceField } from '../parts/ChoiceField.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { TextField } from '../parts/TextField.tsx';
import { problemsOf } from '../state/form-rules.ts';
import { FormsContext } from '../state/forms-context.ts';
import { useText } from '../text.ts';
import styles from './form.module.css';

/** The form of one case, once the page has its forms. */
export function FormScreen(props: ScreenProps) {
  const { state } = props;
  const forms = use(FormsContext)?.shelf;
  const page = state.stage.at === 'visit' ? state.stage.page : null;
  const kase = page?.name === 'form' ? state.visit?.cases.find((each) => each.id === page.caseId) : undefined;
  const service = state.catalogue?.services.find((each) => each.id === kase?.serviceId);
  if (kase === undefined || service === undefined || forms === undefined) return null;
  return <SharedFormPage key={kase.id} {...props} kase={kase} service={service} forms={forms} />;
}

interface SharedFormProps extends ScreenProps {
  readonly kase: VisitCase;
  readonly service: Service;
  readonly forms: FormShelf;
}

/**
 * The questions of one case, which citizen and agent answer together. Problems are told when a field is left, and all at once
 * when handing in was tried; handing in confirms what stands there.
 */
function SharedFormPage({ state, dispatch, kase, service, forms }: SharedFormProps) {
  const t = useText();
  const localized = useLocalized();
  const errorText = useErrorText();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const replica = forms.of(
    kase.id,
    service.form.map((field) => field.id),
  );
  const view = useFormView(replica);
  const lookers = useLookers(forms, kase.id, ({ by }) => by.device === 'phone');
  useGuided(lookers, () => form.current);

  const problems = problemsOf(service, view.texts);
  const blocking = Object.values(problems).filter((problem) => !isDoubt(problem)).length;
  const send = () => {
    setTried(true);
    if (blocking > 0) {
      // The first answer to mend comes into sight, also above the keyboard.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[data-problem="bad"]')?.scrollIntoView());
      return;
    }
    for (const field of service.form) if (isOpen(field, replica)) replica.confirm(field.id);
    forms.look(kase.id, null);
    dispatch({ type: 'page', page: { name: 'spine' } });
  };
  const { signature } = view;
  const stage = stageOf(service, view);
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={localized(service.name)}
      lead={view.ready && !view.writable ? t('sheet.closed') : t('sheet.live')}
      actions={
        <>
          {tried && blocking > 0 && (
            <p className={styles.count} role="alert">
              {t('form.problemCount', { count: blocking })}
            </p>
          )}
          {view.waiting && (
            <p className={styles.waiting} role="status">
              {t('sheet.waiting')}
            </p>
          )}
          {stage === 'to-sign' ? (
            <Button
              kind="primary"
              wide
              icon={<PenLine aria-hidden />}
              disabled={!view.writable}
              onClick={() => dispatch({ type: 'page', page: { name: 'sign', caseId: kase.id } })}
            >
              {t('sheet.sign')}
            </Button>
          ) : stage === 'signed' && !service.form.some((field) => isOpen(field, replica)) ? (
            <Button wide onClick={() => dispatch({ type: 'page', page: { name: 'spine' } })}>
              {t('sheet.toList')}
            </Button>
          ) : (
            <Button kind="primary" wide disabled={!view.writable} onClick={send}>
              {t('form.send')}
            </Button>
          )}
        </>
      }
    >
      {view.refused && (
        <Notice tone="warning" className={styles.notice}>
          {t('sheet.refused', { why: errorText(view.refused) })}
        </Notice>
      )}
      {signature && (
        <Notice tone={signature.voidedAt === undefined ? 'success' : 'warning'} className={styles.notice}>
          {t(signature.voidedAt === undefined ? `sheet.signed.${signature.device}` : 'sheet.void', {
            version: signature.version,
          })}
        </Notice>
      )}
      <form
        ref={form}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {service.form.map((field) => {
          const problem = problems[field.id];
          const shown = problem !== undefined && (tried || (left.has(field.id) && problem !== 'empty'));
          return (
            <Answer
              key={field.id}
              field={field}
              replica={replica}
              looker={lookers.get(field.id)}
              problem={shown ? t(`form.problem.${problem}`) : undefined}
              doubt={problem !== undefined && isDoubt(problem)}
              onFocus={() => forms.look(kase.id, field.id)}
              onBlur={() => {
                forms.look(kase.id, null);
                setLeft((before) => new Set(before).add(field.id));
              }}
            />
          );
        })}
        <button type="submit" hidden />
      </form>
    </Page>
  );
}

/** Whether handing in has something to confirm here: what is not the citizen's own word yet. */
function isOpen(field: FormField, replica: FormReplica): boolean {
  const view = replica.view();
  const state = view.fields[field.id] ?? EMPTY_FIELD;
  const { changed, standing } = fieldStatus(field, view.texts[field.id] ?? '', state);
  return changed || (standing !== 'empty' && state.confirmed?.by.side !== 'citizen') || standing === 'doubted';
}

interface AnswerProps {
  readonly field: FormField;
  readonly replica: FormReplica;
  readonly looker: Looker | undefined;
  readonly problem: string | undefined;
  readonly doubt: boolean;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** The right keyboard and the right control for each kind of field. */
function Answer({ field, replica, looker, problem, doubt, onFocus, onBlur }: AnswerProps) {
  return (
    <div
      className={styles.answer}
      data-form-field={field.id}
      data-looker={looker?.by.side}
      data-guided={looker !== undefined && looker.guidedAtMs !== null}
    >
      <Control
        field={field}
        replica={replica}
        looker={looker}
        problem={problem}
        doubt={doubt}
        onFocus={onFocus}
        onBlur={onBlur}
      />
    </div>
  );
}

function Control({ field, replica, looker, problem, doubt, onFocus, onBlur }: AnswerProps) {
  const t = useText();
  const localized = useLocalized();
  const view = useFormView(replica);
  const value = view.texts[field.id] ?? '';
  const choices =
    field.kind === 'boolean'
      ? [
          { id: 'true', label: t('form.yes') },
          { id: 'false', label: t('form.no') },
        ]
      : (field.choices ?? []).map((choice) => ({ id: choice.id, label: localized(choice.label) }));
  const news = <AnswerNews field={field} replica={replica} looker={looker} choices={choices} />;
  const onChange = (next: string) => replica.type(field.id, next);
  const shared = { label: localized(field.label), value, problem, optional: !field.required, onChange, onFocus, news };
  if (field.kind === 'choice' || field.kind === 'boolean') return <ChoiceField {...shared} choices={choices} />;
  const typed = { ...shared, doubt, onBlur, shared: { replica, fieldId: field.id } };
  switch (field.kind) {
    case 'date':
      return <TextField {...typed} type="date" />;
    case 'phone':
      return <TextField {...typed} type="tel" autoComplete="tel" hint={t('form.hint.phone')} maxLength={16} />;
    case 'amount':
      return <TextField {...typed} inputMode="decimal" hint={t('form.hint.amount')} maxLength={16} />;
    case 'id-number':
      return <TextField {...typed} autoCapitalize="characters" hint={t('form.hint.id-number')} maxLength={24} />;
    case 'credit-code':
      return <TextField {...typed} autoCapitalize="characters" hint={t('form.hint.credit-code')} maxLength={24} />;
    case 'address':
      return <TextField {...typed} lines={2} hint={t('form.hint.address')} maxLength={200} />;
    case 'text':
      return <TextField {...typed} maxLength={200} />;
  }
}
