import { z } from 'zod';
import { describeThrown, fail, resultSchema, type XiaowuError } from '../../contracts/errors.ts';
import { MAX_FILE_BYTES } from '../../contracts/hub/booth-http.ts';
import { API_PREFIX, BOOTH_FILE_PATH } from '../../contracts/hub/http.ts';
import type { Id } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { askHub, type HubAnswer, type HubTarget, jsonOf } from './hub-http.ts';

/** As for the way up: 20 MB over 10 Mbit/s take 16 s. */
const DOWNLOAD_TIMEOUT_MS = 20_000;

/** A picture of a paper as the hub holds it. */
export interface PaperPicture {
  readonly mimeType: 'image/jpeg' | 'image/png';
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Gets a file of this booth's visit, to be shown; kept nowhere but in memory. `unsupported_type` for what is no picture. */
export async function downloadFile(
  target: HubTarget,
  visitId: Id,
  fileId: Id,
): Promise<Result<PaperPicture, XiaowuError>> {
  const path = BOOTH_FILE_PATH.replace(':visitId', visitId).replace(':fileId', fileId);
  let answer: HubAnswer;
  try {
    answer = await askHub(target, {
      method: 'GET',
      url: new URL(`${target.hubUrl}${API_PREFIX}${path}`),
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
      maxAnswerBytes: MAX_FILE_BYTES,
    });
  } catch (thrown) {
    return err(fail('disconnected', describeThrown(thrown)));
  }
  const { status, mimeType, bytes } = answer;
  if (status === 200 && (mimeType === 'image/jpeg' || mimeType === 'image/png')) return ok({ mimeType, bytes });
  if (status === 200) return err(fail('unsupported_type', mimeType));
  const refusal = resultSchema(z.never()).safeParse(jsonOf(answer));
  return refusal.success && !refusal.data.ok
    ? err(refusal.data.error)
    : err(fail('invalid_output', `status ${status} of a file`));
}
