import { useRef, useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { Logo } from '../../ui/components/Logo.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { CircleHelp, LogOut, X } from '../../ui/icons.ts';
import { Notices } from '../parts/Notices.tsx';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import { AlertStrip } from './AlertStrip.tsx';
import { BoardKeysHelp } from './BoardKeysHelp.tsx';
import styles from './BoardScreen.module.css';
import { type BoardKey, focusCall, focusList, pressWay, useBoardKeys } from './board-keys.ts';
import { CallList } from './CallList.tsx';
import { DepartmentTable } from './DepartmentTable.tsx';
import { HistoryBoard } from './HistoryBoard.tsx';
import { useDepartmentNames } from './names.ts';
import { PeopleList } from './PeopleList.tsx';
import { useHubNowMs } from './spans.ts';
import { Totals } from './Totals.tsx';
import { useBoard, useHistory } from './use-board.ts';

type View = 'now' | 'history';

/** 主管看板: how things stand now, how days went, and the way into a running call. For supervisors. */
export function BoardScreen({ onLogout }: { onLogout: () => void }) {
  const t = useText();
  const desk = useDesk();
  const { home, link } = useDeskState();
  const board = useBoard();
  const load = useHistory();
  const nowMs = useHubNowMs(home?.aheadMs ?? 0);
  const isWatching = useBusy('call.watch');
  const filter = useRef<HTMLInputElement>(null);
  const [view, setView] = useState<View>('now');
  const [typed, setTyped] = useState('');
  const [departmentId, setDepartmentId] = useState<string | null>(null);
  const [help, setHelp] = useState(false);

  const clear = () => {
    setTyped('');
    setDepartmentId(null);
    setHelp(false);
    filter.current?.blur();
  };
  useBoardKeys((key) => {
    const deeds: Readonly<Record<BoardKey, () => unknown>> = {
      now: () => setView('now'),
      history: () => setView('history'),
      filter: () => filter.current?.focus(),
      clear,
      departments: () => focusList('departments'),
      calls: () => focusList('calls'),
      people: () => focusList('people'),
      down: () => focusCall(1),
      up: () => focusCall(-1),
      monitor: () => pressWay('monitor'),
      whisper: () => pressWay('whisper'),
      barge: () => pressWay('barge'),
      help: () => setHelp(!help),
    };
    return deeds[key]() !== false;
  });

  const narrowed = { typed, departmentId };
  return (
    <div className={styles.screen}>
      <header className={styles.bar}>
        <Logo />
        <h1 className={styles.title}>{t('board.title')}</h1>
        {home && <strong className={styles.who}>{home.agent.displayName}</strong>}
        {link.state !== 'connected' && (
          <StateBadge state={link.state === 'connecting' ? 'waiting' : 'warn'}>{t(`link.${link.state}`)}</StateBadge>
        )}
        <nav className={styles.views} aria-label={t('board.views.heading')}>
          {(['now', 'history'] as const).map((one) => (
            <Button key={one} kind="quiet" aria-pressed={view === one} onPress={() => setView(one)}>
              {t(`board.views.${one}`)}
            </Button>
          ))}
        </nav>
        <span className={styles.space} />
        <ChosenDepartment departmentId={departmentId} onClear={() => setDepartmentId(null)} />
        <input
          ref={filter}
          type="search"
          className={styles.filter}
          aria-label={t('board.filter')}
          placeholder={t('board.filterHint')}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Button kind="quiet" icon={<CircleHelp />} aria-label={t('bar.help')} onPress={() => setHelp(!help)} />
        <Button kind="quiet" icon={<LogOut />} aria-label={t('bar.logout')} onPress={onLogout} />
      </header>
      {help && <BoardKeysHelp onClose={() => setHelp(false)} />}
      <Notices />
      {view === 'history' ? (
        <HistoryBoard {...{ nowMs, typed, departmentId, load }} onDepartment={setDepartmentId} />
      ) : board === null ? (
        <p className={styles.reading}>{t('board.reading')}</p>
      ) : (
        <main className={styles.now}>
          <AlertStrip board={board} nowMs={nowMs} />
          <Totals board={board} nowMs={nowMs} />
          <div className={styles.columns}>
            <DepartmentTable {...{ board, nowMs, typed }} chosen={departmentId} onChoose={setDepartmentId} />
            <CallList
              {...{ board, nowMs, ...narrowed }}
              isDisabled={isWatching || link.state !== 'connected'}
              onWatch={(callId, mode, agentId) => void desk.watch(callId, mode, agentId)}
            />
            <PeopleList {...{ board, nowMs, ...narrowed }} />
          </div>
        </main>
      )}
    </div>
  );
}

interface ChosenDepartmentProps {
  readonly departmentId: string | null;
  readonly onClear: () => void;
}

function ChosenDepartment({ departmentId, onClear }: ChosenDepartmentProps) {
  const t = useText();
  const { nameOf } = useDepartmentNames();
  if (departmentId === null) return null;
  return (
    <Button kind="secondary" icon={<X />} aria-label={t('board.allDepartments')} onPress={onClear}>
      {t('board.onlyDepartment', { name: nameOf(departmentId) })}
    </Button>
  );
}
