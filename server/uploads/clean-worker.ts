import { parentPort, workerData } from 'node:worker_threads';
import { describeThrown } from '../../contracts/errors.ts';
import { sniffType } from '../http/sniff.ts';
import type { CleanAnswer } from './clean.ts';
import { cleanPdf } from './clean-pdf.ts';
import { cleanPicture } from './clean-picture.ts';

/** The thread of `clean.ts`: one file in, one answer out. */

async function answer(bytes: Uint8Array): Promise<CleanAnswer> {
  const mimeType = sniffType(bytes);
  if (!mimeType) return { ok: false, code: 'unsupported_type', detail: 'none of the kinds that are taken' };
  return mimeType === 'application/pdf' ? cleanPdf(bytes) : cleanPicture(bytes, mimeType);
}

try {
  parentPort?.postMessage(await answer(workerData as Uint8Array));
} catch (thrown) {
  const refusal: CleanAnswer = { ok: false, code: 'unreadable_image', detail: describeThrown(thrown) };
  parentPort?.postMessage(refusal);
}
