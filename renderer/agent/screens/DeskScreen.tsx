import { useEffect, useState } from 'react';
import { CallBanner } from '../parts/CallBanner.tsx';
import { CaseColumn, type CaseTab } from '../parts/CaseColumn.tsx';
import { FinishBar } from '../parts/FinishBar.tsx';
import { Idle } from '../parts/Idle.tsx';
import { KeysPanel } from '../parts/KeysPanel.tsx';
import { LeaveBar } from '../parts/LeaveBar.tsx';
import { LineColumn } from '../parts/LineColumn.tsx';
import { Prompter } from '../parts/ScriptBox.tsx';
import { Stage } from '../parts/Stage.tsx';
import { TopBar } from '../parts/TopBar.tsx';
import type { AgentAskPurpose } from '../state/ask-targets.ts';
import { useAlerts, useNotification, useRing, useTitleFlash } from '../state/attention.ts';
import { wouldLeaveAlone } from '../state/call-people.ts';
import { useDesk, useDeskState } from '../state/desk-context.ts';
import { useDeskKeys } from '../state/use-desk-keys.ts';
import { usePersonalKeys } from '../state/use-personal-keys.ts';
import { usePreflight } from '../state/use-preflight.ts';
import { useScript } from '../state/use-script.ts';
import { useText } from '../text.ts';
import styles from './DeskScreen.module.css';

/** What the agent is asked before it is done, in a bar below the top. */
type Question = 'leave' | 'finish';

/** The cockpit: left the people, the line and today; centre the faces and the paper; right the case and the wording. */
export function DeskScreen({ agentId, onLogout }: { agentId: string; onLogout: () => void }) {
  const t = useText();
  const desk = useDesk();
  const { call, offer } = useDeskState();
  const preflight = usePreflight();
  const script = useScript();
  const personal = usePersonalKeys(agentId);
  const { alerts, set: setAlert } = useAlerts();
  const [tab, setTab] = useState<CaseTab>('cases');
  const [purpose, setPurpose] = useState<AgentAskPurpose>('add');
  const [help, setHelp] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  useTitleFlash(t('title'), alerts.flash && offer ? t('offer.titleFlash') : null);
  useNotification(t('offer.titleFlash'), alerts.notification && offer ? offer.booth.name : null);
  useRing(alerts.sound && offer !== null);
  useNotesKept();
  const leave = () => {
    if (call && wouldLeaveAlone(call, agentId)) setQuestion('leave');
    else void desk.leave();
  };
  useDeskKeys(personal.isOn ? personal.keys : null, {
    help: () => setHelp(!help),
    tab: setTab,
    purpose: setPurpose,
    sound: () => void setAlert('sound', !alerts.sound),
    leave,
    finish: () => setQuestion('finish'),
    cancel: () => {
      setHelp(false);
      setQuestion(null);
    },
    script,
  });
  return (
    <div className={styles.desk}>
      <TopBar
        sound={alerts.sound}
        onSound={(on) => void setAlert('sound', on)}
        onHelp={() => setHelp(!help)}
        onLeave={leave}
        onFinish={() => setQuestion('finish')}
        onLogout={() => {
          void desk.setPresence('offline').then(onLogout);
        }}
      />
      {call && (
        <div className={styles.ask}>
          {question === 'finish' && <FinishBar call={call} onDone={() => setQuestion(null)} />}
          {question === 'leave' && (
            <LeaveBar
              onDone={() => setQuestion(null)}
              onTransfer={() => {
                setPurpose('transfer');
                setQuestion(null);
              }}
            />
          )}
          <CallBanner call={call} />
        </div>
      )}
      {help ? (
        <KeysPanel
          personal={personal}
          alerts={alerts}
          onAlert={(alert, on) => void setAlert(alert, on)}
          onClose={() => setHelp(false)}
        />
      ) : (
        <LineColumn purpose={purpose} onPurpose={setPurpose} />
      )}
      {call ? <Stage call={call} prompter={script && <Prompter script={script} />} /> : <Idle preflight={preflight} />}
      <CaseColumn tab={tab} onTab={setTab} script={script} />
    </div>
  );
}

/** Sends what is half written when the page is hidden or closed: it may not come back. */
function useNotesKept(): void {
  const { notes } = useDesk();
  useEffect(() => {
    const keep = () => {
      if (document.hidden) void notes.flush();
    };
    document.addEventListener('visibilitychange', keep);
    return () => document.removeEventListener('visibilitychange', keep);
  }, [notes]);
}
