import { useRef, useState } from 'react';
import type { FormField } from '../../../contracts/domain/catalogue.ts';
import { isDoubt } from '../../../contracts/domain/form-rules.ts';
import { useLocalized } from '../../ui/i18n.ts';
import { Button } from '../parts/Button.tsx';
import { ChoiceField } from '../parts/ChoiceField.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { TextField } from '../parts/TextField.tsx';
import { answersOf, problemsOf } from '../state/form-rules.ts';
import { useText } from '../text.ts';
import styles from './form.module.css';

/** The questions of one case. Problems are told when a field is left, and all at once when sending was tried. */
export function FormScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  const localized = useLocalized();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const page = state.stage.at === 'visit' ? state.stage.page : null;
  const kase = page?.name === 'form' ? state.visit?.cases.find((each) => each.id === page.caseId) : undefined;
  const service = state.catalogue?.services.find((each) => each.id === kase?.serviceId);
  if (kase === undefined || service === undefined) return null;

  const answers = answersOf(kase, state.drafts[kase.id]);
  const problems = problemsOf(service, answers);
  const blocking = Object.values(problems).filter((problem) => !isDoubt(problem)).length;
  const change = (fieldId: string, value: string) => dispatch({ type: 'typed', caseId: kase.id, fieldId, value });
  const send = () => {
    setTried(true);
    if (blocking === 0) dispatch({ type: 'send-form', caseId: kase.id });
    // The first answer to mend comes into sight, also above the keyboard.
    else
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[data-problem="bad"]')?.scrollIntoView());
  };
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={localized(service.name)}
      lead={t('form.saved')}
      actions={
        <>
          {tried && blocking > 0 && (
            <p className={styles.count} role="alert">
              {t('form.problemCount', { count: blocking })}
            </p>
          )}
          <Button kind="primary" wide disabled={state.busy === 'form'} onClick={send}>
            {state.busy === 'form' ? t('form.sending') : t('form.send')}
          </Button>
        </>
      }
    >
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
              value={answers[field.id] ?? ''}
              problem={shown ? t(`form.problem.${problem}`) : undefined}
              doubt={problem !== undefined && isDoubt(problem)}
              onChange={(value) => change(field.id, value)}
              onBlur={() => setLeft((before) => new Set(before).add(field.id))}
            />
          );
        })}
        <button type="submit" hidden />
      </form>
    </Page>
  );
}

interface AnswerProps {
  readonly field: FormField;
  readonly value: string;
  readonly problem: string | undefined;
  readonly doubt: boolean;
  readonly onChange: (value: string) => void;
  readonly onBlur: () => void;
}

/** The right keyboard and the right control for each kind of field. */
function Answer({ field, value, problem, doubt, onChange, onBlur }: AnswerProps) {
  const t = useText();
  const localized = useLocalized();
  const shared = { label: localized(field.label), value, problem, optional: !field.required, onChange };
  const typed = { ...shared, doubt, onBlur };
  switch (field.kind) {
    case 'choice':
      return (
        <ChoiceField
          {...shared}
          choices={(field.choices ?? []).map((choice) => ({ id: choice.id, label: localized(choice.label) }))}
        />
      );
    case 'boolean':
      return (
        <ChoiceField
          {...shared}
          choices={[
            { id: 'true', label: t('form.yes') },
            { id: 'false', label: t('form.no') },
          ]}
        />
      );
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
