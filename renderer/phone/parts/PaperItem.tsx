import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useLocalized } from '../../ui/i18n.ts';
import { Camera, FileText, Package, ScanLine, Share2, Upload } from '../../ui/icons.ts';
import type { PhoneEvent } from '../state/events.ts';
import type { SpinePaper } from '../state/spine.ts';
import { usePhoneError, useText } from '../text.ts';
import { Button } from './Button.tsx';
import { FileButton } from './FileButton.tsx';
import styles from './paper.module.css';

export interface PaperItemProps {
  readonly paper: SpinePaper;
  /** The open case that it belongs to; null while nothing can be handed in. */
  readonly caseId: string | null;
  readonly dispatch: (event: PhoneEvent) => void;
  readonly onFile: (caseId: string, paperId: string, file: File) => void;
  readonly onPhoto: (caseId: string, paperId: string, file: File) => void;
}

const PAPER_STATES: Readonly<Record<SpinePaper['state'], State>> = {
  missing: 'waiting',
  shown: 'active',
  uploaded: 'active',
  accepted: 'ok',
  refused: 'bad',
};
const WAY_ICONS = { phone: FileText, camera: ScanLine, locker: Package, shared: Share2 } as const;

/** One paper: what it must be, how it comes in, where it stands, and the camera. */
export function PaperItem({ paper, caseId, dispatch, onFile, onPhoto }: PaperItemProps) {
  const t = useText();
  const localized = useLocalized();
  const { required, state, way, upload } = paper;
  const reason = [paper.refusal && localized(paper.refusal.label), paper.reason].filter(Boolean).join('：');
  const name = localized(required.name);
  const WayIcon = WAY_ICONS[way];
  const wanted = state === 'missing' || state === 'refused';
  const sendable = caseId !== null && way !== 'shared' && state !== 'accepted' && upload?.phase !== 'sending';
  return (
    <li className={styles.paper} data-state={state} data-paper={required.id}>
      <div className={styles.head}>
        <strong>
          {name}
          {required.optional && <span className={styles.optional}>{t('visit.optional')}</span>}
        </strong>
        <StateBadge state={upload?.phase === 'sending' ? 'active' : PAPER_STATES[state]}>
          {upload?.phase === 'sending' ? t('visit.sending') : t(`visit.paperState.${state}`)}
        </StateBadge>
      </div>
      {state === 'refused' && reason !== '' && (
        <p className={styles.reason} role="status">
          {t('visit.reason', { reason })}
          {paper.refusal !== null && <span className={styles.cure}>{localized(paper.refusal.cure)}</span>}
        </p>
      )}
      {wanted && <p className={styles.requirement}>{localized(required.requirement)}</p>}
      {wanted && (
        <div className={styles.way}>
          <WayIcon aria-hidden />
          <span>{t(way === 'shared' && paper.shared ? 'visit.way.sharedNow' : `visit.way.${way}`)}</span>
          {sendable && way !== 'phone' && (
            <Pickers
              bare
              name={name}
              onFile={(file) => onFile(caseId, required.id, file)}
              onPhoto={(file) => onPhoto(caseId, required.id, file)}
            />
          )}
        </div>
      )}
      {upload?.phase === 'sending' && <Progress share={upload.share} name={name} />}
      {upload?.phase === 'failed' && caseId !== null && (
        <Failed upload={upload} name={name} caseId={caseId} paperId={required.id} dispatch={dispatch} />
      )}
      {sendable && way === 'phone' && (
        <div className={styles.actions}>
          <Pickers
            name={name}
            onFile={(file) => onFile(caseId, required.id, file)}
            onPhoto={(file) => onPhoto(caseId, required.id, file)}
          />
        </div>
      )}
    </li>
  );
}

interface PickersProps {
  readonly name: string;
  /** Only the pictures, where the phone is not the usual way. */
  readonly bare?: boolean;
  readonly onFile: (file: File) => void;
  /** From the camera: it is looked at before it is sent. */
  readonly onPhoto: (file: File) => void;
}

/** The camera, and the files of the phone. */
function Pickers({ name, bare, onFile, onPhoto }: PickersProps) {
  const t = useText();
  return (
    <>
      <FileButton
        source="camera"
        small
        bare={bare}
        icon={<Camera aria-hidden />}
        label={t('visit.photoOf', { name })}
        onFile={onPhoto}
      >
        {t('visit.photo')}
      </FileButton>
      <FileButton
        source="files"
        small
        bare={bare}
        icon={<Upload aria-hidden />}
        label={t('visit.pickOf', { name })}
        onFile={onFile}
      >
        {t('visit.pick')}
      </FileButton>
    </>
  );
}

function Progress({ share, name }: { share: number; name: string }) {
  const t = useText();
  const percent = Math.round(share * 100);
  return (
    <div className={styles.progress}>
      <progress value={percent} max={100} aria-label={name} />
      <span>{t('visit.sendingShare', { percent })}</span>
    </div>
  );
}

interface FailedProps {
  readonly upload: Extract<NonNullable<SpinePaper['upload']>, { phase: 'failed' }>;
  readonly name: string;
  readonly caseId: string;
  readonly paperId: string;
  readonly dispatch: (event: PhoneEvent) => void;
}

function Failed({ upload, name, caseId, paperId, dispatch }: FailedProps) {
  const t = useText();
  const errorText = usePhoneError();
  const { code } = upload.error;
  // A file that is wrong stays wrong; one that is no longer held has to be picked again.
  const again = code !== 'too_large' && code !== 'unsupported_type' && code !== 'not_found';
  return (
    <div className={styles.failed} role="alert">
      <p>
        <strong>{t('visit.notSent')}</strong> {code === 'not_found' ? t('visit.lostFile') : errorText(upload.error)}
      </p>
      {again && (
        <Button
          small
          aria-label={t('visit.againOf', { name })}
          onClick={() => dispatch({ type: 'upload-again', caseId, paperId })}
        >
          {t('visit.again')}
        </Button>
      )}
    </div>
  );
}
