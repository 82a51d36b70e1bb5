import { ocrCalls } from '../../contracts/device/ocr.ts';
import { systemClock } from '../../contracts/time.ts';
import { servePort } from '../booth/serve-port.ts';
import { createOcrEngine } from './ocr/engine.ts';
import { ocrHandlers } from './ocr/handlers.ts';
import { installedPaths } from './ocr/paths.ts';
import { startRecogniser } from './ocr/recogniser.ts';

/** Entry of the utility process that reads papers. */
const { parentPort } = process;
const paths = installedPaths(import.meta.filename);
const engine = createOcrEngine({ clock: systemClock, start: () => startRecogniser(paths) });

servePort(
  {
    post: (message) => parentPort.postMessage(message),
    onMessage: (listener) => void parentPort.on('message', ({ data }) => listener(data)),
  },
  ocrCalls,
  ocrHandlers(engine),
  (error) => process.stderr.write(`${JSON.stringify({ event: 'ocr.defect', error })}\n`),
);
