import type { FormField } from '../../../../contracts/domain/catalogue.ts';
import { EMPTY_FIELD, fieldStatus } from '../../../../contracts/domain/form.ts';
import { isDoubt } from '../../../../contracts/domain/form-rules.ts';
import type { FormReplica, FormView } from '../../../form/replica.ts';
import type { Looker } from '../../../form/shelf.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { useLocalized } from '../../../ui/i18n.ts';
import { useText } from '../../state/text.ts';
import styles from './form.module.css';

export interface FormRowProps {
  readonly field: FormField;
  readonly view: FormView;
  readonly replica: FormReplica;
  readonly looker: Looker | undefined;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** The words of a value: choices by their names. */
export function useValueWords(): (field: FormField, value: string) => string {
  const t = useText();
  const text = useLocalized();
  return (field, value) => {
    if (field.kind === 'boolean' && value !== '') return t(value === 'true' ? 'form.yes' : 'form.no');
    const choice = field.choices?.find((one) => one.id === value);
    return choice ? text(choice.label) : value;
  };
}

/** One question with its answer, how it stands, and what an agent says of it. A touch chooses it. */
export function FormRow({ field, view, replica, looker, chosen, onChoose }: FormRowProps) {
  const t = useText();
  const label = useLocalized()(field.label);
  const words = useValueWords();
  const text = view.texts[field.id] ?? '';
  const state = view.fields[field.id] ?? EMPTY_FIELD;
  const { standing, changed, problem } = fieldStatus(field, text, state);
  const wrong = problem !== null && problem !== 'empty' && !isDoubt(problem);
  const agentLooks = looker?.by.side === 'agent';
  const shown = agentLooks ? (looker.guidedAtMs === null ? 'agent-here' : 'agent-asks') : wrong ? 'wrong' : standing;
  return (
    <section
      className={styles.row}
      data-form-field={field.id}
      data-standing={standing}
      data-looker={looker?.by.side}
      data-guided={agentLooks && looker.guidedAtMs !== null}
      data-chosen={chosen}
      data-wrong={wrong}
    >
      <button type="button" className={styles.choose} aria-pressed={chosen} data-field={field.id} onClick={onChoose}>
        <span className={styles.label}>
          {label}
          {!field.required && <small> {t('form.optional')}</small>}
        </span>
        <span className={styles.value}>{text === '' ? '—' : words(field, text)}</span>
        <span className={styles.standing}>{t(`form.standing.${shown}`)}</span>
      </button>
      {changed && state.confirmed && !state.proposals.some(({ value }) => value === text) && (
        <p className={styles.news}>{t('form.counts', { value: words(field, state.confirmed.value) })}</p>
      )}
      {state.proposals.map(({ value, by }) => (
        <div className={styles.news} key={`${by.at} ${value}`} data-proposal>
          <p>{t('form.proposal', { value: words(field, value) })}</p>
          <Button
            data-action="take-proposal"
            onPress={() => {
              replica.type(field.id, value);
              replica.confirm(field.id, value);
            }}
          >
            {t('form.take')}
          </Button>
          <Button
            data-action="leave-proposal"
            onPress={() => {
              replica.dismiss(field.id);
              if (state.confirmed && text === value) replica.type(field.id, state.confirmed.value);
            }}
          >
            {t('form.leave')}
          </Button>
        </div>
      ))}
    </section>
  );
}
