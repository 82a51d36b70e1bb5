import { v7 } from 'uuid';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { Uploaded, UploadMetadata } from '../../contracts/hub/upload.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { PhoneContext } from '../auth/phone-session.ts';
import * as schema from '../store/schema.ts';
import type { Store } from '../store/work.ts';
import { setPaper } from '../visits/cases.ts';
import { storeFile } from '../visits/papers.ts';
import { loadCase } from '../visits/visit-store.ts';
import type { Cleaner } from './clean.ts';
import { closeUpload, countOpenUploads, findUpload, readParts, type UploadRow } from './upload-rows.ts';

/** A citizen sends a paper after the other; those whose beginning was not heard by the phone stay open for a while. */
const MAX_OPEN_UPLOADS = 20;

/** What becomes of a phone's upload. Each method answers for this phone's own uploads only. */
export interface UploadDesk {
  /** Whether this phone may send this paper now. */
  mayBegin(wish: UploadMetadata, phone: PhoneContext): Promise<Result<void, XiaowuError>>;
  begin(upload: { id: string; sizeBytes: number } & UploadMetadata, phone: PhoneContext): Promise<void>;
  own(uploadId: string, phone: PhoneContext): Promise<Result<UploadRow, XiaowuError>>;
  /** Makes the file of an upload whose last byte is here; asked again, gives the same file or the same refusal. */
  finish(uploadId: string, phone: PhoneContext): Promise<Result<Uploaded, XiaowuError>>;
}

export function createUploadDesk(store: Store, cleaner: Cleaner): UploadDesk {
  /** Two requests for the end of one upload wait for the same file. */
  const finishing = new Map<string, Promise<Result<Uploaded, XiaowuError>>>();

  async function own(uploadId: string, { checkinId }: PhoneContext): Promise<Result<UploadRow, XiaowuError>> {
    const row = await findUpload(store.db, uploadId);
    return row?.checkinId === checkinId ? ok(row) : err(fail('not_found', 'upload'));
  }

  async function make(row: UploadRow): Promise<Result<Uploaded, XiaowuError>> {
    const { id, visitId, caseId, requiredPaperId, checkinId } = row;
    const cleaned = await cleaner.clean(await readParts(store, row));
    const actor = { kind: 'phone', id: checkinId } as const;
    let parts: string[] = [];
    const made = await store.write(async (work): Promise<Result<Uploaded, XiaowuError>> => {
      const now = await findUpload(work.tx, id);
      // Another hub may have been asked for the same.
      if (now?.fileId) return ok({ fileId: now.fileId });
      if (!cleaned.ok) {
        const { code, detail } = cleaned.error;
        parts = await closeUpload(work.tx, id, { refused: code });
        await work.audit({
          action: 'file.refused',
          actor,
          visitId,
          subject: id,
          disposition: 'failure',
          detail: `${code} ${detail ?? ''}`,
        });
        return cleaned;
      }
      const fileId = v7();
      await storeFile(work, { id: fileId, visitId, source: 'phone', ...cleaned.value, actor, timelineSource: 'phone' });
      const placed = await setPaper(work, { caseId, requiredPaperId, state: 'uploaded', fileId, actor });
      parts = await closeUpload(work.tx, id, placed.ok ? { fileId } : { refused: placed.error.code });
      return placed.ok ? ok({ fileId }) : placed;
    });
    await store.vault.dropFiles(parts);
    return made;
  }

  return {
    own,
    async mayBegin({ caseId, requiredPaperId }, { visitId, checkinId }) {
      const found = await loadCase(store, caseId);
      if (!found || found.visitId !== visitId) return err(fail('not_found', 'case'));
      if (!found.papers.some((paper) => paper.requiredPaperId === requiredPaperId))
        return err(fail('not_found', 'paper'));
      const open = await countOpenUploads(store.db, checkinId);
      return open < MAX_OPEN_UPLOADS ? ok() : err(fail('rate_limited', `${open} uploads are under way`));
    },
    async begin({ id, sizeBytes, caseId, requiredPaperId }, { checkinId, visitId }) {
      if (visitId === null) throw new Error('a phone without a visit has no case to send a paper for');
      await store.write(({ tx, now }) =>
        tx.insert(schema.uploads).values({
          id,
          checkinId,
          visitId,
          caseId,
          requiredPaperId,
          sizeBytes,
          offsetBytes: 0,
          createdAt: now,
        }),
      );
    },
    async finish(uploadId, phone) {
      const found = await own(uploadId, phone);
      if (!found.ok) return found;
      const { fileId, refused, offsetBytes, sizeBytes } = found.value;
      if (fileId) return ok({ fileId });
      if (refused) return err(fail(refused));
      if (offsetBytes < sizeBytes) return err(fail('wrong_state', 'the upload is not complete'));
      const running = finishing.get(uploadId) ?? make(found.value).finally(() => finishing.delete(uploadId));
      finishing.set(uploadId, running);
      return running;
    },
  };
}
