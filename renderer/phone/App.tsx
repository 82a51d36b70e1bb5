import type { i18n as I18n } from 'i18next';
import { useCallback, useEffect, useRef, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { KeptDocument } from '../../contracts/hub/phone-keep.ts';
import type { PhoneMemory } from './api/memory.ts';
import { PhoneRunner } from './api/runner.ts';
import { PhoneScreen } from './screens/PhoneScreen.tsx';
import type { PhoneEvent } from './state/events.ts';
import { FormsContext, type PhoneForms } from './state/forms-context.ts';
import { KeepContext } from './state/keep-context.ts';
import { initialPhoneState, type PhoneState } from './state/model.ts';
import { parentOf } from './state/navigation.ts';
import { openingOf } from './state/opening.ts';
import { reducePhone } from './state/reducer.ts';

export interface AppProps {
  readonly i18n: I18n;
  readonly memory: PhoneMemory;
  readonly opened: Extract<PhoneEvent, { type: 'opened' }>;
}

/** The shell around the reducer: events go in, effects are run, the screen is drawn from the state. */
export function App({ i18n, memory, opened }: AppProps) {
  const [state, setState] = useState<PhoneState>(initialPhoneState);
  const current = useRef(state);
  const runner = useRef<PhoneRunner | null>(null);
  const [bytesOf, setBytesOf] = useState<((one: KeptDocument) => Blob | undefined) | null>(null);
  const [forms, setForms] = useState<PhoneForms | null>(null);

  /** What the camera took, until it is sent, taken anew, or the page is left. */
  const [photo, setPhoto] = useState<File | null>(null);

  const dispatch = useCallback((event: PhoneEvent) => {
    const [next, effects] = reducePhone(current.current, event);
    current.current = next;
    setState(next);
    for (const effect of effects) void runner.current?.run(effect);
  }, []);

  useEffect(() => {
    if (runner.current !== null) return;
    runner.current = new PhoneRunner({
      memory,
      dispatch,
      onDefect: (error) => console.error(`XW-${error.support} ${error.code}`, error.detail ?? ''),
    });
    const { forms: shelf, sign, documents } = runner.current;
    setForms({ shelf, sign });
    setBytesOf(() => documents.bytesOf);
    const token = opened.memory.session?.token;
    if (token !== undefined) runner.current.resume(token);
    dispatch(opened);
  }, [memory, opened, dispatch]);

  // A code opened in a tab that is already here changes only the fragment of the address.
  useEffect(() => {
    const onHash = () => {
      const opening = openingOf(location);
      if (opening.kind === 'plain') return;
      if (opening.kind === 'code') history.replaceState(null, '', location.pathname);
      dispatch({ type: 'opened', opening, memory: memory.read() });
    };
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, [memory, dispatch]);

  useEffect(() => {
    void i18n.changeLanguage(state.language).then((t) => {
      document.title = t('phone:title');
    });
  }, [i18n, state.language]);

  useBackButton(parentOf(state.stage) !== null, dispatch);

  return (
    <I18nextProvider i18n={i18n}>
      <FormsContext value={forms}>
        <KeepContext value={bytesOf}>
          <PhoneScreen
            state={state}
            dispatch={dispatch}
            photo={photo}
            onPhoto={(caseId, paperId, taken) => {
              setPhoto(taken);
              dispatch({ type: 'page', page: { name: 'capture', caseId, paperId } });
            }}
            onFile={(caseId, paperId, file) => {
              setPhoto(null);
              runner.current?.holdFile(caseId, paperId, file);
              const { name, type, size } = file;
              dispatch({ type: 'upload', caseId, paperId, file: { name, type, sizeBytes: size } });
            }}
          />
        </KeepContext>
      </FormsContext>
    </I18nextProvider>
  );
}

/** Lets the phone's own back button lead to the page before, as the one on the page does, and leave the page at a root only. */
function useBackButton(canGoBack: boolean, dispatch: (event: PhoneEvent) => void): void {
  useEffect(() => {
    if (!canGoBack) return;
    if (history.state !== 'inner') history.pushState('inner', '');
    const onPop = () => {
      dispatch({ type: 'back' });
      // Deeper pages need an entry of their own again, or the next press would leave.
      history.pushState('inner', '');
    };
    window.addEventListener('popstate', onPop);
    return () => window.removeEventListener('popstate', onPop);
  }, [canGoBack, dispatch]);
}
