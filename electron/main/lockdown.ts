import { app, type Session, type WebContents } from 'electron';
import type { Log } from '../booth/log.ts';
import { originOf } from '../ipc/register-calls.ts';
import { isAllowedKey } from './keys.ts';
import type { BoothOptions } from './options.ts';
import { APP_SCHEME, APP_URL, servePage } from './page-files.ts';
import { isPermitted } from './permissions.ts';

/** Switches that must be set before Electron is ready. */
export function setSwitches({ development, fakeMedia, fakeCamera }: BoothOptions): void {
  const { commandLine } = app;
  // Chromium refuses to sandbox for root; who starts the booth so has said it on the command line, and gets a log line.
  if (!commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  commandLine.appendSwitch('disable-pinch');
  commandLine.appendSwitch('overscroll-history-navigation', '0');
  commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
  if (!development || !fakeMedia) return;
  // Two cameras: one looks at the citizen, one at the paper.
  commandLine.appendSwitch('use-fake-device-for-media-stream', 'device-count=2');
  commandLine.appendSwitch('use-fake-ui-for-media-stream');
  if (fakeCamera !== null) commandLine.appendSwitch('use-file-for-fake-video-capture', fakeCamera);
}

/** Of a session: it serves the booth's own pages, grants their cameras and microphones, and nothing else. */
export function lockSession(session: Session, pageFolder: string): void {
  session.protocol.handle(APP_SCHEME, ({ method, url }) => servePage(pageFolder, method, url));
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    callback(isPermitted(permission, details.requestingUrl, mediaTypes));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, { mediaType }) =>
    isPermitted(permission, requestingOrigin, mediaType === undefined || mediaType === 'unknown' ? [] : [mediaType]),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

/** Of everything that could ever show a page: it goes nowhere, opens nothing, and takes no key that leads out. */
export function lockContents(contents: WebContents, log: Log): void {
  contents.setWindowOpenHandler(({ url }) => {
    log({ level: 'warning', event: 'window.refused', detail: originOf(url) ?? 'no address' });
    return { action: 'deny' };
  });
  const stay = (event: { preventDefault(): void; readonly url: string }) => {
    if (event.url === APP_URL) return;
    event.preventDefault();
    log({ level: 'warning', event: 'navigation.refused', detail: originOf(event.url) ?? 'no address' });
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('before-input-event', (event, press) => {
    if (!isAllowedKey({ ...press, type: press.type })) event.preventDefault();
  });
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault();
    callback('');
  });
  contents.setVisualZoomLevelLimits(1, 1).catch(() => undefined);
}

/** Own origin in the words of Chromium: standard, secure, may fetch. Before Electron is ready. */
export const APP_SCHEME_PRIVILEGES = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
} as const;
