import type { FormField } from '../../../contracts/domain/catalogue.ts';
import type { FieldStatus, FormFieldState } from '../../../contracts/domain/form.ts';
import { isDoubt } from '../../../contracts/domain/form-rules.ts';
import type { FormReplica, FormView } from '../../form/replica.ts';
import type { Looker } from '../../form/shelf.ts';
import { useLocalized } from '../../ui/i18n.ts';
import { Check, CircleHelp, Hand } from '../../ui/icons.ts';
import { useText } from '../text.ts';
import styles from './CaseForm.module.css';

interface FieldPart {
  readonly field: FormField;
  readonly view: FormView;
  readonly replica: FormReplica;
  readonly status: FieldStatus;
}

/** What an agent does to a field besides typing: shows it to the citizen, doubts it, confirms it. */
export function FieldTools({ field, view, replica, status, onGuide }: FieldPart & { readonly onGuide: () => void }) {
  const t = useText();
  const name = useLocalized()(field.label);
  if (!view.writable) return null;
  const state = view.fields[field.id];
  const doubted = status.standing === 'doubted';
  const wrong = status.problem !== null && !isDoubt(status.problem);
  const canConfirm =
    (view.texts[field.id] ?? '') !== '' && !wrong && (state?.confirmed == null || status.changed || doubted);
  return (
    <span className={styles.tools}>
      <button
        type="button"
        className={styles.tool}
        aria-label={t('sheet.guide', { name })}
        title={t('sheet.guide', { name })}
        data-guide={field.id}
        onClick={onGuide}
      >
        <Hand aria-hidden />
      </button>
      <button
        type="button"
        className={styles.tool}
        aria-label={t(doubted ? 'sheet.trust' : 'sheet.doubt', { name })}
        title={t(doubted ? 'sheet.trust' : 'sheet.doubt', { name })}
        aria-pressed={doubted}
        onClick={() => (doubted ? replica.trust(field.id) : replica.doubt(field.id))}
      >
        <CircleHelp aria-hidden />
      </button>
      <button
        type="button"
        className={styles.tool}
        aria-label={t('sheet.confirm', { name })}
        title={t('sheet.confirm', { name })}
        disabled={!canConfirm}
        data-confirm-field={field.id}
        onClick={() => replica.confirm(field.id)}
      >
        <Check aria-hidden />
      </button>
    </span>
  );
}

/** One line: who is here now, or how the text stands and where it came from. */
export function FieldStanding({
  status,
  state,
  looker,
}: {
  readonly status: FieldStatus;
  readonly state: FormFieldState;
  readonly looker: Looker | undefined;
}) {
  const t = useText();
  if (looker)
    return <p className={styles.standing}>{t(`sheet.looker.${looker.by.device}`, { name: looker.by.name })}</p>;
  if (status.standing === 'empty') return null;
  const source = state.wrote?.source ?? 'typed';
  return (
    <p className={styles.standing}>
      {t(`sheet.standing.${status.standing}`)}
      {source !== 'typed' && ` · ${t(`sheet.source.${source}`)}`}
    </p>
  );
}

interface NewsProps extends FieldPart {
  readonly state: FormFieldState;
  readonly shownValue: (value: string) => string;
}

/** What stands beside the text: the confirmed value it differs from, proposals, a doubt, a broken rule, where it came from. */
export function FieldNews({ field, state, status, view, replica, shownValue }: NewsProps) {
  const t = useText();
  const text = view.texts[field.id] ?? '';
  const { confirmed, proposals, doubt } = state;
  const wrong = status.problem !== null && status.problem !== 'empty' && !isDoubt(status.problem);
  return (
    <>
      {status.changed && confirmed && !proposals.some(({ value }) => value === text) && (
        <p className={styles.news} data-tone="warning">
          {t(`sheet.counts.${confirmed.by.side}`, { value: shownValue(confirmed.value) })}
          {view.writable && (
            <button type="button" className={styles.link} onClick={() => replica.type(field.id, confirmed.value)}>
              {t('sheet.restore')}
            </button>
          )}
        </p>
      )}
      {proposals.map(({ value, by }) => (
        <p className={styles.news} data-tone="warning" data-proposal key={`${by.at} ${value}`}>
          {t(`sheet.proposal.${by.side}`, { value: shownValue(value) })}
          {view.writable && by.side === 'agent' && (
            <button
              type="button"
              className={styles.link}
              onClick={() => {
                replica.dismiss(field.id);
                if (confirmed && text === value) replica.type(field.id, confirmed.value);
              }}
            >
              {t('sheet.withdraw')}
            </button>
          )}
        </p>
      ))}
      {doubt && (
        <p className={styles.news} data-tone="warning">
          {t(`sheet.doubtBy.${doubt.by.side}`)}
        </p>
      )}
      {wrong && (
        <p className={styles.news} data-tone="error">
          {t('sheet.wrong')}
        </p>
      )}
    </>
  );
}
