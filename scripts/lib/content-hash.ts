import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * SHA-256 over names and contents of files and folders; a path that does not exist counts as empty.
 * Contents rather than times, because a fresh clone and a switched branch change times of files that are the same.
 */
export function contentHash(
  root: string,
  paths: readonly string[],
  skip: (file: string) => boolean = () => false,
): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((each) => filesBelow(root, each)).sort()) {
    if (skip(file)) continue;
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(root: string, relative: string): string[] {
  const found = statSync(path.join(root, relative), { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [relative];
  return readdirSync(path.join(root, relative)).flatMap((name) => filesBelow(root, path.posix.join(relative, name)));
}
