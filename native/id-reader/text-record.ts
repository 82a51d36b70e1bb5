/**
 * The 256 bytes of text that a card of the resident ID family holds: UTF-16LE in fields of fixed width, padded with
 * blanks. The letter at byte 248 tells which of four layouts it is. Sources: `docs/devices/sam-id-reader.md`.
 */
import type { IdentityCard } from '../../contracts/device/identity.ts';

const RECORD_BYTES = 256;
const BYTES_PER_CHAR = 2;

type Kind = IdentityCard['kind'];

/** Fields in their order with their widths in bytes; each layout fills the record. A dot marks what nobody reads. */
const head = [
  ['name', 30],
  ['sex', 2],
  ['nation', 4],
  ['birth', 16],
  ['address', 70],
  ['number', 36],
  ['authority', 30],
  ['validFrom', 16],
  ['validTo', 16],
] as const;

const LAYOUTS = {
  resident: [...head, ['.reserved', 28], ['flag', 2], ['.rest', 6]],
  'hmt-residence': [...head, ['.passNumber', 18], ['.issues', 4], ['.reserved', 6], ['flag', 2], ['.rest', 6]],
  'foreigner-2017': [
    ['nameLatin', 120],
    ['sex', 2],
    ['number', 30],
    ['nationality', 6],
    ['name', 30],
    ['validFrom', 16],
    ['validTo', 16],
    ['birth', 16],
    ['.version', 4],
    ['authority', 8],
    ['flag', 2],
    ['.rest', 6],
  ],
  'foreigner-2023': [
    ['name', 30],
    ['sex', 2],
    ['.renewals', 4],
    ['birth', 16],
    ['nameLatin', 70],
    ['number', 36],
    ['.reserved', 30],
    ['validFrom', 16],
    ['validTo', 16],
    ['nameLatinMore', 22],
    ['nationality', 6],
    ['flag', 2],
    ['.oldNumber', 6],
  ],
} as const satisfies Record<Kind, readonly (readonly [string, number])[]>;

/** Byte 248 of the record. */
const FLAGS: Readonly<Record<Kind, string>> = {
  resident: ' ',
  'hmt-residence': 'J',
  'foreigner-2017': 'I',
  'foreigner-2023': 'Y',
};
const FLAG_OFFSET = 248;

export type RecordFields = Partial<Record<string, string>>;

/** Which layout a record has; undefined when its letter is none of the known ones. */
export function kindOf(record: Uint8Array): Kind | undefined {
  const flag = String.fromCharCode((record[FLAG_OFFSET] ?? 0) | ((record[FLAG_OFFSET + 1] ?? 0) << 8));
  const kinds = Object.keys(FLAGS) as Kind[];
  return kinds.find((kind) => FLAGS[kind] === flag);
}

/** The fields of a record as they stand there, blanks at the end taken off. */
export function splitRecord(kind: Kind, record: Uint8Array): RecordFields {
  const fields: RecordFields = {};
  let offset = 0;
  for (const [name, bytes] of LAYOUTS[kind]) {
    const text = Buffer.from(record.subarray(offset, offset + bytes)).toString('utf16le');
    fields[name] = text.replace(/[ \0]+$/, '');
    offset += bytes;
  }
  return fields;
}

/** Writes a record, for simulators and tests. A text that is too long for its field throws. */
export function joinRecord(kind: Kind, fields: RecordFields): Uint8Array {
  const all: RecordFields = { ...fields, flag: FLAGS[kind] };
  const parts = LAYOUTS[kind].map(([name, bytes]) => {
    const chars = bytes / BYTES_PER_CHAR;
    const text = all[name] ?? '';
    if (text.length > chars) throw new Error(`${name} holds ${chars} characters, not ${text.length}`);
    return Buffer.from(text.padEnd(chars, ' '), 'utf16le');
  });
  const record = Buffer.concat(parts);
  if (record.length !== RECORD_BYTES) throw new Error(`a record has ${RECORD_BYTES} bytes, not ${record.length}`);
  return Uint8Array.from(record);
}
