import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { describeThrown, fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';

/** Only the account that the booth runs under may read it. */
const OWNER_ONLY = 0o600;

/** What a small file holds; null when there is none. `invalid_input` names the file when it cannot be used. */
export function readPrivateFile<S extends z.ZodType>(file: string, schema: S): Result<z.output<S> | null, XiaowuError> {
  if (!existsSync(file)) return ok(null);
  try {
    return ok(schema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch (thrown) {
    return err(fail('invalid_input', `${file}: ${describeThrown(thrown)}`));
  }
}

/** Written beside and renamed, so that a power cut leaves either the old content or the whole new one. */
export function writePrivateFile(file: string, content: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.new`;
  const handle = openSync(unfinished, 'w', OWNER_ONLY);
  try {
    writeSync(handle, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, file);
}
