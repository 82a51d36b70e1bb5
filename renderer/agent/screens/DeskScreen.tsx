import { useState } from 'react';
import { CaseColumn, type CaseTab } from '../parts/CaseColumn.tsx';
import { FinishBar } from '../parts/FinishBar.tsx';
import { Idle } from '../parts/Idle.tsx';
import { KeysHelp } from '../parts/KeysHelp.tsx';
import { LineColumn } from '../parts/LineColumn.tsx';
import { Stage } from '../parts/Stage.tsx';
import { TopBar } from '../parts/TopBar.tsx';
import { setSoundWanted, soundWanted, useRing, useTitleFlash } from '../state/attention.ts';
import { useDesk, useDeskState } from '../state/desk-context.ts';
import type { KeyMeaning } from '../state/keys.ts';
import { useKeys } from '../state/use-keys.ts';
import { usePreflight } from '../state/use-preflight.ts';
import { useText } from '../text.ts';
import styles from './DeskScreen.module.css';

/** The cockpit: left the line and today, centre the people and the paper, right the case. */
export function DeskScreen({ onLogout }: { onLogout: () => void }) {
  const t = useText();
  const desk = useDesk();
  const { call, offer } = useDeskState();
  const preflight = usePreflight();
  const [tab, setTab] = useState<CaseTab>('cases');
  const [help, setHelp] = useState(false);
  const [finishing, setFinishing] = useState(false);
  const [sound, setSound] = useState(soundWanted);
  useTitleFlash(t('title'), offer ? t('offer.titleFlash') : null);
  useRing(sound && offer !== null);
  useDeskKeys({
    help: () => setHelp(!help),
    tab: setTab,
    finish: () => setFinishing(true),
    cancel: () => {
      setHelp(false);
      setFinishing(false);
    },
  });
  return (
    <div className={styles.desk}>
      <TopBar
        sound={sound}
        onSound={(on) => {
          setSoundWanted(on);
          setSound(on);
        }}
        onHelp={() => setHelp(!help)}
        onFinish={() => setFinishing(true)}
        onLogout={() => {
          void desk.setPresence('offline').then(onLogout);
        }}
      />
      {call && finishing && <FinishBar call={call} onDone={() => setFinishing(false)} />}
      {help ? <KeysHelp onClose={() => setHelp(false)} /> : <LineColumn />}
      {call ? <Stage call={call} /> : <Idle preflight={preflight} />}
      <CaseColumn tab={tab} onTab={setTab} />
    </div>
  );
}

interface ScreenActions {
  readonly help: () => void;
  readonly tab: (tab: CaseTab) => void;
  readonly finish: () => void;
  readonly cancel: () => void;
}

/** Presses a button or focuses a field that is on the screen, so that a key does exactly what a hand would. */
function reach(selector: string, how: 'click' | 'focus'): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) return false;
  found[how]();
  return true;
}

function useDeskKeys(screen: ScreenActions): void {
  const desk = useDesk();
  const { call, wrapUp, offer, presence } = useDeskState();
  const visit = call?.visit ?? wrapUp?.visit;

  const onAction = (meaning: Extract<KeyMeaning, { kind: 'action' }>): boolean => {
    const { action } = meaning;
    if (action === 'help') return done(screen.help);
    if (action === 'accept') return offer ? done(() => void desk.accept()) : false;
    if (action === 'decline') return offer ? reach('[data-decline]', 'click') : done(screen.cancel);
    if (action === 'presence' && !call) {
      const next = presence === 'available' ? 'break' : 'available';
      return done(() => void desk.setPresence(next));
    }
    if (visit && (action === 'cases' || action === 'post' || action === 'timeline')) {
      return done(() => screen.tab(action));
    }
    if (action === 'note') return reach('[data-note] textarea', 'focus');
    if (!call) return false;
    const { session } = desk.room;
    switch (action) {
      case 'mute':
        return done(() => session?.setMuted(!session.getState().muted));
      case 'still':
        return done(() => void desk.takeStill());
      case 'live':
        return done(() => desk.chooseFile(null));
      case 'confirm':
        return reach('[data-confirm-fields]', 'click');
      case 'invite':
        return reach('[data-invite]', 'focus');
      case 'locker':
        screen.tab('post');
        return done(() => void desk.run('locker.ask', { visitId: call.visit.id }));
      case 'leave':
        return done(() => void desk.leave());
      case 'finish':
        return done(screen.finish);
      default:
        return false;
    }
  };

  useKeys((meaning) => {
    if (meaning.kind === 'action') return onAction(meaning);
    const chosen = visit?.cases[meaning.index];
    if (!chosen) return false;
    screen.tab('cases');
    desk.chooseCase(chosen.id);
    return true;
  });
}

function done(act: () => void): true {
  act();
  return true;
}
