import { BrowserWindow, screen as displays, type Session } from 'electron';
import type { BoothProfile } from '../../contracts/device/profile.ts';
import { type Clock, delay } from '../../contracts/time.ts';
import type { Log } from '../booth/log.ts';
import { APP_URL } from './page-files.ts';

/** Paper of the design tokens: what is seen before the first frame. */
const BACKGROUND = '#FBF9F4';
/** A screen that has not answered for this long is ended and loaded anew. */
const UNRESPONSIVE_MS = 5_000;
/** Pause before a crashed screen is loaded again, so that one that crashes at once does not take the processor. */
const RELOAD_PAUSE_MS = 300;

export interface WindowOptions {
  readonly screen: BoothProfile['screen'];
  readonly session: Session;
  readonly preload: string;
  readonly development: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** The one window of the booth. It comes back by itself into whatever the state says, because the state lives in main. */
export function createBoothWindow(options: WindowOptions): BrowserWindow {
  const { screen, session, preload, development, clock, log } = options;
  const window = new BrowserWindow({
    x: 0,
    y: 0,
    width: screen.widthPx,
    height: screen.heightPx,
    fullscreen: screen.fullscreen || fillsDisplay(screen),
    kiosk: screen.fullscreen && !development,
    frame: false,
    resizable: false,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: BACKGROUND,
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      devTools: development,
      spellcheck: false,
      disableDialogs: true,
      navigateOnDragDrop: false,
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  window.removeMenu();
  window.once('ready-to-show', () => window.show());
  // Only the supervisor of the machine closes the booth, never the window.
  keepAlive(window, clock, log);
  return window;
}

/** Chromium takes a pixel off a window that is as large as its display, unless it is full screen (X11). */
function fillsDisplay({ widthPx, heightPx }: BoothProfile['screen']): boolean {
  const { width, height } = displays.getPrimaryDisplay().bounds;
  return width === widthPx && height === heightPx;
}

function keepAlive(window: BrowserWindow, clock: Clock, log: Log): void {
  const { webContents } = window;
  let isHung = false;
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log({ level: 'error', event: 'screen.gone', detail: `${reason} ${exitCode}` });
    void delay(clock, RELOAD_PAUSE_MS).then(() => loadApp(window, log));
  });
  webContents.on('unresponsive', () => {
    isHung = true;
    log({ level: 'error', event: 'screen.unresponsive' });
    clock.after(UNRESPONSIVE_MS, () => {
      if (isHung && !window.isDestroyed()) webContents.forcefullyCrashRenderer();
    });
  });
  webContents.on('responsive', () => {
    isHung = false;
  });
  webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (!isMainFrame) return;
    log({ level: 'error', event: 'screen.not-loaded', detail: `${code} ${description}` });
    void delay(clock, UNRESPONSIVE_MS).then(() => loadApp(window, log));
  });
}

/** Loads the booth's page, anew if it is there already. Resolves when it is loaded; failures come back by `keepAlive`. */
export async function loadApp(window: BrowserWindow, log: Log): Promise<void> {
  if (window.isDestroyed()) return;
  try {
    await window.loadURL(APP_URL);
  } catch (thrown) {
    log({ level: 'warning', event: 'screen.load-interrupted', detail: String(thrown) });
  }
}
