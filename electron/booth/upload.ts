import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { z } from 'zod';
import { describeThrown, fail, resultSchema, type XiaowuError } from '../../contracts/errors.ts';
import { boothHttp, MAX_FILE_BYTES } from '../../contracts/hub/booth-http.ts';
import { API_PREFIX, BOOTH_ROUTES } from '../../contracts/hub/http.ts';
import type { Id } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';

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

export interface UploadTarget {
  readonly hubUrl: string;
  readonly ca: string | null;
  readonly token: () => string;
}

/**
 * Puts a still to the hub and proves by its hash that the hub holds the same bytes. Node's own `http` is used because
 * only it takes the authority of a hub's private certificate on every runtime of the booth.
 */
export async function uploadStill(
  target: UploadTarget,
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

  let text: string;
  try {
    text = await put(url, target, still);
  } catch (thrown) {
    return err(fail('disconnected', describeThrown(thrown)));
  }
  const parsed = resultSchema(boothHttp.putFile.output).safeParse(parseJson(text));
  if (!parsed.success) return err(fail('invalid_output', z.prettifyError(parsed.error)));
  if (!parsed.data.ok) return err(parsed.data.error);
  const stored = parsed.data.value as z.output<typeof boothHttp.putFile.output>;
  if (stored.sha256 !== sha256 || stored.fileId !== fileId)
    return err(fail('invalid_output', 'the hub stored other bytes'));
  return ok({ fileId });
}

function put(url: URL, { ca, token }: UploadTarget, { mimeType, bytes }: Still): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      method: 'PUT',
      timeout: UPLOAD_TIMEOUT_MS,
      headers: {
        authorization: `Bearer ${token()}`,
        'content-type': mimeType,
        'content-length': bytes.byteLength,
      },
    };
    const request =
      url.protocol === 'https:'
        ? https.request(url, { ...options, ...(ca === null ? {} : { ca }) }, take)
        : http.request(url, options, take);
    request.on('timeout', () => request.destroy(new Error('upload timed out')));
    request.on('error', reject);
    request.end(bytes);

    function take(response: http.IncomingMessage): void {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) request.destroy(new Error('the answer is too long'));
        else chunks.push(chunk);
      });
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    }
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
