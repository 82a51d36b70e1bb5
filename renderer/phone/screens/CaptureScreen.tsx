import { useEffect, useMemo, useRef, useState } from 'react';
import { Notice } from '../../ui/components/Notice.tsx';
import { useLocalized } from '../../ui/i18n.ts';
import { Camera } from '../../ui/icons.ts';
import { PageReader, type SeenPhoto } from '../paper/page-reader.ts';
import { Button } from '../parts/Button.tsx';
import { FileButton } from '../parts/FileButton.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { paperName } from '../state/spine.ts';
import { useText } from '../text.ts';
import styles from './capture.module.css';

export interface CaptureScreenProps extends ScreenProps {
  /** What the phone's camera took; null after a reload of the page. */
  readonly photo: File | null;
  readonly onPhoto: (file: File) => void;
  readonly onFile: (caseId: string, paperId: string, file: File) => void;
}

const makeWorker = () => new Worker(new URL('../paper/page-worker.ts', import.meta.url), { type: 'module' });

/** A photograph before it is sent: where the page was seen, and whether it goes straightened or as it is. */
export function CaptureScreen({ state, dispatch, photo, onPhoto, onFile }: CaptureScreenProps) {
  const t = useText();
  const localized = useLocalized();
  const reader = useRef<PageReader | null>(null);
  const [seen, setSeen] = useState<{ readonly of: File; readonly photo: SeenPhoto | null } | null>(null);
  const [busy, setBusy] = useState(false);
  const page = state.stage.at === 'visit' && state.stage.page.name === 'capture' ? state.stage.page : null;

  useEffect(() => {
    const made = new PageReader(makeWorker);
    reader.current = made;
    return () => made.close();
  }, []);
  useEffect(() => {
    if (photo === null) return;
    let current = true;
    const tell = (found: SeenPhoto | null) => current && setSeen({ of: photo, photo: found });
    reader.current?.look(photo).then(tell, (thrown: unknown) => {
      // It may still be a picture to the hub, which says so when it is not.
      console.warn('a photograph was not looked at', thrown);
      tell(null);
    });
    return () => {
      current = false;
    };
  }, [photo]);

  if (page === null) return null;
  const { caseId, paperId } = page;
  const name = paperName(state, caseId, paperId);
  const looked = seen?.of === photo ? seen.photo : null;
  const waits = photo !== null && seen?.of !== photo;
  const give = (file: File) => {
    onFile(caseId, paperId, file);
    dispatch({ type: 'page', page: { name: 'spine' } });
  };
  const giveStraight = async (of: File) => {
    setBusy(true);
    const file = await reader.current?.straight(of.name).catch((thrown: unknown) => {
      console.warn('a photograph was not straightened', thrown);
      return null;
    });
    setBusy(false);
    give(file ?? of);
  };
  const found = looked !== null && looked.corners !== null;
  const fault = looked?.fault ?? null;
  const retake = (
    <FileButton
      source="camera"
      kind={photo === null || fault !== null ? 'primary' : 'secondary'}
      wide
      icon={<Camera aria-hidden />}
      label={t('capture.retakeOf', { name: name === null ? '' : localized(name) })}
      onFile={onPhoto}
    >
      {t('capture.retake')}
    </FileButton>
  );
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('capture.title')}
      lead={name === null ? undefined : localized(name)}
      actions={
        photo === null ? (
          retake
        ) : (
          <>
            {looked?.corners && (
              <Button
                kind={fault === null ? 'primary' : 'secondary'}
                wide
                disabled={busy}
                onClick={() => void giveStraight(photo)}
              >
                {t(busy ? 'capture.straightening' : 'capture.useStraight')}
              </Button>
            )}
            <div className={styles.two}>
              {retake}
              <Button disabled={busy || waits} onClick={() => give(photo)}>
                {t('capture.useAsIs')}
              </Button>
            </div>
          </>
        )
      }
    >
      {waits && <Waiting>{t('capture.looking')}</Waiting>}
      {looked && (
        <div className={styles.verdict} data-page-found={found} data-fault={fault ?? ''} role="status">
          <Notice tone={fault === null ? 'success' : 'warning'}>
            {t(fault === null ? 'capture.found' : `capture.fault.${fault}`)}
          </Notice>
        </div>
      )}
      {photo !== null && <Photo photo={photo} seen={looked} />}
    </Page>
  );
}

/** The photograph with the outline of the page that was seen in it. */
function Photo({ photo, seen }: { readonly photo: File; readonly seen: SeenPhoto | null }) {
  const t = useText();
  const url = useMemo(() => URL.createObjectURL(photo), [photo]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <div className={styles.photo}>
      <img src={url} alt={t('capture.photo')} />
      {seen?.corners && (
        <svg viewBox={`0 0 ${seen.widthPx} ${seen.heightPx}`} aria-hidden="true" data-outline>
          <polygon points={seen.corners.map(({ x, y }) => `${x},${y}`).join(' ')} />
        </svg>
      )}
    </div>
  );
}
