import type { CallOutput } from '../../../contracts/channel.ts';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { PHONE_ROUTES } from '../../../contracts/hub/http.ts';
import { phoneHttp } from '../../../contracts/hub/phone.ts';
import { err, type Result } from '../../../contracts/result.ts';
import { addressOf, readAnswer } from '../../ui/hub-client.ts';

/** 20 MB at 1 Mbit/s, the slowest line on which waiting still makes sense, take under three minutes. */
const UPLOAD_TIMEOUT_MS = 180_000;

export interface UploadRequest {
  readonly token: string;
  readonly caseId: string;
  readonly requiredPaperId: string;
  readonly file: Blob;
  /** Share of the bytes that left the phone, 0–1. */
  readonly onProgress: (share: number) => void;
}

/** Sends a paper as it is. `XMLHttpRequest`, because `fetch` does not tell how far an upload has come. */
export function uploadPaper(request: UploadRequest): Promise<Result<CallOutput<typeof phoneHttp.upload>, XiaowuError>> {
  const { token, caseId, requiredPaperId, file, onProgress } = request;
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    xhr.open(PHONE_ROUTES.upload.method, addressOf(PHONE_ROUTES.upload, { caseId, requiredPaperId }).url);
    xhr.setRequestHeader('authorization', `Bearer ${token}`);
    xhr.setRequestHeader('content-type', file.type);
    xhr.timeout = UPLOAD_TIMEOUT_MS;
    xhr.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    xhr.onload = () => resolve(readAnswer(phoneHttp.upload, xhr.responseText));
    xhr.onerror = () => resolve(err(fail('disconnected', 'upload broke off')));
    xhr.onabort = () => resolve(err(fail('cancelled', 'upload aborted')));
    xhr.ontimeout = () => resolve(err(fail('timeout', 'upload took too long')));
    xhr.send(file);
  });
}
