import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files below a folder that still hold one of the secrets, written as UTF-8 or UTF-16. */
export async function findResidue(folder: string, secrets: readonly string[]): Promise<string[]> {
  const needles = secrets.flatMap((secret) => [
    { secret, bytes: Buffer.from(secret, 'utf8') },
    { secret, bytes: Buffer.from(secret, 'utf16le') },
  ]);
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    for (const { secret, bytes } of needles) {
      if (content.includes(bytes)) found.push(`${path}: ${secret}`);
    }
  }
  return found;
}
