import '@fontsource-variable/noto-sans-sc/wght.css';
import './report.css';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { printDocument } from '../../../contracts/device/print.ts';
import { ReportPage } from './ReportPage.tsx';

declare global {
  interface Window {
    /** Resolves when the page can be printed: drawn, with its fonts. */
    reportReady: Promise<void>;
  }
}

const [, , , readiness] = printDocument.options;
const report = readiness
  .omit({ kind: true, number: true, language: true })
  .parse(JSON.parse(decodeURIComponent(location.hash.slice(1))));
const container = document.getElementById('root');
if (!container) throw new Error('the page has no #root');
const root = createRoot(container);
flushSync(() => root.render(<ReportPage report={report} />));
// Fonts load by ranges of characters, once the text that needs them is laid out.
window.reportReady = document.fonts.ready.then(() => undefined);
