import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Ids and numbers only: a name can lead nowhere else. */
const NAME = /^[0-9a-f-]{36}(\.\d{1,10})?$/;

/** Sealed bytes as files of a folder, beside a database that is slow with many bytes. */
export interface BlobFolder {
  /** Resolves when the bytes are on the disk. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Uint8Array>;
  remove(name: string): Promise<void>;
  /** Names of what has lain there for at least this long. */
  olderThan(ageMs: number, nowMs: number): Promise<string[]>;
}

/** Opens a folder, and makes it when there is none. */
export async function openBlobFolder(path: string): Promise<BlobFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });

  function placeOf(name: string): string {
    if (!NAME.test(name)) throw new Error(`${name} is no name of a document`);
    return join(path, name);
  }

  return {
    async put(name, bytes) {
      const place = placeOf(name);
      const draft = `${place}.draft`;
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, place);
    },
    get: (name) => readFile(placeOf(name)),
    remove: (name) => rm(placeOf(name), { force: true }),
    async olderThan(ageMs, nowMs) {
      const old: string[] = [];
      for (const name of await readdir(path)) {
        if (!NAME.test(name)) continue;
        const { mtimeMs } = await stat(join(path, name));
        if (nowMs - mtimeMs >= ageMs) old.push(name);
      }
      return old;
    },
  };
}
