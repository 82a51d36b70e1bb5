import { hexBytes, toHex } from './hex.ts';

/** A frame from a public document or from public code, with what it says. */
export interface Vector {
  readonly hex: string;
  /** Which message it is, and its fields; null: a frame that is wrong and must be refused by every message. */
  readonly is: readonly [message: string, fields: object] | null;
  /** Where it stands: a reference of the page in docs/devices, or `computed` by the stated rule. */
  readonly source: string;
}

/** A message of any fields. */
export interface AnyMessage {
  encode(value: never): Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

/** What is wrong with a vector: its bytes must decode to its fields, and its fields encode to its bytes. Null when right. */
export function checkVector(messages: Readonly<Record<string, AnyMessage>>, { hex, is }: Vector): string | null {
  const bytes = hexBytes(hex);
  if (is === null) {
    const taken = Object.entries(messages).filter(([, message]) => message.decode(bytes) !== undefined);
    return taken.length === 0 ? null : `taken for ${taken.map(([name]) => name).join(', ')}`;
  }
  const [name, fields] = is;
  const message = messages[name];
  if (!message) return `no message ${name}`;
  const decoded = message.decode(bytes);
  const [got, wanted] = [inWords(decoded), inWords(fields)];
  if (got !== wanted) return `decodes to ${got} instead of ${wanted}`;
  const encoded = toHex(message.encode(fields as never));
  return encoded === toHex(bytes) ? null : `encodes to ${encoded}`;
}

function inWords(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(sorted.map(([key, field]) => [key, field instanceof Uint8Array ? toHex(field) : field]));
}
