import { useState } from 'react';
import { Button } from '../../../ui/components/Button.tsx';
import { RingCountdown } from '../../../ui/components/RingCountdown.tsx';
import { ArrowLeft, Camera, Check } from '../../../ui/icons.ts';
import { RING_MS } from '../../paper/capture.ts';
import { useBooth, useCapture } from '../../state/context.ts';
import { useText } from '../../state/text.ts';
import { CallStage } from '../CallStage.tsx';
import { LeaveButton } from '../LeaveButton.tsx';
import { ActionRow, Scene } from '../Scene.tsx';
import styles from './CapturePanel.module.css';
import { PageStrip } from './PageStrip.tsx';
import { PageView } from './PageView.tsx';
import { useCaptureWords } from './use-capture-words.ts';

/** Taking the pages of a document: the paper large with its outline, what to do now, and the pages taken so far. */
export function CapturePanel() {
  const { capture } = useBooth();
  const { list, phase, hint, dueAtMs } = useCapture();
  const t = useText();
  const words = useCaptureWords();
  const [openKey, setOpenKey] = useState<string | null>(null);
  const open = list.pages.find(({ key }) => key === openKey);
  if (open) return <PageView page={open} onClose={() => setOpenKey(null)} />;
  // With a page taken, to end is the next thing; before that, to take one.
  const isEnough = list.pages.length > 0 && list.replacing === null && phase !== 'counting';
  const isGood = phase === 'resting' ? list.replacing === null : hint === null;
  return (
    <Scene
      picture={
        <CallStage paper isGood={isGood}>
          {dueAtMs !== null && (
            <div className={styles.ring}>
              <RingCountdown until={dueAtMs} totalMs={RING_MS} />
              <span className="visually-hidden">{t('capture.ring')}</span>
            </div>
          )}
          {phase === 'taking' && <div className={styles.flash} />}
        </CallStage>
      }
      actions={
        <ActionRow>
          <Button
            kind={isEnough ? 'secondary' : 'primary'}
            tall
            icon={<Camera aria-hidden />}
            data-action="take-page"
            isDisabled={phase === 'taking'}
            onPress={() => capture.takeNow()}
          >
            {t('capture.now')}
          </Button>
          {list.pages.length > 0 && (
            <Button
              kind={isEnough ? 'primary' : 'secondary'}
              tall
              icon={<Check aria-hidden />}
              data-action="pages-done"
              isDisabled={phase === 'taking'}
              onPress={() => capture.finish()}
            >
              {t('capture.done')}
            </Button>
          )}
        </ActionRow>
      }
      leave={<LeaveButton />}
      beside={
        <Button
          kind="quiet"
          icon={<ArrowLeft aria-hidden />}
          data-action="pause-capture"
          onPress={() => capture.pause()}
        >
          {t('capture.pause')}
        </Button>
      }
    >
      <div className={styles.words} data-capture={phase} data-hint={hint ?? ''} data-replacing={list.replacing ?? ''}>
        {words.from !== null && <p className={styles.from}>{words.from}</p>}
        <h1 aria-live="polite">{words.title}</h1>
        <p>{words.text}</p>
      </div>
      <PageStrip onOpen={setOpenKey} />
    </Scene>
  );
}
