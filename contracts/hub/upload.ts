import { z } from 'zod';
import { call } from '../channel.ts';
import { id, slug } from '../ids.ts';
import { MAX_FILE_BYTES } from './booth-http.ts';

/**
 * A phone sends a paper of a case by tus (https://tus.io/protocols/resumable-upload, 1.0.0): POST makes an upload below this
 * path, PATCH sends its bytes from where HEAD says that they stopped. `Authorization: Bearer` with the phone's token.
 *
 * The answer to the last PATCH is 200 with the wire form of `uploaded`; a refusal of any request is the wire form of an
 * error with its HTTP status. A refused upload stays refused, and HEAD says so, too.
 */
export const UPLOAD_PATH = '/phone/uploads';

/** What POST names in `Upload-Metadata`. */
export const uploadMetadata = z.strictObject({ caseId: id, requiredPaperId: slug });
export type UploadMetadata = z.infer<typeof uploadMetadata>;

export const uploaded = z.strictObject({ fileId: id });
export type Uploaded = z.infer<typeof uploaded>;

/** What goes in with POST and comes out after the last PATCH. */
export const uploadCall = call(uploadMetadata, uploaded);

/** The largest file that a phone may send, in bytes. */
export const MAX_UPLOAD_BYTES = MAX_FILE_BYTES;
/** The most pages that a PDF may have. */
export const MAX_PDF_PAGES = 50;
/** Bytes that go in one request: small enough that a broken line costs seconds, large enough not to be slow for it. */
export const UPLOAD_CHUNK_BYTES = 1024 * 1024;
