import { useState } from 'react';
import type { Remote } from '../../call/types.ts';
import { classes } from '../../ui/classes.ts';
import { AudioOut, VideoTile } from '../../ui/components/VideoTile.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { useCall, useNames } from '../state/context.ts';
import { useText } from '../state/text.ts';
import styles from './CallStage.module.css';

function AgentTile({ remote, size }: { remote: Remote; size: 'large' | 'small' }) {
  const { departmentName, departmentShort } = useNames();
  const common = useCommonText();
  const { party, connection, tracks, decoded } = remote;
  const interrupted = connection === 'interrupted' || connection === 'failed';
  return (
    <VideoTile
      className={styles.fill}
      size={size}
      track={decoded.includes('face') ? tracks.face : null}
      name={party.displayName}
      department={size === 'large' ? departmentName(party.departmentId) : departmentShort(party.departmentId)}
      emptyText={common(`connection.${connection === 'connected' ? 'connecting' : connection}`)}
      veil={interrupted && decoded.includes('face') ? common(`connection.${connection}`) : null}
    />
  );
}

/**
 * People and paper of the call. One is large: the agent whom the citizen looks at, or the paper; the others stand
 * beside with name and department, the citizen's own picture is small.
 */
export function CallStage({ paper, compact }: { paper: boolean; compact?: boolean }) {
  const { session, local } = useCall();
  const t = useText();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const agents = (session?.remotes ?? []).filter(({ party }) => party.kind === 'agent');
  const main = agents.find(({ party }) => party.partyId === chosenId) ?? agents[0];
  const beside = paper ? agents : agents.filter((each) => each !== main);
  const self = (
    <VideoTile
      className={styles.fill}
      size="small"
      mirrored
      track={local.face}
      name={t('inCall.self')}
      emptyText={t('calling.cameraOff')}
    />
  );
  return (
    <div className={classes(styles.stage, compact && styles.compact)} data-agents={agents.length}>
      <div className={styles.main}>
        {paper ? (
          <VideoTile
            className={styles.fill}
            fit="contain"
            track={local.paper}
            department={t('inCall.paper')}
            emptyText={t('inCall.noPaper')}
          />
        ) : (
          main && <AgentTile remote={main} size="large" />
        )}
        {beside.length === 0 && <div className={styles.self}>{self}</div>}
      </div>
      {beside.length > 0 && (
        <div className={styles.beside}>
          {beside.map((remote) => (
            <button
              key={remote.party.partyId}
              type="button"
              className={styles.other}
              disabled={paper}
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
  );
}

/** The voices of a call; outside every screen, so that they go on while a form is filled in. */
export function CallVoices() {
  const { session } = useCall();
  return (session?.remotes ?? []).map((remote) => <AudioOut key={remote.party.partyId} track={remote.tracks.voice} />);
}
