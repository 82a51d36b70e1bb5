import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react';
import type { MarkSurface } from '../../../contracts/domain/marks.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Camera, Headphones, Mail, Mic, MicOff, PhoneOff, ScanLine, UserRound, Volume2 } from '../../ui/icons.ts';
import { useCallNews } from '../parts/CallNotices.tsx';
import { CallStage } from '../parts/CallStage.tsx';
import { FormDoor } from '../parts/form/FormDoor.tsx';
import { FormPanel } from '../parts/form/FormPanel.tsx';
import { LeaveButton } from '../parts/LeaveButton.tsx';
import { NoticeDoor } from '../parts/notice/NoticeDoor.tsx';
import { CapturePanel } from '../parts/paper/CapturePanel.tsx';
import { ActionRow, Scene } from '../parts/Scene.tsx';
import { SoundSheet } from '../parts/SoundSheet.tsx';
import { openForms } from '../state/booth-forms.ts';
import { useBooth, useCall, useCapture, useNames } from '../state/context.ts';
import { useText } from '../state/text.ts';
import styles from './InCall.module.css';

/** Faces large, or the paper; one line for what is going on and for captions; the few things to do in a call. */
export function InCall() {
  const { state, send, calls, capture } = useBooth();
  const taking = useCapture();
  const { service } = useNames();
  const [formCaseId, setFormCaseId] = useState<string | null>(null);
  const { session, capturing } = useCall();
  const t = useText();
  const [wantsPaper, setWantsPaper] = useState(false);
  const [stillId, setStillId] = useState<string | null>(null);
  useMarked((surface) => {
    setFormCaseId(surface.on === 'form' ? surface.caseId : null);
    setStillId(surface.on === 'still' ? surface.fileId : null);
    setWantsPaper(surface.on !== 'form');
  });
  const [hearing, setHearing] = useState(false);
  const paper = wantsPaper || capturing;
  const muted = session?.muted ?? false;
  const form = openForms(state.visit, service).find(({ kase }) => kase.id === formCaseId);
  if (taking.on) return <CapturePanel />;
  // A still is taken of the paper: the form waits.
  if (form && !capturing) return <FormPanel form={form} onClose={() => setFormCaseId(null)} />;
  return (
    <Scene
      picture={<CallStage paper={paper} stillId={capturing ? null : stillId} />}
      actions={
        <ActionRow>
          <Button
            icon={muted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
            data-action="mute"
            aria-pressed={muted}
            onPress={() => calls.setMuted(!muted)}
          >
            {muted ? t('inCall.unmute') : t('inCall.mute')}
          </Button>
          <Button
            icon={paper ? <UserRound aria-hidden /> : <ScanLine aria-hidden />}
            data-action="paper"
            onPress={() => {
              setWantsPaper(!wantsPaper);
              setStillId(null);
            }}
          >
            {paper ? t('inCall.showFaces') : t('inCall.showPaper')}
          </Button>
          <Button icon={<Mail aria-hidden />} data-action="open-mailing" onPress={() => send({ type: 'open-mailing' })}>
            {t('inCall.mailing')}
          </Button>
          <SoundButton onPress={() => setHearing(true)} />
        </ActionRow>
      }
      leave={<LeaveButton />}
      beside={
        <Button
          kind="danger"
          icon={<PhoneOff aria-hidden />}
          data-action="hang-up"
          onPress={() => send({ type: 'hang-up' })}
        >
          {t('inCall.hangUp')}
        </Button>
      }
    >
      <CallLine />
      {wantsPaper && stillId === null && (
        <Button
          kind="primary"
          wide
          tall
          icon={<Camera aria-hidden />}
          data-action="capture"
          onPress={() => capture.begin()}
        >
          {t('capture.open')}
        </Button>
      )}
      <FormDoor onOpen={setFormCaseId} />
      <NoticeDoor />
      <SoundSheet isOpen={hearing} onClose={() => setHearing(false)} />
    </Scene>
  );
}

/** Shows at a glance whether others in the booth can hear the voices. */
function SoundButton({ onPress }: { onPress: () => void }) {
  const { listening } = useBooth();
  const { output } = useSyncExternalStore(listening.subscribe, listening.getSnapshot);
  const t = useText();
  const isPrivate = output?.kind === 'private';
  return (
    <Button
      icon={isPrivate ? <Headphones aria-hidden /> : <Volume2 aria-hidden />}
      data-action="sound"
      data-private={isPrivate}
      onPress={onPress}
    >
      {isPrivate ? t('inCall.soundPrivate') : t('inCall.sound')}
    </Button>
  );
}

/** Calls back when an agent marks something, once for each mark: what is shown must be seen. */
function useMarked(onMarked: (surface: MarkSurface) => void): void {
  const { marks } = useCall();
  const told = useRef(0);
  const call = useEffectEvent(onMarked);
  useEffect(() => {
    return marks?.subscribe(() => {
      const newest = marks.newestOfOthers();
      if (!newest || newest.number <= told.current) return;
      told.current = newest.number;
      call(newest.surface);
    });
  }, [marks]);
}

/** The place of captions; until somebody captions, it says how the call stands. */
function CallLine() {
  const { session, capturing } = useCall();
  const { listening } = useBooth();
  const { news } = useSyncExternalStore(listening.subscribe, listening.getSnapshot);
  const { notice } = useCallNews();
  const t = useText();
  const agents = (session?.remotes ?? []).filter(
    ({ party, connection }) => party.kind === 'agent' && party.place === 'table' && connection === 'connected',
  );
  const text = () => {
    if (capturing) return t('inCall.capturing');
    if (news) return t(`sound.now.${news}`);
    if (session?.muted) return t('inCall.muted');
    // What goes on instead of the talk stands with the pictures.
    if (notice || agents.length === 0) return '';
    return t('inCall.talking', { names: agents.map(({ party }) => party.displayName).join(t('inCall.and')) });
  };
  return (
    <p className={styles.line} aria-live="polite" data-testid="call-line">
      {text()}
    </p>
  );
}
