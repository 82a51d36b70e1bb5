import { createHash } from 'node:crypto';
import { z } from 'zod';
import { describeThrown, fail, resultSchema, type XiaowuError } from '../../contracts/errors.ts';
import { boothHttp, MAX_FILE_BYTES } from '../../contracts/hub/booth-http.ts';
import { API_PREFIX, BOOTH_ROUTES } from '../../contracts/hub/http.ts';
import type { Id } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { askHub, type HubAnswer, type HubTarget, jsonOf } from './hub-http.ts';

/** 20 MB over 10 Mbit/s take 16 s. */
const UPLOAD_TIMEOUT_MS = 20_000;
/** The answer is a few dozen bytes. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** A still of the document camera as it leaves the booth. */
export interface Still {
  readonly mimeType: 'image/jpeg' | 'image/png';
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Puts a still to the hub and proves by its hash that the hub holds the same bytes. */
export async function uploadStill(
  target: HubTarget,
  visitId: Id,
  fileId: Id,
  still: Still,
): Promise<Result<{ fileId: Id }, XiaowuError>> {
  if (still.bytes.byteLength > MAX_FILE_BYTES) return err(fail('too_large', `${still.bytes.byteLength} bytes`));
  const path = BOOTH_ROUTES.putFile.path.replace(':visitId', visitId).replace(':fileId', fileId);
  const url = new URL(`${target.hubUrl}${API_PREFIX}${path}`);
  url.searchParams.set('widthPx', String(still.widthPx));
  url.searchParams.set('heightPx', String(still.heightPx));
  const sha256 = createHash('sha256').update(still.bytes).digest('hex');

  let answer: HubAnswer;
  try {
    answer = await askHub(target, {
      method: 'PUT',
      url,
      body: still,
      timeoutMs: UPLOAD_TIMEOUT_MS,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    });
  } catch (thrown) {
    return err(fail('disconnected', describeThrown(thrown)));
  }
  const parsed = resultSchema(boothHttp.putFile.output).safeParse(jsonOf(answer));
  if (!parsed.success) return err(fail('invalid_output', z.prettifyError(parsed.error)));
  if (!parsed.data.ok) return err(parsed.data.error);
  const stored = parsed.data.value as z.output<typeof boothHttp.putFile.output>;
  if (stored.sha256 !== sha256 || stored.fileId !== fileId)
    return err(fail('invalid_output', 'the hub stored other bytes'));
  return ok({ fileId });
}
