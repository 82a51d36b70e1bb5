import '../ui/base.css';
import './booth.css';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { v7 } from 'uuid';
import { describeThrown } from '../../contracts/errors.ts';
import { systemClock } from '../../contracts/time.ts';
import enBooth from '../../resources/locales/en/booth.json' with { type: 'json' };
import zhBooth from '../../resources/locales/zh-CN/booth.json' with { type: 'json' };
import { technicianTexts } from '../bench/text.ts';
import { createCallSession } from '../call/session.ts';
import { startI18n } from '../ui/i18n.ts';
import { setPressSound } from '../ui/press-sound.ts';
import { applyAudience } from '../ui/theme.ts';
import { App, type AppProps } from './App.tsx';
import { type CaptureCue, createCapture } from './paper/capture.ts';
import { createPaperEye } from './paper/paper-eye.ts';
import { NoBridge } from './screens/NoBridge.tsx';
import { findBridge } from './state/bridge.ts';
import { createBridgePort } from './state/bridge-port.ts';
import { createCallController } from './state/call-controller.ts';
import { createBoothForms } from './state/form-link.ts';
import { createListening, soundOutputs } from './state/listening.ts';
import { openLocalMedia } from './state/media.ts';
import { measure } from './state/probe/measure.ts';
import { createProbeController } from './state/probe/probe-controller.ts';
import { chime, pressSound, shutterSound, steadySound } from './state/sounds.ts';
import { type Still, takeStill } from './state/still.ts';
import { createBoothStore } from './state/store.ts';

const log = (text: string) => console.error(`booth screen: ${text}`);

async function listDevices() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return {
    cameras: devices.filter(({ kind }) => kind === 'videoinput').map(({ label }) => label.slice(0, 200)),
    microphones: devices.filter(({ kind }) => kind === 'audioinput').length,
  };
}

function onDeviceChange(listener: () => void): () => void {
  navigator.mediaDevices.addEventListener('devicechange', listener);
  return () => navigator.mediaDevices.removeEventListener('devicechange', listener);
}

const CUES: Readonly<Record<CaptureCue, () => void>> = { steady: steadySound, shutter: shutterSound, asked: chime };

async function start(): Promise<void> {
  applyAudience('booth');
  const i18n = await startI18n('zh-CN', {
    booth: { 'zh-CN': zhBooth, en: enBooth },
    technician: technicianTexts,
  });
  const container = document.getElementById('root');
  if (!container) throw new Error('the page has no #root');
  const root = createRoot(container);
  const bridge = findBridge();
  if (!bridge) {
    root.render(
      <I18nextProvider i18n={i18n}>
        <NoBridge />
      </I18nextProvider>,
    );
    return;
  }
  setPressSound(pressSound);
  const store = createBoothStore(bridge, systemClock);
  const makePaperWorker = () => new Worker(new URL('./paper/paper-worker.ts', import.meta.url), { type: 'module' });
  const eye = createPaperEye(makePaperWorker, log);
  const study = (photo: Still) => eye.study(new Blob([photo.bytes], { type: photo.mimeType }));
  const straighten = async (photo: Still): Promise<Still> => {
    const studied = await study(photo);
    if (!studied.ok) log(`still not studied: ${studied.error}`);
    return (studied.ok ? studied.value.straight : null) ?? photo;
  };
  const calls = createCallController({
    bridge,
    createSession: createCallSession,
    watchPaper: (track, onLook) => eye.watch(track, onLook),
    openMedia: (cameras, kept) => openLocalMedia(navigator.mediaDevices, cameras, kept),
    takeStill,
    straighten,
    listDevices,
    onDeviceChange,
    clock: systemClock,
    log,
  });
  const listening = createListening(
    async () => soundOutputs(await navigator.mediaDevices.enumerateDevices()),
    onDeviceChange,
    systemClock,
  );
  const capture = createCapture({
    bridge,
    clock: systemClock,
    freshId: v7,
    onLook: calls.onLook,
    takePhoto: calls.takePhoto,
    setKeen: (on) => eye.setKeen(on ? calls.photoWidthPx() : null),
    study,
    cue: (cue) => CUES[cue](),
    log,
  });
  // The call follows main's state directly, not through React: it must not wait for a rendering.
  store.subscribe(() => {
    const { state, setup } = store.getSnapshot();
    if (!state || !setup) return;
    calls.update(state, setup);
    capture.update(state.visit, state.call !== null);
  });
  const probes = createProbeController({
    bridge,
    measure,
    cameras: () => store.getSnapshot().setup?.cameras ?? null,
    log,
  });
  const parts: AppProps['parts'] = {
    calls,
    capture,
    listening,
    forms: createBoothForms(bridge),
    signForm: (input) => bridge.call('form.sign', input),
    technician: createBridgePort(bridge),
    unlock: (pin, code) => bridge.call('technician.unlock', { pin, code }),
    paperPicture: (fileId) => bridge.call('paper.picture', { fileId }),
    previewReceipt: () => bridge.call('slip.preview', undefined),
  };
  root.render(
    <I18nextProvider i18n={i18n}>
      <App store={store} probes={probes} parts={parts} />
    </I18nextProvider>,
  );
}

start().catch((thrown: unknown) => log(`did not start: ${describeThrown(thrown)}`));
