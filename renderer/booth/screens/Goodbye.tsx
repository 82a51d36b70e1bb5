import { Button } from '../../ui/components/Button.tsx';
import { countWord, useLanguage } from '../../ui/i18n.ts';
import { Clock, Package } from '../../ui/icons.ts';
import { CaseList } from '../parts/CaseList.tsx';
import { Scene } from '../parts/Scene.tsx';
import { Slip } from '../parts/Slip.tsx';
import { useBooth } from '../state/context.ts';
import { countCases } from '../state/goodbye.ts';
import { useText } from '../state/text.ts';
import { useWhen } from '../state/when.ts';
import styles from './Goodbye.module.css';

function useGoodbyeTitle(): string {
  const { state } = useBooth();
  const language = useLanguage();
  const t = useText();
  const word = (count: number) => countWord(count, language);
  const count = countCases(state.visit);
  switch (count.kind) {
    case 'none':
      return t('goodbye.none');
    case 'all':
      return count.done === 1 ? t('goodbye.one') : t('goodbye.all', { word: word(count.done) });
    case 'some':
      return t('goodbye.some', { done: word(count.done), rest: word(count.rest) });
    case 'pending':
      return count.rest === 1 ? t('goodbye.onePending') : t('goodbye.pending', { word: word(count.rest) });
  }
}

/** Counts what was done, shows the slip, says what comes by post, and reminds of belongings. */
export function Goodbye() {
  const { state, send } = useBooth();
  const t = useText();
  const when = useWhen();
  const title = useGoodbyeTitle();
  const { visit, print, instead } = state;
  const canPrint = visit?.receipt !== undefined && state.withdrawn.every((one) => one.function !== 'print');
  const isPrinting = print?.phase === 'preparing' || print?.phase === 'printing';
  const hasCases = (visit?.cases.length ?? 0) > 0;
  const follow = visit?.phoneConnected
    ? t('goodbye.follow')
    : t('goodbye.followNumber', { number: visit?.number ?? '' });
  const recipient = visit?.mailing?.recipient;
  return (
    <Scene
      picture={<div className={styles.light}>{hasCases && <Slip className={styles.slip} />}</div>}
      actions={
        <>
          <Button kind="primary" wide tall data-action="leave-now" onPress={() => send({ type: 'leave' })}>
            {t('goodbye.finish')}
          </Button>
          {canPrint && (
            <Button wide data-action="reprint" isDisabled={isPrinting} onPress={() => send({ type: 'reprint' })}>
              {t(isPrinting ? 'goodbye.printing' : print?.phase === 'printed' ? 'goodbye.printed' : 'goodbye.reprint')}
            </Button>
          )}
        </>
      }
    >
      <h1 className={styles.title}>{title}</h1>
      <p>{hasCases ? follow : t('goodbye.noneText')}</p>
      <CaseList />
      <div className={styles.notes}>
        {instead?.followUp && (
          <p className={styles.note}>
            <Clock aria-hidden />
            {t('goodbye.callBack', { when: when.instant(instead.followUp.dueAt), number: instead.followUp.number })}
          </p>
        )}
        {instead?.booking && (
          <p className={styles.note}>
            <Clock aria-hidden />
            {t('goodbye.booked', {
              when: when.slot(instead.booking.day, instead.booking.time),
              code: instead.booking.code,
            })}
          </p>
        )}
        {visit?.parcels.map(({ id, number }) => (
          <p key={id} className={styles.note}>
            <Package aria-hidden />
            {recipient ? t('goodbye.post', { number, recipient }) : t('goodbye.postPlain', { number })}
          </p>
        ))}
        <p className={styles.belongings}>{t('goodbye.belongings')}</p>
      </div>
    </Scene>
  );
}
