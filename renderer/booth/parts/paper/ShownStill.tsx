import { turnOf } from '../../../../contracts/domain/paper.ts';
import { InkSurface } from '../../../ink/InkSurface.tsx';
import { TurnedPicture } from '../../../ink/TurnedPicture.tsx';
import { useBooth, useCall } from '../../state/context.ts';
import { usePaperPicture } from '../../state/paper-picture.ts';
import { useText } from '../../state/text.ts';
import styles from './ShownStill.module.css';

/** As on the live paper: what a finger drew fades by itself. */
const FINGER = { kind: 'stroke', keep: 'fades' } as const;

/** A still of a paper that an agent points at, large, with what agents and citizen mark on it. */
export function ShownStill({ fileId }: { readonly fileId: string }) {
  const t = useText();
  const { session, marks } = useCall();
  const { visit } = useBooth().state;
  const view = usePaperPicture(fileId);
  if (view.state !== 'ready' || !marks || !session) {
    return (
      <div className={styles.words} role="status">
        {t(view.state === 'failed' ? 'inCall.stillFailed' : 'inCall.stillLoading')}
      </div>
    );
  }
  const turn = turnOf(visit?.readings.find((reading) => reading.fileId === fileId));
  return (
    <figure className={styles.still} data-testid="shown-still">
      <InkSurface
        className={styles.picture}
        board={marks}
        fileId={fileId}
        tool={FINGER}
        citizenId={session.selfPartyId}
        label={t('inCall.marks')}
        turn={turn}
      >
        <TurnedPicture src={view.address} alt={t('inCall.still')} turn={turn} />
      </InkSurface>
      <figcaption className={styles.caption}>{t('inCall.still')}</figcaption>
    </figure>
  );
}
