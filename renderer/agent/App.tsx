import { useEffect, useState } from 'react';
import type { Agent } from '../../contracts/domain/people.ts';
import { systemClock } from '../../contracts/time.ts';
import { BoardScreen } from './board/BoardScreen.tsx';
import { DeskScreen } from './screens/DeskScreen.tsx';
import { ElsewhereScreen } from './screens/ElsewhereScreen.tsx';
import { LoginScreen } from './screens/LoginScreen.tsx';
import { Desk } from './state/desk.ts';
import { DeskContext, useDeskState } from './state/desk-context.ts';
import { isAlive, keepRenewed, loadSession, type Session, saveSession } from './state/session-store.ts';

/** Login or desk; the session lives in this tab only. */
export function App() {
  const [session, setSession] = useState<Session | null>(() => loadSession(systemClock));
  const [ended, setEnded] = useState(false);

  const end = (byHub: boolean) => {
    saveSession(null);
    setSession(null);
    setEnded(byHub);
  };

  if (!session) {
    return (
      <LoginScreen
        ended={ended}
        onLogin={(next) => {
          saveSession(next);
          setEnded(false);
          setSession(next);
        }}
      />
    );
  }
  // One desk for each person that logs in; a renewed token is no reason to begin anew.
  return <LoggedIn key={session.agent.id} session={session} onEnd={end} />;
}

function LoggedIn({ session, onEnd }: { session: Session; onEnd: (byHub: boolean) => void }) {
  const [desk, setDesk] = useState<Desk | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the first session starts the desk; renewals are kept inside
  useEffect(() => {
    let current = session;
    const stop = keepRenewed(session, systemClock, (next) => {
      if (!next) return onEnd(true);
      current = next;
      saveSession(next);
    });
    const started = new Desk({
      agentId: session.agent.id,
      token: () => current.token,
      clock: systemClock,
      isSessionAlive: () => isAlive(current),
      onLoggedOut: () => onEnd(true),
    });
    setDesk(started);
    return () => {
      stop();
      started.close();
    };
  }, []);

  if (!desk) return null;
  return (
    <DeskContext value={desk}>
      <Workplace agent={session.agent} onLogout={() => onEnd(false)} />
    </DeskContext>
  );
}

/** The desk; for supervisors the board, except while they are in a call. */
function Workplace({ agent, onLogout }: { agent: Agent; onLogout: () => void }) {
  const { elsewhere, call } = useDeskState();
  if (elsewhere) return <ElsewhereScreen onLogout={onLogout} />;
  if (agent.role === 'supervisor' && call === null) return <BoardScreen onLogout={onLogout} />;
  return <DeskScreen agentId={agent.id} onLogout={onLogout} />;
}
