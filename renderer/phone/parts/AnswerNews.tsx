import type { FormField } from '../../../contracts/domain/catalogue.ts';
import { EMPTY_FIELD, fieldStatus } from '../../../contracts/domain/form.ts';
import type { FormReplica } from '../../form/replica.ts';
import type { Looker } from '../../form/shelf.ts';
import { useFormView } from '../../form/use-form.ts';
import { useText } from '../text.ts';
import styles from './field.module.css';

export interface AnswerNewsProps {
  readonly field: FormField;
  readonly replica: FormReplica;
  readonly looker: Looker | undefined;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
}

/** What the other side says of an answer: that they look at it, propose another, doubt it. */
export function AnswerNews({ field, replica, looker, choices }: AnswerNewsProps) {
  const t = useText();
  const view = useFormView(replica);
  const state = view.fields[field.id] ?? EMPTY_FIELD;
  const text = view.texts[field.id] ?? '';
  const { standing, changed } = fieldStatus(field, text, state);
  const words = (value: string) => choices.find((choice) => choice.id === value)?.label ?? value;
  const take = (value: string) => {
    replica.type(field.id, value);
    replica.confirm(field.id, value);
  };
  const leave = (value: string) => {
    replica.dismiss(field.id);
    if (state.confirmed && text === value) replica.type(field.id, state.confirmed.value);
  };
  const isConfirmed = standing === 'confirmed-citizen' || standing === 'confirmed-agent';
  return (
    <>
      {looker?.by.side === 'agent' && (
        <p className={styles.looker} role="status">
          {t(looker.guidedAtMs === null ? 'sheet.looker' : 'sheet.guide')}
        </p>
      )}
      {isConfirmed && (
        <p className={styles.confirmed}>
          {t(standing === 'confirmed-citizen' ? 'sheet.citizenConfirmed' : 'sheet.agentConfirmed')}
        </p>
      )}
      {changed && state.confirmed?.by.side === 'citizen' && !state.proposals.some(({ value }) => value === text) && (
        <p className={styles.news}>
          {t('sheet.counts', { value: words(state.confirmed.value) })}
          <button type="button" onClick={() => replica.type(field.id, state.confirmed?.value ?? '')}>
            {t('sheet.restore')}
          </button>
        </p>
      )}
      {state.doubt?.by.side === 'agent' && <p className={styles.news}>{t('sheet.doubt')}</p>}
      {state.proposals.map(({ value, by }) => (
        <p className={styles.news} key={`${by.at} ${value}`} data-proposal>
          {t('sheet.proposal', { value: words(value) })}
          {view.writable && (
            <span className={styles.newsActions}>
              <button type="button" onClick={() => take(value)}>
                {t('sheet.take')}
              </button>
              <button type="button" onClick={() => leave(value)}>
                {t('sheet.leave')}
              </button>
            </span>
          )}
        </p>
      ))}
    </>
  );
}
