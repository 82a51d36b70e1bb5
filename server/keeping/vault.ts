import { and, asc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import { type Clock, instantOf } from '../../contracts/time.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { BlobFolder } from './blob-folder.ts';
import { makeKey, SealBroken, seal, unseal } from './envelope.ts';
import type { MasterKeys } from './master-keys.ts';

/** Opens and seals values of one visit. It holds the key, so it is asked for anew in each unit of work and never kept. */
export interface VisitSeal {
  /** Seals a value that JSON can say for the place with this name: laid elsewhere it does not open. */
  seal(name: string, value: unknown): Uint8Array;
  /**
   * The value of a place; undefined when its time is over, that is, when the visit has no key any more. Throws `SealBroken`
   * when it is not what was sealed there, `KeyMissing` when the hub lacks the master key.
   */
  open(name: string, sealed: Uint8Array): unknown;
}

/** Where values are read: a database or a transaction on it, with what opens their seals. */
export interface Reader {
  readonly db: Db;
  readonly vault: Vault;
}

/** Documents and values of visits, sealed: each with the key of its visit, each key with a master key (envelope encryption). */
export interface Vault {
  /** To open values of a visit; what it has no key for is over. Asked for after their rows, since a key is made with the first. */
  sealOf(db: Db, visitId: string): Promise<VisitSeal>;
  /** The same for a list over many visits, which costs one query. */
  sealsOf(db: Db, visitIds: readonly string[]): Promise<(visitId: string) => VisitSeal>;
  /** To seal values of a visit, and to open them. The key is made with the first. */
  sealFor(tx: Db, visitId: string): Promise<VisitSeal>;
  /** Seals something small of a visit, for its row. The key is made with the first. */
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
const purposeOfValue = (visitId: string, name: string) => `value ${name} of visit ${visitId}`;

type KeyRow = typeof schema.visitKeys.$inferSelect;

/** @param folder holds the sealed bytes; without it they stand in their rows */
export function createVault(masterKeys: MasterKeys, clock: Clock, folder?: BlobFolder): Vault {
  const current = firstOf(masterKeys);

  function unwrap(row: KeyRow): Uint8Array {
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

  /** A visit whose key was destroyed, and of which something is said yet, gets another: what the first sealed stays closed. */
  async function keyFor(tx: Db, visitId: string): Promise<Uint8Array> {
    const [row] = await tx.select().from(schema.visitKeys).where(eq(schema.visitKeys.visitId, visitId));
    if (row?.wrapped) return unwrap(row);
    const key = makeKey();
    const wrapped = seal(current.key, key, purposeOfKey(visitId));
    const set = { masterKeyId: current.id, wrapped, createdAt: instantOf(clock), destroyedAt: null, keepUntil: null };
    await tx
      .insert(schema.visitKeys)
      .values({ visitId, ...set })
      .onConflictDoUpdate({ target: schema.visitKeys.visitId, set });
    return key;
  }

  function sealWith(visitId: string, row: KeyRow | undefined): VisitSeal {
    let key: Uint8Array | undefined;
    return {
      seal() {
        throw new Error(`values of visit ${visitId} are only read here`);
      },
      open(name, sealed) {
        if (!row?.wrapped) return undefined;
        key ??= unwrap(row);
        return opened(key, visitId, name, sealed);
      },
    };
  }

  async function sealsOf(db: Db, visitIds: readonly string[]): Promise<(visitId: string) => VisitSeal> {
    const { visitKeys } = schema;
    const ids = [...new Set(visitIds)];
    const rows = ids.length === 0 ? [] : await db.select().from(visitKeys).where(inArray(visitKeys.visitId, ids));
    const seals = new Map(rows.map((row) => [row.visitId, sealWith(row.visitId, row)]));
    return (visitId) => seals.get(visitId) ?? sealWith(visitId, undefined);
  }

  return {
    sealsOf,
    sealOf: async (db, visitId) => (await sealsOf(db, [visitId]))(visitId),
    async sealFor(tx, visitId) {
      const key = await keyFor(tx, visitId);
      return {
        seal: (name, value) => seal(key, Buffer.from(JSON.stringify(value)), purposeOfValue(visitId, name)),
        open: (name, sealed) => opened(key, visitId, name, sealed),
      };
    },
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

function opened(key: Uint8Array, visitId: string, name: string, sealed: Uint8Array): unknown {
  return JSON.parse(Buffer.from(unseal(key, sealed, purposeOfValue(visitId, name))).toString('utf8'));
}

function firstOf(masterKeys: MasterKeys): MasterKeys[number] {
  const [first] = masterKeys;
  if (!first) throw new Error('a vault needs a master key');
  return first;
}
