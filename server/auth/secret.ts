import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keptSecret } from './kept-secret.ts';

const SECRET_BYTES = 32;

/** The key that signs sessions: made on the first start, kept in the data folder. */
export async function loadSecret(dataDir: string): Promise<Uint8Array> {
  const path = join(dataDir, 'session-secret');
  const text = await keptSecret(path, () => randomBytes(SECRET_BYTES).toString('hex'));
  const secret = Buffer.from(text, 'hex');
  if (secret.length !== SECRET_BYTES) throw new Error(`${path} is damaged: delete it, then everybody logs in anew`);
  return secret;
}
