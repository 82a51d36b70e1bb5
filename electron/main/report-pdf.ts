import { BrowserWindow, type Session } from 'electron';
import { describeThrown, fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Clock } from '../../contracts/time.ts';
import type { ReadinessReport } from '../booth/technician/readiness.ts';
import { APP_ORIGIN } from './page-files.ts';

const REPORT_URL = `${APP_ORIGIN}/report.html`;
/** Loading the page with its font takes well under a second. */
const LIMIT_MS = 15_000;

/**
 * The readiness report as PDF: the booth's own page `report.html`, in a window that nobody sees and that has no bridge,
 * laid out on A4 by Chromium.
 */
export async function makeReportPdf(
  report: ReadinessReport,
  session: Session,
  clock: Clock,
): Promise<Result<Uint8Array<ArrayBuffer>, XiaowuError>> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { session, sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  const limit = clock.after(LIMIT_MS, () => window.destroy());
  try {
    // In the fragment it stays in this process: no request, no bridge, no file carries it.
    await window.loadURL(`${REPORT_URL}#${encodeURIComponent(JSON.stringify(report))}`);
    await window.webContents.executeJavaScript('window.reportReady');
    const pdf = await window.webContents.printToPDF({ pageSize: 'A4', printBackground: true });
    return ok(Uint8Array.from(pdf));
  } catch (thrown) {
    return err(fail('internal', `report: ${describeThrown(thrown)}`));
  } finally {
    limit.cancel();
    if (!window.isDestroyed()) window.destroy();
  }
}
