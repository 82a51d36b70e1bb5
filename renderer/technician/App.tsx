import type { i18n as I18n } from 'i18next';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { systemClock } from '../../contracts/time.ts';
import type { TechnicianMemory } from './api/memory.ts';
import { TechnicianRunner } from './api/runner.ts';
import { BenchScreen, type TechnicianLines } from './screens/BenchScreen.tsx';
import { LoginScreen } from './screens/LoginScreen.tsx';
import { initialTechnicianState, type TechnicianState } from './state/model.ts';
import { reduceTechnician, type TechnicianEvent } from './state/reducer.ts';

/** The shell around the reducer: events go in, effects are run, the screen is drawn from the state. */
export function App({ i18n, memory }: { i18n: I18n; memory: TechnicianMemory }) {
  const [state, setState] = useState<TechnicianState>(initialTechnicianState);
  const current = useRef(state);
  const runner = useRef<TechnicianRunner | null>(null);

  const dispatch = useCallback((event: TechnicianEvent) => {
    const [next, effects] = reduceTechnician(current.current, event);
    current.current = next;
    setState(next);
    for (const effect of effects) void runner.current?.run(effect);
  }, []);

  useEffect(() => {
    if (runner.current !== null) return;
    runner.current = new TechnicianRunner({
      clock: systemClock,
      memory,
      dispatch,
      onDefect: (error) => console.error(`XW-${error.support} ${error.code}`, error.detail ?? ''),
    });
    dispatch({ type: 'opened', session: memory.read() });
  }, [memory, dispatch]);

  // Nobody is logged in before the runner stands, so that the page with these lines is not drawn earlier either.
  const lines = useMemo<TechnicianLines>(() => {
    const standing = () => {
      if (runner.current === null) throw new Error('the bench was drawn before its runner stood');
      return runner.current;
    };
    return {
      portOf: (boothId) => standing().portOf(boothId),
      request: (name, input, timeoutMs) => standing().request(name, input, timeoutMs),
    };
  }, []);

  useEffect(() => {
    const title = () => {
      document.title = i18n.t('technician:title');
    };
    i18n.on('languageChanged', title);
    return () => i18n.off('languageChanged', title);
  }, [i18n]);

  return (
    <I18nextProvider i18n={i18n}>
      {state.session === null ? (
        <LoginScreen state={state} dispatch={dispatch} />
      ) : (
        <BenchScreen state={state} lines={lines} dispatch={dispatch} />
      )}
    </I18nextProvider>
  );
}
