import { readFileSync } from 'node:fs';
import path from 'node:path';
import { app, type BrowserWindow, ipcMain, powerMonitor, type Session } from 'electron';
import type { BoothProfile } from '../../contracts/device/profile.ts';
import { boothIpcCalls } from '../../contracts/ipc/booth.ts';
import type { BoothSetup } from '../../contracts/ipc/booth-state.ts';
import type { Clock } from '../../contracts/time.ts';
import { BoothCore, type Screen } from '../booth/booth-core.ts';
import { openBoothDatabase } from '../booth/booth-database.ts';
import { downloadFile } from '../booth/download.ts';
import { createHubLink } from '../booth/hub-link.ts';
import { openIdentity } from '../booth/identity.ts';
import { openJournal } from '../booth/journal.ts';
import type { Log } from '../booth/log.ts';
import type { ProfileChoice } from '../booth/technician/profile-choice.ts';
import { openRecordStore } from '../booth/technician/records.ts';
import { createTechnicianService, type TechnicianSurroundings } from '../booth/technician/service.ts';
import { uploadStill } from '../booth/upload.ts';
import { boothHandlers } from '../ipc/booth-handlers.ts';
import { registerCalls } from '../ipc/register-calls.ts';
import { superviseDeviceHost, superviseOcr } from './children.ts';
import type { BoothOptions } from './options.ts';
import { APP_ORIGIN } from './page-files.ts';
import { makeReportPdf } from './report-pdf.ts';
import { emptyFolder, shellWipeSteps } from './wipe-steps.ts';

export interface BoothAppOptions {
  readonly options: BoothOptions;
  readonly profile: ProfileChoice;
  readonly bundleDir: string;
  readonly session: Session;
  readonly window: () => BrowserWindow | null;
  readonly clock: Clock;
  readonly log: Log;
}

export interface BoothApp {
  /** Begins the visit machine, the devices and the line to the hub. */
  start(): void;
  close(): void;
}

/** Puts the booth together: identity, journal, hub, devices, reader of papers, screen. */
export function createBoothApp(given: BoothAppOptions): BoothApp {
  const { options, profile, bundleDir, session, window, clock, log } = given;
  const { hubUrl, boothId, dataDir, development } = options;
  const ca = options.hubCa === null ? null : readFileSync(options.hubCa, 'utf8');
  const tempDir = path.join(dataDir, 'tmp');
  emptyFolder(tempDir);

  const identity = openIdentity(dataDir, boothId, clock);
  const database = openBoothDatabase(dataDir);
  const journal = openJournal(database, clock, (detail) => log({ level: 'error', event: 'journal.damaged', detail }));
  const token = () => identity.hubToken();

  const children = { bundleDir, clock, log };
  const ocr = superviseOcr(children);
  const devices = superviseDeviceHost(
    children,
    () => profile.profile.devices,
    (push) => core.devicePushed(push),
    () => core.devicesLost(),
  );
  const screen = screenOf(window);
  const core = new BoothCore({
    clock,
    log,
    version: app.getVersion(),
    documentCamera: profile.profile.cameras.document,
    identity,
    database,
    journal,
    screen,
    makeLink: (callbacks) => createHubLink({ hubUrl, ca, token, clock, log, ...callbacks }),
    devices,
    ocr,
    upload: (visitId, fileId, still) => uploadStill({ hubUrl, ca, token }, visitId, fileId, still),
    download: (visitId, fileId) => downloadFile({ hubUrl, ca, token }, visitId, fileId),
    wipeSteps: shellWipeSteps(window, session, tempDir, log),
    makeTechnician: (parts) =>
      createTechnicianService(
        {
          boothId,
          version: app.getVersion(),
          dataDir,
          hubUrl,
          ca,
          clock,
          log,
          records: openRecordStore(database.sql),
          profile,
          devices,
          screen,
          makePdf: (report) => makeReportPdf(report, session, clock),
        },
        parts,
      ),
  });
  const unregister = registerCalls(ipcMain, boothIpcCalls, boothHandlers, {
    origin: APP_ORIGIN,
    webContentsId: () => window()?.webContents.id ?? null,
    context: { core, setup: () => setupOf(profile.profile, development, core) },
    onDefect: (channel, error) => log({ level: 'error', event: `ipc.${channel}`, error }),
  });

  const woke = () => core.woke();
  powerMonitor.on('resume', woke);

  return {
    start() {
      devices.start();
      core.start();
    },
    close() {
      powerMonitor.off('resume', woke);
      unregister();
      core.close();
      devices.stop();
      ocr.stop();
      database.close();
    },
  };
}

/** The window's page, whenever there is one. */
function screenOf(window: () => BrowserWindow | null): Screen & TechnicianSurroundings['screen'] {
  const push = (channel: string, payload: unknown) => {
    const shown = window();
    if (shown && !shown.isDestroyed() && !shown.webContents.isCrashed()) shown.webContents.send(channel, payload);
  };
  return {
    state: (state) => push('booth.state', state),
    signal: (signal) => push('call.signal', signal),
    form: (name, payload) => push(name, payload),
    takeStill: (requestId) => push('still.take', { requestId }),
    retakePage: (ask) => push('page.retake', ask),
    takeProbe: (request) => push('probe.take', request),
    cancelProbe: (requestId) => push('probe.cancel', { requestId }),
    technicianView: (view) => push('technician.view', view),
    technicianWire: (frames) => push('technician.wire', { frames }),
  };
}

function setupOf(profile: BoothProfile, development: boolean, core: BoothCore): BoothSetup {
  const { widthPx, heightPx, pxPerMm } = profile.screen;
  const hello = core.hello();
  return {
    screen: { widthPx, heightPx, pxPerMm },
    cameras: profile.cameras,
    development,
    iceServers: hello?.iceServers ?? [],
    departments: hello?.catalogue.departments ?? [],
    services: hello?.catalogue.services ?? [],
    bundles: hello?.catalogue.bundles ?? [],
  };
}
