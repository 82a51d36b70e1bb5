import { and, asc, eq, isNotNull, isNull, ne } from 'drizzle-orm';
import { type Clock, instantOf } from '../../contracts/time.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { BlobFolder } from './blob-folder.ts';
import { makeKey, SealBroken, seal, unseal } from './envelope.ts';
import type { MasterKeys } from './master-keys.ts';

/** Documents of visits, sealed: each with the key of its visit, each key with a master key (envelope encryption). */
export interface Vault {
  /** Seals something small of a visit, for its row. The key is made with the first; throws when it was destroyed. */
  sealFile(tx: Db, visitId: string, name: string, plain: Uint8Array): Promise<Uint8Array>;
  /** Seals a file of a visit, and gives what its row holds: the sealed bytes, or none when they lie in the folder. */
  keepFile(tx: Db, visitId: string, name: string, plain: Uint8Array): Promise<Uint8Array>;
  /** Opens a file by what its row holds. Throws when the key is gone, or it is not what was sealed for this visit and name. */
  openFile(db: Db, visitId: string, name: string, held: Uint8Array): Promise<Uint8Array>;
  /** Files whose rows are gone for good: after the commit, so that no row ever names what is not there. */
  dropFiles(names: readonly string[]): Promise<void>;
  /** Names in the folder that are a day old at least. */
  oldNames(): Promise<string[]>;
  /** The key of a visit ends, and with it whatever it sealed. */
  destroyKey(tx: Db, visitId: string): Promise<void>;
  /** Wraps keys that an older master key wrapped with the first one; gives how many. */
  rewrap(tx: Db, limit: number): Promise<number>;
}

/** No key can be had for a visit: it was destroyed, or its master key is not among those that are configured. */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
}

/** What the row of a file holds whose bytes lie in the folder. */
const IN_FOLDER = new Uint8Array(0);
/** Whatever was put into the folder is named by a row within seconds, or never. */
const SETTLED_AFTER_MS = 24 * 60 * 60 * 1_000;

const purposeOfFile = (visitId: string, fileId: string) => `file ${fileId} of visit ${visitId}`;
const purposeOfKey = (visitId: string) => `key of visit ${visitId}`;

/** @param folder holds the sealed bytes; without it they stand in their rows */
export function createVault(masterKeys: MasterKeys, clock: Clock, folder?: BlobFolder): Vault {
  const current = firstOf(masterKeys);

  function unwrap(row: typeof schema.visitKeys.$inferSelect): Uint8Array {
    if (!row.wrapped) throw new KeyMissing(`the key of visit ${row.visitId} was destroyed at ${row.destroyedAt}`);
    const master = masterKeys.find(({ id }) => id === row.masterKeyId);
    if (!master) throw new KeyMissing(`master key ${row.masterKeyId} is not in HUB_FILE_KEYS or the hub's data folder`);
    return unseal(master.key, row.wrapped, purposeOfKey(row.visitId));
  }

  async function fromFolder(name: string): Promise<Uint8Array> {
    if (!folder) throw new SealBroken(`${name} lies in a folder that this hub does not have`);
    try {
      return await folder.get(name);
    } catch (cause) {
      throw new SealBroken(`${name} is not in the folder of documents`, { cause });
    }
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
    async sealFile(tx, visitId, name, plain) {
      return seal(await keyFor(tx, visitId), plain, purposeOfFile(visitId, name));
    },
    async keepFile(tx, visitId, name, plain) {
      const sealed = seal(await keyFor(tx, visitId), plain, purposeOfFile(visitId, name));
      if (!folder) return sealed;
      await folder.put(name, sealed);
      return IN_FOLDER;
    },
    async openFile(db, visitId, name, held) {
      const key = await find(db, visitId);
      if (!key) throw new KeyMissing(`visit ${visitId} has no key`);
      const sealed = held.length === 0 ? await fromFolder(name) : held;
      return unseal(key, sealed, purposeOfFile(visitId, name));
    },
    async dropFiles(names) {
      for (const name of names) await folder?.remove(name);
    },
    async oldNames() {
      return (await folder?.olderThan(SETTLED_AFTER_MS, clock.nowMs())) ?? [];
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
