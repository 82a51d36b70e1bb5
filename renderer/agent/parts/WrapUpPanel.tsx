import { outcomeCode } from '../../../contracts/hub/agent.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Choice, TextField } from '../../ui/components/Field.tsx';
import { useRemainingMs } from '../../ui/components/RingCountdown.tsx';
import { useErrorText } from '../../ui/i18n.ts';
import { useBusy, useDesk, useDeskState, useNote } from '../state/desk-context.ts';
import { durationText } from '../state/local-time.ts';
import { useText } from '../text.ts';
import styles from './WrapUpPanel.module.css';

/** After a call: how it ended, in a code and in words. What is typed is saved by itself; the time that is left runs. */
export function WrapUpPanel() {
  const t = useText();
  const desk = useDesk();
  const { presence, presenceReason, wrapUp, wrapUpUntil, home } = useDeskState();
  const untilMs = wrapUpUntil === null ? null : new Date(wrapUpUntil).getTime() - (home?.aheadMs ?? 0);
  const leftMs = useRemainingMs(untilMs);
  const ending = useBusy('wrapup.end');
  const isWrapUp = presence === 'wrap-up';
  const isWriting = presence === 'break' && presenceReason === 'paperwork';
  return (
    <section className={styles.panel} aria-label={t('wrapUp.heading')}>
      <div className={styles.head}>
        <div>
          {wrapUp && <p className={styles.ended}>{t(`idle.ended.${wrapUp.reason}`)}</p>}
          <h2>{t(isWrapUp ? 'idle.wrap-up' : 'wrapUp.after')}</h2>
        </div>
        {isWrapUp && untilMs !== null && (
          <p className={styles.left} role="timer">
            {t('wrapUp.left')}
            <strong>{durationText(Math.ceil(leftMs / 1000))}</strong>
          </p>
        )}
      </div>
      {wrapUp && <NoteForm visitId={wrapUp.visit.id} title={`${wrapUp.booth.name} ${wrapUp.visit.number}`} />}
      <div className={styles.deeds}>
        {isWrapUp && (
          <>
            <Button kind="primary" isDisabled={ending} data-end-wrapup onPress={() => void desk.endWrapUp()}>
              {t('idle.wrapUpDone')}
            </Button>
            <Button kind="secondary" data-keep-writing onPress={() => void desk.setPresence('break', 'paperwork')}>
              {t('wrapUp.keepWriting')}
            </Button>
          </>
        )}
        {isWriting && (
          <Button
            kind="primary"
            data-end-wrapup
            onPress={() => void desk.notes.flush().then(() => desk.setPresence('available'))}
          >
            {t('wrapUp.writtenGoOn')}
          </Button>
        )}
        {!isWrapUp && wrapUp && (
          <Button kind="quiet" onPress={() => void desk.notes.flush().then(() => desk.putWrapUpAway())}>
            {t('wrapUp.putAway')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The note of a visit: also used while the call runs, so that colleagues who join read it. */
export function NoteForm({ visitId, title }: { visitId: string; title: string }) {
  const t = useText();
  const errorText = useErrorText();
  const desk = useDesk();
  const draft = useNote(visitId);
  const state = draft?.state ?? 'none';
  return (
    <div className={styles.form} data-summary>
      <Choice
        label={t('wrapUp.outcome')}
        row
        value={draft?.outcome ?? null}
        onChange={(outcome) => desk.notes.write(visitId, title, { outcome })}
        choices={outcomeCode.options.map((code) => ({ value: code, label: t(`wrapUp.code.${code}`) }))}
      />
      <TextField
        label={t('wrapUp.note')}
        hint={t('wrapUp.noteHint')}
        lines={4}
        maxLength={2000}
        value={draft?.note ?? ''}
        onChange={(note) => desk.notes.write(visitId, title, { note })}
        onBlur={() => void desk.notes.flush(visitId)}
      />
      <p className={styles.state} role="status" data-note-state={state}>
        {t(`wrapUp.state.${state}`)}
        {draft?.error && ` ${errorText(draft.error)}`}
        {state === 'failed' && (
          <Button kind="quiet" onPress={() => void desk.notes.flush(visitId)}>
            {t('wrapUp.again')}
          </Button>
        )}
      </p>
    </div>
  );
}
