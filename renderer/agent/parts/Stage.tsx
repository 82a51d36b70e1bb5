import type { Remote } from '../../call/types.ts';
import { AudioOut, VideoTile } from '../../ui/components/VideoTile.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { useCallSession, useLocalStream } from '../state/desk-context.ts';
import type { DeskCall } from '../state/desk-state.ts';
import { useText } from '../text.ts';
import { PaperDesk } from './PaperDesk.tsx';
import { Splitter, useShare } from './Splitter.tsx';
import styles from './Stage.module.css';
import { useCatalogue } from './use-catalogue.ts';

/** The centre in a call: the people above, the paper below, the border between them movable. */
export function Stage({ call }: { call: DeskCall }) {
  const t = useText();
  const [share, setShare] = useShare('xiaowu.agent.people', 0.42);
  const remotes = useCallSession()?.state.remotes ?? [];
  const citizen = remotes.find((remote) => remote.party.kind === 'citizen');
  const colleagues = remotes.filter((remote) => remote.party.kind === 'agent');
  return (
    <main className={styles.stage} style={{ gridTemplateRows: `${share}fr auto ${1 - share}fr` }}>
      <section className={styles.people} aria-label={t('stage.people')}>
        <Face remote={citizen} name={t('stage.citizen')} large />
        <div className={styles.beside}>
          {colleagues.map((remote) => (
            <Face key={remote.party.partyId} remote={remote} name={remote.party.displayName} />
          ))}
          <Self />
        </div>
        {remotes.map((remote) => (
          <AudioOut key={remote.party.partyId} track={remote.tracks.voice} />
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
}

function Face({ remote, name, large }: FaceProps) {
  const t = useText();
  const common = useCommonText();
  const { departmentShort } = useCatalogue();
  const interrupted = remote && (remote.connection === 'interrupted' || remote.connection === 'failed');
  // Until a frame was decoded there is nothing to see, whatever the connection says.
  const track = remote?.decoded.includes('face') ? remote.tracks.face : undefined;
  return (
    <VideoTile
      className={large ? styles.large : styles.small}
      size={large ? 'large' : 'small'}
      track={track}
      name={name}
      department={remote?.party.departmentId ? departmentShort(remote.party.departmentId) : undefined}
      emptyText={t('stage.waitPicture')}
      veil={interrupted ? common(`connection.${remote.connection}`) : undefined}
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
