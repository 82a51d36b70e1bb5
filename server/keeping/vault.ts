import { and, asc, eq, isNotNull, isNull, ne } from 'drizzle-orm';
import { type Clock, instantOf } from '../../contracts/time.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import { makeKey, seal, unseal } from './envelope.ts';
import type { MasterKeys } from './master-keys.ts';

/** Documents of visits, sealed: each with the key of its visit, each key with a master key (envelope encryption). */
export interface Vault {
  /** Seals a file of a visit, whose key is made with its first file. Throws when that key was destroyed. */
  sealFile(tx: Db, visitId: string, fileId: string, plain: Uint8Array): Promise<Uint8Array>;
  /** Opens a file. Throws when the key is gone, or the bytes are not what was sealed for this visit and file. */
  openFile(db: Db, visitId: string, fileId: string, sealed: Uint8Array): Promise<Uint8Array>;
  /** The key of a visit ends, and with it whatever it sealed. */
  destroyKey(tx: Db, visitId: string): Promise<void>;
  /** Wraps keys that an older master key wrapped with the first one; gives how many. */
  rewrap(tx: Db, limit: number): Promise<number>;
}

/** No key can be had for a visit: it was destroyed, or its master key is not among those that are configured. */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
}

const purposeOfFile = (visitId: string, fileId: string) => `file ${fileId} of visit ${visitId}`;
const purposeOfKey = (visitId: string) => `key of visit ${visitId}`;

export function createVault(masterKeys: MasterKeys, clock: Clock): Vault {
  const current = firstOf(masterKeys);

  function unwrap(row: typeof schema.visitKeys.$inferSelect): Uint8Array {
    if (!row.wrapped) throw new KeyMissing(`the key of visit ${row.visitId} was destroyed at ${row.destroyedAt}`);
    const master = masterKeys.find(({ id }) => id === row.masterKeyId);
    if (!master) throw new KeyMissing(`master key ${row.masterKeyId} is not in HUB_FILE_KEYS or the hub's data folder`);
    return unseal(master.key, row.wrapped, purposeOfKey(row.visitId));
  }

  async function find(db: Db, visitId: string): Promise<Uint8Array | undefined> {
    const [row] = await db.select().from(schema.visitKeys).where(eq(schema.visitKeys.visitId, visitId));
    return row && unwrap(row);
  }

  async function keyFor(tx: Db, visitId: string): Promise<Uint8Array> {
    const known = await find(tx, visitId);
    if (known) return known;
    const key = makeKey();
    const wrapped = seal(current.key, key, purposeOfKey(visitId));
    await tx
      .insert(schema.visitKeys)
      .values({ visitId, masterKeyId: current.id, wrapped, createdAt: instantOf(clock) });
    return key;
  }

  return {
    async sealFile(tx, visitId, fileId, plain) {
      return seal(await keyFor(tx, visitId), plain, purposeOfFile(visitId, fileId));
    },
    async openFile(db, visitId, fileId, sealed) {
      const key = await find(db, visitId);
      if (!key) throw new KeyMissing(`visit ${visitId} has no key`);
      return unseal(key, sealed, purposeOfFile(visitId, fileId));
    },
    async destroyKey(tx, visitId) {
      await tx
        .update(schema.visitKeys)
        .set({ wrapped: null, destroyedAt: instantOf(clock) })
        .where(eq(schema.visitKeys.visitId, visitId));
    },
    async rewrap(tx, limit) {
      const rows = await tx
        .select()
        .from(schema.visitKeys)
        .where(
          and(
            ne(schema.visitKeys.masterKeyId, current.id),
            isNotNull(schema.visitKeys.wrapped),
            isNull(schema.visitKeys.destroyedAt),
          ),
        )
        .orderBy(asc(schema.visitKeys.visitId))
        .limit(limit);
      for (const row of rows) {
        const wrapped = seal(current.key, unwrap(row), purposeOfKey(row.visitId));
        await tx
          .update(schema.visitKeys)
          .set({ masterKeyId: current.id, wrapped })
          .where(eq(schema.visitKeys.visitId, row.visitId));
      }
      return rows.length;
    },
  };
}

function firstOf(masterKeys: MasterKeys): MasterKeys[number] {
  const [first] = masterKeys;
  if (!first) throw new Error('a vault needs a master key');
  return first;
}
