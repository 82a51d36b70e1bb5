import type { Checksum } from './checksum.ts';

/** One field of a message: how it is written, and how it is read at an offset. Reading gives undefined when it does not fit. */
export interface Field<T> {
  write(value: T): readonly number[];
  read(bytes: Uint8Array, offset: number): { value: T; length: number } | undefined;
}

/** A byte that must be exactly this one; it takes no part in the value. */
export function literal(byte: number): Field<typeof LITERAL> {
  return {
    write: () => [byte],
    read: (bytes, offset) => (bytes[offset] === byte ? { value: LITERAL, length: 1 } : undefined),
  };
}
export const LITERAL = Symbol('literal');

/** One byte; when `allowed` is given, one of those. */
export function uint8<const A extends number = number>(...allowed: A[]): Field<A> {
  return {
    write: (value) => [value],
    read(bytes, offset) {
      const byte = bytes[offset];
      if (byte === undefined || (allowed.length > 0 && !allowed.includes(byte as A))) return undefined;
      return { value: byte as A, length: 1 };
    },
  };
}

/** Two bytes, high byte first. */
export function uint16(): Field<number> {
  return {
    write: (value) => [value >>> 8, value & 0xff],
    read(bytes, offset) {
      const [high, low] = [bytes[offset], bytes[offset + 1]];
      return high === undefined || low === undefined ? undefined : { value: (high << 8) | low, length: 2 };
    },
  };
}

/** So many bytes, no more and no fewer. */
export function fixedBytes(count: number): Field<Uint8Array> {
  return {
    write: (value) => [...value],
    read(bytes, offset) {
      if (bytes.length < offset + count) return undefined;
      return { value: Uint8Array.from(bytes.subarray(offset, offset + count)), length: count };
    },
  };
}

/** A count byte, then that many bytes. */
export function countedBytes(): Field<Uint8Array> {
  return {
    write: (value) => [value.length, ...value],
    read(bytes, offset) {
      const count = bytes[offset];
      if (count === undefined || bytes.length < offset + 1 + count) return undefined;
      return { value: Uint8Array.from(bytes.subarray(offset + 1, offset + 1 + count)), length: 1 + count };
    },
  };
}

type Fields = Readonly<Record<string, Field<never>>>;
type ValueOf<F> = F extends Field<infer T> ? T : never;
type Named<F> = { [K in keyof F as ValueOf<F[K]> extends typeof LITERAL ? never : K]: ValueOf<F[K]> };

/** A message declared once: encoder, decoder and type follow. */
export interface Message<T> {
  encode(value: T): Uint8Array;
  /** Undefined unless all bytes, no fewer and no more, are this message with its right checksum. */
  decode(bytes: Uint8Array): T | undefined;
}
export type MessageValue<M> = M extends Message<infer T> ? T : never;

/** Declares a message: its fields in the order of the wire, then the checksum over all of them. */
// biome-ignore lint/suspicious/noExplicitAny: a record of fields of any types; the value's type is derived from it.
export function message<F extends Readonly<Record<string, Field<any>>>>(
  fields: F,
  checksum: Checksum,
): Message<Named<F>> {
  const entries = Object.entries(fields as unknown as Fields) as [string, Field<unknown>][];
  return {
    encode(value) {
      const values = value as Record<string, unknown>;
      const body = Uint8Array.from(entries.flatMap(([name, field]) => [...field.write(values[name])]));
      return Uint8Array.from([...body, ...checksum(body)]);
    },
    decode(bytes) {
      const value: Record<string, unknown> = {};
      let offset = 0;
      for (const [name, field] of entries) {
        const part = field.read(bytes, offset);
        if (!part) return undefined;
        if (part.value !== LITERAL) value[name] = part.value;
        offset += part.length;
      }
      const sum = checksum(bytes.subarray(0, offset));
      if (bytes.length !== offset + sum.length) return undefined;
      return sum.every((byte, index) => bytes[offset + index] === byte) ? (value as Named<F>) : undefined;
    },
  };
}
