import { and, asc, count, eq, isNull, lt } from 'drizzle-orm';
import type { ErrorCode } from '../../contracts/errors.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { Store } from '../store/work.ts';

export type UploadRow = typeof schema.uploads.$inferSelect;

export async function findUpload(db: Db, uploadId: string): Promise<UploadRow | undefined> {
  return (await db.select().from(schema.uploads).where(eq(schema.uploads.id, uploadId)))[0];
}

/**
 * Appends what came at this offset, and gives the new one. Bytes that came at another place than where the upload stands are
 * dropped: somebody else has written meanwhile, and the sender asks where to go on.
 */
export async function appendPart(
  { vault, ...store }: Store,
  row: UploadRow,
  offset: number,
  bytes: Uint8Array,
): Promise<number> {
  const { id, visitId } = row;
  return store.write(async ({ tx }) => {
    const now = await findUpload(tx, id);
    if (now?.offsetBytes !== offset || bytes.length === 0) return now?.offsetBytes ?? offset;
    const sealed = await vault.keepFile(tx, visitId, partName(id, offset), bytes);
    await tx.insert(schema.uploadParts).values({ uploadId: id, offsetBytes: offset, bytes: sealed });
    const offsetBytes = offset + bytes.length;
    await tx.update(schema.uploads).set({ offsetBytes }).where(eq(schema.uploads.id, id));
    return offsetBytes;
  });
}

/** All bytes of an upload that is here as a whole. */
export async function readParts({ db, vault }: Store, { id, visitId }: UploadRow): Promise<Uint8Array> {
  const rows = await db
    .select()
    .from(schema.uploadParts)
    .where(eq(schema.uploadParts.uploadId, id))
    .orderBy(asc(schema.uploadParts.offsetBytes));
  const parts: Uint8Array[] = [];
  for (const { offsetBytes, bytes } of rows) {
    parts.push(await vault.openFile(db, visitId, partName(id, offsetBytes), bytes));
  }
  return Buffer.concat(parts);
}

/** The upload became a file, or was refused. Gives the names of its parts, which are dropped after the commit. */
export async function closeUpload(
  tx: Db,
  uploadId: string,
  end: { fileId: string } | { refused: ErrorCode },
): Promise<string[]> {
  await tx.update(schema.uploads).set(end).where(eq(schema.uploads.id, uploadId));
  return forgetParts(tx, uploadId);
}

async function forgetParts(tx: Db, uploadId: string): Promise<string[]> {
  const gone = await tx
    .delete(schema.uploadParts)
    .where(eq(schema.uploadParts.uploadId, uploadId))
    .returning({ offsetBytes: schema.uploadParts.offsetBytes });
  return gone.map(({ offsetBytes }) => partName(uploadId, offsetBytes));
}

/** How many uploads of a phone are under way. */
export async function countOpenUploads(db: Db, checkinId: string): Promise<number> {
  const { checkinId: whose, fileId, refused } = schema.uploads;
  const rows = await db
    .select({ open: count() })
    .from(schema.uploads)
    .where(and(eq(whose, checkinId), isNull(fileId), isNull(refused)));
  return rows[0]?.open ?? 0;
}

/** A broken line heals within minutes; a visit is over within the hour. What is older is waited for by nobody. */
const FORGET_AFTER_MS = 2 * 60 * 60 * 1_000;

/** Forgets old uploads, finished or not; gives the names of their parts. */
export async function forgetUploads(tx: Db, nowMs: number): Promise<string[]> {
  const before = new Date(nowMs - FORGET_AFTER_MS).toISOString();
  const old = await tx
    .select({ id: schema.uploads.id })
    .from(schema.uploads)
    .where(lt(schema.uploads.createdAt, before));
  const names: string[] = [];
  for (const { id } of old) {
    names.push(...(await forgetParts(tx, id)));
    await tx.delete(schema.uploads).where(eq(schema.uploads.id, id));
  }
  return names;
}

/** Whether a part of this name is named by a row. */
export async function isPart(db: Db, name: string): Promise<boolean> {
  const [uploadId = '', offset = ''] = name.split('.');
  const { uploadId: whose, offsetBytes } = schema.uploadParts;
  const rows = await db
    .select({ offsetBytes })
    .from(schema.uploadParts)
    .where(and(eq(whose, uploadId), eq(offsetBytes, Number(offset))));
  return rows.length > 0;
}

const partName = (uploadId: string, offset: number) => `${uploadId}.${offset}`;
