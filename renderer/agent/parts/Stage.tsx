import type { ReactNode } from 'react';
import type { Remote } from '../../call/types.ts';
import { AudioOut, VideoTile } from '../../ui/components/VideoTile.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { selfOf } from '../state/call-people.ts';
import { useCallSession, useDesk, useDeskState, useDevices, useLocalStream } from '../state/desk-context.ts';
import type { DeskCall } from '../state/desk-types.ts';
import { useText } from '../text.ts';
import { PaperDesk } from './PaperDesk.tsx';
import { Splitter, useShare } from './Splitter.tsx';
import styles from './Stage.module.css';
import { useCatalogue } from './use-catalogue.ts';

/** The centre in a call: the people above, the paper below, the border between them movable. */
export function Stage({ call, prompter }: { call: DeskCall; prompter?: ReactNode }) {
  const t = useText();
  const [share, setShare] = useShare('xiaowu.agent.people', 0.42);
  const { home } = useDeskState();
  const desk = useDesk();
  useDevices();
  const sinkId = desk.devices.idOf('speaker');
  const remotes = useCallSession()?.state.remotes ?? [];
  const citizen = remotes.find((remote) => remote.party.kind === 'citizen');
  // Who only listens shows nothing; an interpreter is pinned first.
  const colleagues = remotes
    .filter(({ party }) => party.kind !== 'citizen' && !(party.kind === 'supervisor' && party.place !== 'table'))
    .toSorted((a, b) => Number(b.party.kind === 'interpreter') - Number(a.party.kind === 'interpreter'));
  const self = selfOf(call, home?.agent.id ?? '');
  const isAside = self?.place === 'aside';
  // Aside one talks to a colleague, and does not see the citizen.
  const partner = isAside ? colleagues.find(({ party }) => party.place === 'aside') : undefined;
  const others = colleagues.filter((remote) => remote !== partner);
  return (
    <main className={styles.stage} style={{ gridTemplateRows: `auto ${share}fr auto ${1 - share}fr` }}>
      <div>{prompter}</div>
      <section className={styles.people} aria-label={t('stage.people')}>
        {partner ? (
          <Face remote={partner} name={partner.party.displayName} large />
        ) : (
          <Face remote={citizen} name={t('stage.citizen')} large seesNobody={isAside} />
        )}
        <div className={styles.beside}>
          {partner && <Face remote={citizen} name={t('stage.citizen')} seesNobody />}
          {others.map((remote) => (
            <Face key={remote.party.partyId} remote={remote} name={remote.party.displayName} />
          ))}
          {self?.kind !== 'supervisor' && <Self />}
        </div>
        {remotes.map((remote) => (
          <AudioOut key={remote.party.partyId} track={remote.tracks.voice} sinkId={sinkId} />
        ))}
      </section>
      <Splitter label={t('stage.resize')} share={share} onShare={setShare} />
      <PaperDesk call={call} citizen={citizen} />
    </main>
  );
}

interface FaceProps {
  readonly remote: Remote | undefined;
  readonly name: string;
  readonly large?: boolean;
  /** The agent stands where the citizen's picture does not come. */
  readonly seesNobody?: boolean;
}

function Face({ remote, name, large, seesNobody }: FaceProps) {
  const t = useText();
  const common = useCommonText();
  const { departmentShort } = useCatalogue();
  const interrupted = remote && (remote.connection === 'interrupted' || remote.connection === 'failed');
  // Until a frame was decoded there is nothing to see, whatever the connection says.
  const shows = (['interpreter', 'face'] as const).find((role) => remote?.decoded.includes(role));
  const track = shows ? remote?.tracks[shows] : undefined;
  const place = remote?.party.place;
  const veil = remote?.party.awaySince !== undefined ? t('stage.lineLost') : place === 'hold' ? t('stage.held') : null;
  return (
    <VideoTile
      className={large ? styles.large : styles.small}
      size={large ? 'large' : 'small'}
      track={track}
      name={name}
      muted={remote?.muted === true}
      department={remote?.party.departmentId ? departmentShort(remote.party.departmentId) : undefined}
      emptyText={veil === null ? t(seesNobody ? 'stage.noneAside' : 'stage.waitPicture') : ''}
      veil={veil ?? (interrupted ? common(`connection.${remote.connection}`) : undefined)}
    />
  );
}

function Self() {
  const t = useText();
  const stream = useLocalStream();
  return (
    <VideoTile
      className={styles.small}
      size="small"
      track={stream?.getVideoTracks()[0]}
      mirrored
      name={t('stage.you')}
      emptyText={t('idle.cameraOff')}
    />
  );
}
