import { DetailedError, Upload } from 'tus-js-client';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { API_PREFIX } from '../../../contracts/hub/http.ts';
import { UPLOAD_CHUNK_BYTES, UPLOAD_PATH, type Uploaded, uploadCall } from '../../../contracts/hub/upload.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import { readAnswer } from '../../ui/hub-client.ts';

/**
 * Pauses after a broken line: at once, then longer, for two minutes or so without a byte. Each byte that got through begins
 * the row anew. A citizen who has no line for longer taps once more.
 */
const RETRY_DELAYS_MS = [0, 500, 1_000, 2_000, 3_000, 5_000, 8_000, 10_000, 15_000, 20_000, 30_000, 30_000];

export interface UploadRequest {
  readonly token: string;
  readonly caseId: string;
  readonly requiredPaperId: string;
  readonly file: Blob;
  /** Share of the bytes that the hub has, 0–1. */
  readonly onProgress: (share: number) => void;
}

/** Sends a paper as it is, on over a line that breaks; gives what the hub made of it. */
export function uploadPaper(request: UploadRequest): Promise<Result<Partial<Uploaded>, XiaowuError>> {
  const { token, caseId, requiredPaperId, file, onProgress } = request;
  return new Promise((resolve) => {
    const upload = new Upload(file, {
      endpoint: `${API_PREFIX}${UPLOAD_PATH}`,
      headers: { authorization: `Bearer ${token}` },
      metadata: { caseId, requiredPaperId },
      chunkSize: UPLOAD_CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      // The page keeps nothing on the phone that outlives the visit.
      storeFingerprintForResuming: false,
      onShouldRetry: ({ originalResponse }) => {
        const status = originalResponse?.getStatus() ?? 0;
        // A refusal stays one; 409 and 423 are settled by asking where the upload stands.
        return status === 0 || status === 409 || status === 423 || status >= 500;
      },
      onProgress: (sent, total) => onProgress(total > 0 ? sent / total : 1),
      onSuccess: ({ lastResponse }) => {
        // Where the last answer was lost, the hub was asked how the upload stands: it has the file.
        const body = lastResponse.getBody();
        resolve(body ? readAnswer(uploadCall, body) : ok({}));
      },
      onError: (thrown) => resolve(err(errorOf(thrown))),
    });
    upload.start();
  });
}

function errorOf(thrown: Error | DetailedError): XiaowuError {
  const response = thrown instanceof DetailedError ? thrown.originalResponse : null;
  if (!response || response.getStatus() === 0) return fail('disconnected', 'the upload broke off');
  const answer = readAnswer(uploadCall, response.getBody());
  return answer.ok ? fail('internal', thrown.message) : answer.error;
}
