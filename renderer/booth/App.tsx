import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { applyContrast, applyScreen, applyTextScale } from '../ui/theme.ts';
import { CallVoices } from './parts/CallStage.tsx';
import { Overlay } from './parts/Overlay.tsx';
import { TopBand } from './parts/TopBand.tsx';
import { TouchGrid } from './parts/TouchGrid.tsx';
import { Screen } from './screens/Screen.tsx';
import { Starting } from './screens/Starting.tsx';
import { type Booth, BoothContext, type DisplaySettings } from './state/context.ts';
import type { ProbeController } from './state/probe/probe-controller.ts';
import { isIdleScreen, screenOf } from './state/screen.ts';
import type { BoothStore } from './state/store.ts';
import { useTouchReports } from './state/touch-reports.ts';

const PLAIN_DISPLAY: DisplaySettings = { scale: 1, contrast: 'default' };

export interface AppProps {
  readonly store: BoothStore;
  readonly probes: ProbeController;
  /** What screens use of the booth; one object for the life of the page. */
  readonly parts: Omit<Booth, 'state' | 'setup' | 'send' | 'display' | 'setDisplay'>;
}

export function App({ store, probes, parts }: AppProps) {
  const { forms, listening } = parts;
  const touchProbe = useSyncExternalStore(probes.subscribe, probes.getTouchProbe);
  const { state, setup, problem } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const { i18n } = useTranslation();
  const [display, setDisplay] = useState(PLAIN_DISPLAY);
  const screen = state ? screenOf(state) : 'starting';
  const idle = isIdleScreen(screen);

  useTouchReports(store.send);

  const pxPerMm = setup?.screen.pxPerMm;
  useEffect(() => {
    if (pxPerMm) applyScreen(pxPerMm);
  }, [pxPerMm]);

  const language = state?.language;
  useEffect(() => {
    if (language) void i18n.changeLanguage(language);
  }, [language, i18n]);

  useEffect(() => {
    applyTextScale(display.scale);
    applyContrast(display.contrast);
  }, [display]);

  // A form follows the line to the hub, and ends with its visit.
  const online = state?.online ?? false;
  useEffect(() => {
    if (online) forms.sync();
  }, [online, forms]);
  const visitId = state?.visit?.id;
  useEffect(() => {
    if (visitId !== undefined) return () => forms.clear();
  }, [visitId, forms]);

  // The next citizen finds the screen as it was made, not as the last one set it.
  useEffect(() => {
    if (!idle) return;
    setDisplay(PLAIN_DISPLAY);
    listening.reset();
  }, [idle, listening]);

  const booth = useMemo<Booth | null>(
    () => (state && setup ? { ...parts, state, setup, send: store.send, display, setDisplay } : null),
    [state, setup, store, parts, display],
  );

  if (!booth) return <Starting problem={problem} />;
  return (
    <BoothContext value={booth}>
      <div className="booth" data-screen={screen}>
        <TopBand screen={screen} />
        <Screen name={screen} />
        <CallVoices />
        <Overlay screen={screen} problem={problem} />
        {touchProbe && <TouchGrid onDone={touchProbe.done} onCancel={touchProbe.cancel} />}
      </div>
    </BoothContext>
  );
}
