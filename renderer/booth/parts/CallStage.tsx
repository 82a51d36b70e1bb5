import { type ReactNode, useRef, useState } from 'react';
import type { Remote } from '../../call/types.ts';
import { InkSurface } from '../../ink/InkSurface.tsx';
import { classes } from '../../ui/classes.ts';
import { VideoTile } from '../../ui/components/VideoTile.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { useCall, useNames } from '../state/context.ts';
import { useText } from '../state/text.ts';
import { LargeNotice, NoticeStrip, useCallNews } from './CallNotices.tsx';
import styles from './CallStage.module.css';
import { PageOutline } from './paper/PageOutline.tsx';
import { ShownStill } from './paper/ShownStill.tsx';
import { Voice } from './Voice.tsx';

function AgentTile({ remote, size }: { remote: Remote; size: 'large' | 'small' }) {
  const { departmentName, departmentShort } = useNames();
  const common = useCommonText();
  const t = useText();
  const { party, connection, tracks, decoded } = remote;
  const { session } = useCall();
  const emptyText = () => {
    if (party.awaySince !== undefined) return common('connection.interrupted');
    if (party.place === 'aside') return t('inCall.aside');
    if (party.place === 'hold' || session?.self?.place === 'hold') return t('inCall.hold');
    return common(`connection.${connection === 'connected' ? 'connecting' : connection}`);
  };
  const interrupted = connection === 'interrupted' || connection === 'failed';
  return (
    <VideoTile
      className={styles.fill}
      size={size}
      track={decoded.includes('face') ? tracks.face : null}
      name={party.displayName}
      muted={remote.muted}
      department={size === 'large' ? departmentName(party.departmentId) : departmentShort(party.departmentId)}
      emptyText={emptyText()}
      veil={interrupted && decoded.includes('face') ? common(`connection.${connection}`) : null}
    />
  );
}

/** The sign or language interpreter: always there and always large, whatever else changes. */
function InterpreterTile({ remote }: { remote: Remote }) {
  const common = useCommonText();
  const t = useText();
  const { party, connection, tracks, decoded } = remote;
  const role = tracks.interpreter ? 'interpreter' : 'face';
  return (
    <VideoTile
      className={styles.fill}
      fit="contain"
      track={decoded.includes(role) ? tracks[role] : null}
      name={party.displayName}
      department={t('inCall.interpreter')}
      emptyText={common(`connection.${connection === 'connected' ? 'connecting' : connection}`)}
    />
  );
}

/** A finger on the paper's picture shows the place; what it drew fades by itself, so that nothing has to be put away. */
const FINGER = { kind: 'stroke', keep: 'fades' } as const;

/** The paper under the document camera, with the outline of its page and what agents and citizen mark on it. */
function LivePaper({ isGood, children }: { isGood: boolean; children: ReactNode }) {
  const { session, local, marks } = useCall();
  const box = useRef<HTMLDivElement>(null);
  const t = useText();
  const tile = (
    <VideoTile
      className={styles.fill}
      fit="contain"
      track={local.paper}
      department={t('inCall.paper')}
      emptyText={t('inCall.noPaper')}
    />
  );
  return (
    <div ref={box} className={styles.fill}>
      {marks && session ? (
        <InkSurface
          className={styles.fill}
          board={marks}
          fileId={null}
          tool={local.paper ? FINGER : null}
          citizenId={session.selfPartyId}
          label={t('inCall.marks')}
        >
          {tile}
        </InkSurface>
      ) : (
        tile
      )}
      <PageOutline box={box} isGood={isGood} />
      {children}
    </div>
  );
}

interface CallStageProps {
  /** The paper is large instead of a face. */
  readonly paper: boolean;
  /** The still that is looked at together instead of the live paper. */
  readonly stillId?: string | null;
  readonly compact?: boolean;
  /** The page lies well: its outline says so. */
  readonly isGood?: boolean;
  /** Over the paper. */
  readonly children?: ReactNode;
}

/**
 * People and paper of the call. One is large: the agent whom the citizen looks at, or the paper; the others stand
 * beside with name and department, the citizen's own picture is small.
 */
export function CallStage({ paper, stillId = null, compact, isGood = false, children }: CallStageProps) {
  const { session, local } = useCall();
  const t = useText();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const news = useCallNews();
  const remotes = session?.remotes ?? [];
  const interpreters = remotes.filter(({ party }) => party.kind === 'interpreter');
  const agents = remotes.filter(
    ({ party }) => party.kind === 'agent' || (party.kind === 'supervisor' && party.place === 'table'),
  );
  const large = news.isLarge ? news.notice : null;
  const atTable = agents.filter(({ party }) => party.place === 'table');
  const chosen = agents.find(({ party }) => party.partyId === chosenId);
  const main = chosen?.party.place === 'table' ? chosen : (atTable[0] ?? agents[0]);
  const isMainFree = paper || large !== null;
  const beside = isMainFree ? agents : agents.filter((each) => each !== main);
  const self = (
    <VideoTile
      className={styles.fill}
      size="small"
      mirrored
      track={local.face}
      muted={session?.muted === true}
      name={t('inCall.self')}
      emptyText={t('calling.cameraOff')}
    />
  );
  return (
    <div className={classes(styles.stage, compact && styles.compact)} data-agents={agents.length}>
      <div className={styles.pictures}>
        <div className={styles.main}>
          {large ? (
            <LargeNotice notice={large} />
          ) : paper ? (
            stillId === null ? (
              <LivePaper isGood={isGood}>{children}</LivePaper>
            ) : (
              <ShownStill fileId={stillId} />
            )
          ) : (
            main && <AgentTile remote={main} size="large" />
          )}
          {beside.length === 0 && <div className={styles.self}>{self}</div>}
        </div>
        {interpreters.map((remote) => (
          <div key={remote.party.partyId} className={styles.interpreter} data-testid="interpreter">
            <InterpreterTile remote={remote} />
          </div>
        ))}
        {beside.length > 0 && (
          <div className={styles.beside}>
            {beside.map((remote) => (
              <button
                key={remote.party.partyId}
                type="button"
                className={styles.other}
                disabled={isMainFree}
                aria-label={t('inCall.enlarge', { name: remote.party.displayName })}
                onClick={() => setChosenId(remote.party.partyId)}
              >
                <AgentTile remote={remote} size="small" />
              </button>
            ))}
            <div className={styles.other}>{self}</div>
          </div>
        )}
      </div>
      <NoticeStrip news={news} />
    </div>
  );
}

/** The voices of a call; outside every screen, so that they go on while a form is filled in. */
export function CallVoices() {
  const { session } = useCall();
  return (session?.remotes ?? []).map((remote) => <Voice key={remote.party.partyId} track={remote.tracks.voice} />);
}
