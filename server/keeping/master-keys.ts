import { join } from 'node:path';
import { v7 } from 'uuid';
import { z } from 'zod';
import { keptSecret } from '../auth/kept-secret.ts';
import { KEY_BYTES, makeKey } from './envelope.ts';

/** One `id:key` of `HUB_FILE_KEYS`: a name of one's own choice, and 32 bytes in base64. */
const entry = z
  .string()
  .regex(/^[\w.-]{1,40}:[A-Za-z0-9+/]+={0,2}$/, 'must look like name:base64, several with commas')
  .transform((text) => {
    const [id = '', key = ''] = text.split(':');
    return { id, key: new Uint8Array(Buffer.from(key, 'base64')) };
  })
  .refine(({ key }) => key.length === KEY_BYTES, `each key must be ${KEY_BYTES} bytes in base64`);

/** The keys that wrap the keys of visits. The first wraps what is new; the others only open what they wrapped before. */
export const masterKeyList = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(entry).min(1))
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'each key needs a name of its own');
export type MasterKeys = readonly { readonly id: string; readonly key: Uint8Array }[];

/**
 * The master keys: as configured, or one of the hub's own in its data folder. Whoever loses them loses every document:
 * `docs/operations/keeping.md` says how they are kept and changed.
 */
export async function loadMasterKeys(dataDir: string, given: MasterKeys | undefined): Promise<MasterKeys> {
  if (given) return given;
  const path = join(dataDir, 'file-keys');
  const text = await keptSecret(path, () => `${v7()}:${Buffer.from(makeKey()).toString('base64')}`);
  const parsed = masterKeyList.safeParse(text);
  if (!parsed.success) throw new Error(`${path} is damaged: put it back from its copy, or no document can be read`);
  return parsed.data;
}
