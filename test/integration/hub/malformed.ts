import fc from 'fast-check';
import { z } from 'zod';
import type { Calls } from '../../../contracts/channel.ts';

/** A message that fits no contract. */
export interface Malformed {
  readonly event: string;
  readonly args: readonly unknown[];
}

type JsonSchema = { readonly [key: string]: unknown };

/** Values that are wrong nearly everywhere. */
const rubbish: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, -1, 1e308, '', '\u0000', [], {}, [[]], 'x'.repeat(30_000), '2026-13-45T99:99:99.999Z'),
  fc.integer(),
  fc.string(),
  fc.double({ noNaN: true }),
  fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
  fc.constantFrom({ toString: 1 }, { constructor: null }, JSON.parse('{"__proto__": {"polluted": true}}')),
);

/** Messages for a table of calls: right names with values made from the schema and then broken, and names of no call. */
export function malformed(calls: Calls): fc.Arbitrary<Malformed> {
  const names = Object.keys(calls);
  const known = fc.constantFrom(...names).chain((event) => {
    const input = calls[event]?.input ?? z.unknown();
    const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    return broken(fitting(schema))
      .filter((value) => !input.safeParse(wire(value)).success)
      .map((value) => ({ event, args: [value] }));
  });
  const unknown = fc
    .tuple(fc.oneof(fc.constantFrom('error', '__proto__', 'constructor', 'toString', ''), fc.string()), rubbish)
    .filter(([event]) => !names.includes(event) && !RESERVED.includes(event))
    .map(([event, value]) => ({ event, args: [value] }));
  return fc.oneof({ arbitrary: known, weight: 9 }, { arbitrary: unknown, weight: 1 });
}

/** Names that Socket.IO itself refuses to send. */
const RESERVED = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];

/** What arrives of a value after JSON. */
function wire(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

/** A value that fits a JSON schema, as far as its common keywords go. */
function fitting(schema: JsonSchema): fc.Arbitrary<unknown> {
  const any = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
  if (any) return fc.oneof(...any.map(fitting));
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object': {
      const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
      return fc.record(Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, fitting(one)])));
    }
    case 'array':
      // A tuple names what stands at each place, and `false` for the rest.
      if (Array.isArray(schema.prefixItems)) return fc.tuple(...(schema.prefixItems as JsonSchema[]).map(fitting));
      return fc.array(fitting((schema.items ?? {}) as JsonSchema), { maxLength: 3 });
    case 'string':
      return schema.format === 'uuid' ? fc.uuid({ version: 7 }) : fc.string({ maxLength: 20 });
    case 'integer':
    case 'number':
      return fc.integer({ min: 0, max: 40 });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return rubbish;
  }
}

/** Breaks a value: another one in its place, a field gone, a field too much, a field spoilt at any depth. */
function broken(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: rubbish, weight: 1 },
    {
      arbitrary: fc
        .tuple(value, rubbish, fc.nat(), fc.nat({ max: 2 }))
        .map(([one, bad, pick, how]) => spoil(one, bad, pick, how)),
      weight: 6,
    },
  );
}

function spoil(value: unknown, bad: unknown, pick: number, how: number): unknown {
  if (typeof value !== 'object' || value === null) return bad;
  const keys = Object.keys(value);
  const key = keys[pick % Math.max(1, keys.length)];
  if (key === undefined || how === 0) return Array.isArray(value) ? [...value, bad] : { ...value, surplus: bad };
  if (how === 1 && !Array.isArray(value))
    return Object.fromEntries(Object.entries(value).filter(([one]) => one !== key));
  const inner = spoil((value as Record<string, unknown>)[key], bad, Math.floor(pick / 7), (pick >> 3) % 3);
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === key ? inner : one));
  return { ...value, [key]: inner };
}
