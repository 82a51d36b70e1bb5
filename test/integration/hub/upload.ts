import { createCanvas } from '@napi-rs/canvas';
import { Upload } from 'tus-js-client';
import { API_PREFIX } from '../../../contracts/hub/http.ts';
import { UPLOAD_PATH, type UploadMetadata } from '../../../contracts/hub/upload.ts';

/** Sends a small picture as a phone does; rejects when it is refused. */
export async function uploadPaper(hubUrl: string, token: string, metadata: UploadMetadata): Promise<void> {
  const picture = await createCanvas(60, 40).encode('jpeg');
  await new Promise<void>((resolve, reject) => {
    new Upload(picture, {
      endpoint: `${hubUrl}${API_PREFIX}${UPLOAD_PATH}`,
      headers: { authorization: `Bearer ${token}` },
      metadata: { ...metadata },
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
}
