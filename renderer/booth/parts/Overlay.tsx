import { useEffect } from 'react';
import type { XiaowuError } from '../../../contracts/errors.ts';
import { Notice } from '../../ui/components/Notice.tsx';
import { useBooth } from '../state/context.ts';
import { overlayOf, type ScreenName } from '../state/screen.ts';
import { chime } from '../state/sounds.ts';
import { useMessage, useText } from '../state/text.ts';
import styles from './Overlay.module.css';
import { TimeoutCard } from './TimeoutCard.tsx';

/** What lies over the screen: news at the top, and the warning before time runs out. */
export function Overlay({ screen, problem }: { screen: ScreenName; problem: XiaowuError | null }) {
  const { state } = useBooth();
  const t = useText();
  const message = useMessage();
  const overlay = overlayOf(state);
  const calls = overlay === 'timeout' || overlay === 'ask';
  useEffect(() => {
    if (calls) chime();
  }, [calls]);
  return (
    <>
      <div className={styles.news}>
        {state.notice && (
          <Notice tone={state.notice.tone} className={styles.floating}>
            {message(state.notice.messageKey)}
          </Notice>
        )}
        {problem && (
          <Notice tone="warning" className={styles.floating}>
            {t('problem')}
          </Notice>
        )}
        {/* In a call the stage says what the lost network means: mostly nothing, for voices go their own way. */}
        {!state.online &&
          !state.call?.parties.some(({ kind }) => kind === 'agent') &&
          screen !== 'in-call' &&
          screen !== 'offline' &&
          screen !== 'starting' &&
          screen !== 'technician' && (
            <Notice tone="warning" className={styles.floating}>
              {t('offline.text')}
            </Notice>
          )}
      </div>
      {overlay === 'timeout' && state.timeoutAt && <TimeoutCard until={state.timeoutAt} />}
    </>
  );
}
