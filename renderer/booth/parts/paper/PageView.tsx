import { Button } from '../../../ui/components/Button.tsx';
import { ArrowLeft, ArrowRight, Camera, Eraser } from '../../../ui/icons.ts';
import type { Page } from '../../paper/page-list.ts';
import { useBooth, useCapture } from '../../state/context.ts';
import { useText } from '../../state/text.ts';
import { LeaveButton } from '../LeaveButton.tsx';
import { ActionRow, Scene } from '../Scene.tsx';
import { usePageName } from './PageStrip.tsx';
import styles from './PageView.module.css';

/** One page large, as it lies straight: to take it again, move it, or take it away. */
export function PageView({ page, onClose }: { page: Page; onClose: () => void }) {
  const { capture } = useBooth();
  const { list, previews } = useCapture();
  const t = useText();
  const nameOf = usePageName();
  const index = list.pages.findIndex(({ key }) => key === page.key);
  const name = nameOf(page, index + 1);
  const text = () => {
    if (page.ask) return t(`capture.reason.${page.ask.reason}`);
    if (page.state === 'failed') return t('capture.failedText');
    return page.flaw && page.flaw !== 'moving' && page.flaw !== 'no-page'
      ? `${t('capture.takenFlaw', { number: index + 1 })}：${t(`capture.reason.${page.flaw}`)}`
      : t(`capture.${page.state}`);
  };
  const act = (type: 'replace' | 'remove') => {
    capture.change({ type, key: page.key });
    onClose();
  };
  return (
    <Scene
      picture={
        <div className={styles.page}>
          <img src={previews.get(page.key)} alt={name} />
        </div>
      }
      question={name}
      text={text()}
      actions={
        <>
          <Button
            kind={page.ask || page.flaw || page.state === 'failed' ? 'primary' : 'secondary'}
            wide
            tall
            icon={<Camera aria-hidden />}
            data-action="retake-page"
            onPress={() => act('replace')}
          >
            {t('capture.retake')}
          </Button>
          <ActionRow>
            <Button
              icon={<ArrowLeft aria-hidden />}
              data-action="page-earlier"
              isDisabled={index === 0}
              onPress={() => capture.change({ type: 'move', key: page.key, by: -1 })}
            >
              {t('capture.earlier')}
            </Button>
            <Button
              icon={<ArrowRight aria-hidden />}
              data-action="page-later"
              isDisabled={index === list.pages.length - 1}
              onPress={() => capture.change({ type: 'move', key: page.key, by: 1 })}
            >
              {t('capture.later')}
            </Button>
            <Button icon={<Eraser aria-hidden />} data-action="remove-page" onPress={() => act('remove')}>
              {t('capture.remove')}
            </Button>
          </ActionRow>
        </>
      }
      leave={<LeaveButton />}
      beside={
        <Button icon={<ArrowLeft aria-hidden />} data-action="close-page" onPress={onClose}>
          {t('capture.close')}
        </Button>
      }
    />
  );
}
