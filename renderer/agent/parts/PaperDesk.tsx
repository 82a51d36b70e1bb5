import { useState } from 'react';
import { type QuarterTurns, turnOf, type VisitFile } from '../../../contracts/domain/paper.ts';
import { boardOf } from '../../call/marks/board.ts';
import type { Remote } from '../../call/types.ts';
import { InkSurface, surfacesOf } from '../../ink/InkSurface.tsx';
import { TurnedPicture } from '../../ink/TurnedPicture.tsx';
import { classes } from '../../ui/classes.ts';
import { Button } from '../../ui/components/Button.tsx';
import { VideoTile } from '../../ui/components/VideoTile.tsx';
import { useErrorText } from '../../ui/i18n.ts';
import { Camera, RotateCw } from '../../ui/icons.ts';
import { useBusy, useCallSession, useDesk, useDeskState, useFile } from '../state/desk-context.ts';
import type { DeskCall } from '../state/desk-types.ts';
import { type ListedFile, listFiles } from '../state/paper-files.ts';
import { useText } from '../text.ts';
import { Fields } from './Fields.tsx';
import { InkTools, NO_PEN, toolOf } from './InkTools.tsx';
import styles from './PaperDesk.module.css';
import { RetakeMenu } from './RetakeMenu.tsx';

/** The paper: live from the document camera, or a still beside what was read from it; below, all that there is to see. */
export function PaperDesk({ call, citizen }: { call: DeskCall; citizen: Remote | undefined }) {
  const t = useText();
  const desk = useDesk();
  const taking = useBusy('still.take');
  const { fileId, home } = useDeskState();
  const watches = home?.agent.role === 'supervisor';
  const file = call.visit.files.find((one) => one.id === fileId);
  const labelOf = (name: ListedFile['name']) => {
    if (name.key !== 'stage.page') return t(name.key, { number: name.number });
    const { document, page, side } = name;
    return t(side === null ? 'stage.page' : `stage.${side}`, { document, page });
  };
  // As the agent turned them here; until then each stands as it was read.
  const [turned, setTurned] = useState<Readonly<Record<string, QuarterTurns>>>({});
  const turnOfFile = (id: string) => turned[id] ?? turnOf(call.visit.readings.find((reading) => reading.fileId === id));
  const turnFile = (id: string) => setTurned({ ...turned, [id]: ((turnOfFile(id) + 1) % 4) as QuarterTurns });
  const toConfirm = call.visit.readings.some((one) => one.fileId === fileId && one.fields.some((f) => !f.confirmed));
  return (
    <section className={styles.paper} aria-label={t('stage.paper')}>
      <div className={styles.main}>
        {fileId === null ? (
          <Inked fileId={null} canDraw={citizen?.decoded.includes('paper') === true && !watches}>
            <Live citizen={citizen} />
          </Inked>
        ) : (
          <>
            <StillView
              fileId={fileId}
              file={file}
              canDraw={citizen !== undefined && !watches}
              turn={turnOfFile(fileId)}
              onTurn={() => turnFile(fileId)}
            />
            {file?.source !== 'hub' && <Fields visit={call.visit} fileId={fileId} />}
          </>
        )}
      </div>
      <div className={styles.strip} role="toolbar" aria-label={t('stage.filesLabel')}>
        {!watches && (
          <Button
            kind={toConfirm ? 'secondary' : 'primary'}
            icon={<Camera />}
            isDisabled={taking}
            onPress={() => void desk.takeStill()}
          >
            {taking ? t('stage.taking') : t('stage.takeStill')}
          </Button>
        )}
        {!watches && file?.source === 'document-camera' && <RetakeMenu fileId={file.id} />}
        <Thumb label={t('stage.live')} chosen={fileId === null} onChoose={() => desk.chooseFile(null)}>
          {fileId !== null && <Live citizen={citizen} thumb />}
        </Thumb>
        {listFiles(call.visit).map(({ file: one, name }) => (
          <Thumb key={one.id} label={labelOf(name)} chosen={one.id === fileId} onChoose={() => desk.chooseFile(one.id)}>
            {one.mimeType !== 'application/pdf' && <ThumbImage fileId={one.id} turn={turnOfFile(one.id)} />}
          </Thumb>
        ))}
      </div>
    </section>
  );
}

interface InkedProps {
  /** The still that is shown; null for the live paper. */
  readonly fileId: string | null;
  readonly canDraw: boolean;
  readonly turn?: QuarterTurns;
  /** Turns the picture for this agent's eyes; absent for what cannot be turned. */
  readonly onTurn?: () => void;
  readonly children: React.ReactNode;
}

/** A paper, which this agent may draw on; the citizen sees it too. */
function Inked({ fileId, canDraw, turn = 0, onTurn, children }: InkedProps) {
  const t = useText();
  const call = useCallSession();
  const [pen, setPen] = useState(NO_PEN);
  const board = call && boardOf(call.session);
  const citizen = call?.state.remotes.find(({ party }) => party.kind === 'citizen')?.party.partyId;
  return (
    <div className={styles.inked}>
      {board ? (
        <InkSurface
          className={styles.picture}
          board={board}
          fileId={fileId}
          tool={canDraw ? toolOf(pen) : null}
          citizenId={citizen ?? null}
          label={t('ink.surface')}
          turn={turn}
        >
          {children}
        </InkSurface>
      ) : (
        children
      )}
      {((board && canDraw) || onTurn) && (
        <div className={styles.tools}>
          {board && canDraw && <InkTools board={board} surfaces={surfacesOf(fileId)} pen={pen} onPen={setPen} />}
          {onTurn && (
            <button
              type="button"
              className={styles.turn}
              title={t('stage.turn')}
              aria-label={t('stage.turn')}
              data-turn-picture
              onClick={onTurn}
            >
              <RotateCw aria-hidden />
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Live({ citizen, thumb }: { citizen: Remote | undefined; thumb?: boolean }) {
  const t = useText();
  const announced = citizen?.tracks.paper !== undefined;
  const track = citizen?.decoded.includes('paper') ? citizen.tracks.paper : undefined;
  return (
    <VideoTile
      className={thumb ? styles.thumbPicture : styles.picture}
      track={track}
      fit="contain"
      size={thumb ? 'small' : 'large'}
      emptyText={thumb ? '' : announced ? t('stage.waitPaper') : t('stage.noPaper')}
    />
  );
}

interface StillViewProps {
  readonly fileId: string;
  readonly file: VisitFile | undefined;
  readonly canDraw: boolean;
  readonly turn: QuarterTurns;
  readonly onTurn: () => void;
}

/** A file of the visit; what is drawn on its picture brings it up before the citizen. */
function StillView({ fileId, file, canDraw, turn, onTurn }: StillViewProps) {
  const t = useText();
  const errorText = useErrorText();
  const view = useFile(fileId);
  if (view.state === 'loading')
    return <div className={classes(styles.picture, styles.words)}>{t('stage.loading')}</div>;
  if (view.state === 'failed') {
    return <div className={classes(styles.picture, styles.words)}>{errorText(view.error)}</div>;
  }
  if (file?.mimeType === 'application/pdf') {
    return (
      <div className={classes(styles.picture, styles.words)}>
        <a href={view.url} target="_blank" rel="noreferrer">
          {t('stage.document')}
        </a>
      </div>
    );
  }
  return (
    <Inked fileId={fileId} canDraw={canDraw} turn={turn} onTurn={onTurn}>
      <TurnedPicture className={styles.picture} src={view.url} alt={t('stage.paper')} turn={turn} />
    </Inked>
  );
}

interface ThumbProps {
  readonly label: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly children?: React.ReactNode;
}

function Thumb({ label, chosen, onChoose, children }: ThumbProps) {
  return (
    <button
      type="button"
      className={classes(styles.thumb, chosen && styles.chosen)}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      {children}
      <span className={styles.thumbLabel}>{label}</span>
    </button>
  );
}

function ThumbImage({ fileId, turn }: { fileId: string; turn: QuarterTurns }) {
  const view = useFile(fileId);
  if (view.state !== 'ready') return null;
  return <TurnedPicture className={styles.thumbPicture} src={view.url} alt="" turn={turn} fit="cover" />;
}
