/** From the fields of a card's record to an `IdentityCard`, strictly, and back. */
import type { IdentityCard } from '../../contracts/device/identity.ts';
import { canonicalNumber, checkIdNumber } from '../../contracts/domain/document-numbers.ts';
import { day } from '../../contracts/time.ts';
import { joinRecord, kindOf, type RecordFields, splitRecord } from './text-record.ts';

/** GB/T 2261.1. */
const SEXES = { '0': 'unknown', '1': 'male', '2': 'female', '9': 'not-stated' } as const;
/** 长期: without end. */
const FOR_LIFE = '长期';
const LATIN_FIRST_CHARS = 35;

/** What does not fit, by the name of its field; never its text, which is a citizen's. */
export interface RecordProblem {
  readonly field: string;
}

/** Reads the 256 bytes; every field that other parts rely on must be well-formed. */
export function readCard(record: Uint8Array): IdentityCard | RecordProblem {
  const kind = kindOf(record);
  if (!kind) return { field: 'kind' };
  const fields = splitRecord(kind, record);
  const text = (name: string) => fields[name]?.trim() || null;

  const sex = SEXES[(fields.sex ?? '') as keyof typeof SEXES];
  if (!sex) return { field: 'sex' };
  const birth = readDay(fields.birth);
  if (!birth) return { field: 'birth' };
  const validFrom = readDay(fields.validFrom);
  if (!validFrom) return { field: 'validFrom' };
  const validTo = fields.validTo === FOR_LIFE ? null : readDay(fields.validTo);
  if (validTo === undefined) return { field: 'validTo' };
  const number = canonicalNumber(fields.number ?? '');
  if (!isNumber(kind, number)) return { field: 'number' };
  // A blank may be the last character of the first part.
  const nameLatin = `${(fields.nameLatin ?? '').padEnd(LATIN_FIRST_CHARS)}${fields.nameLatinMore ?? ''}`.trim() || null;
  const name = text('name') ?? nameLatin;
  if (!name) return { field: 'name' };
  const nation = kind === 'resident' ? text('nation') : null;
  if (kind === 'resident' && !/^\d\d$/.test(nation ?? '')) return { field: 'nation' };
  const nationality = text('nationality');
  if (nationality && !/^[A-Z]{3}$/.test(nationality)) return { field: 'nationality' };

  return {
    kind,
    name,
    nameLatin,
    sex,
    nation,
    nationality,
    birth,
    address: text('address'),
    number,
    authority: text('authority'),
    validFrom,
    validTo,
  };
}

/** The record of a card, for simulators and tests. */
export function writeCard(card: IdentityCard): Uint8Array {
  const sex = Object.entries(SEXES).find(([, word]) => word === card.sex)?.[0] ?? '0';
  const latin = card.nameLatin ?? '';
  const isTwoPart = card.kind === 'foreigner-2023';
  const fields: RecordFields = {
    name: card.name === card.nameLatin ? '' : card.name,
    nameLatin: isTwoPart ? latin.slice(0, LATIN_FIRST_CHARS) : latin,
    nameLatinMore: isTwoPart ? latin.slice(LATIN_FIRST_CHARS) : '',
    sex,
    nation: card.nation ?? '',
    nationality: card.nationality ?? '',
    birth: writeDay(card.birth),
    address: card.address ?? '',
    number: card.number,
    authority: card.authority ?? '',
    validFrom: writeDay(card.validFrom),
    validTo: card.validTo === null ? FOR_LIFE : writeDay(card.validTo),
  };
  return joinRecord(card.kind, fields);
}

/** `YYYYMMDD` of a day that exists; undefined otherwise. */
function readDay(text: string | undefined): string | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(text ?? '');
  if (!match) return undefined;
  const parsed = day.safeParse(`${match[1]}-${match[2]}-${match[3]}`);
  return parsed.success ? parsed.data : undefined;
}

const writeDay = (text: string) => text.replaceAll('-', '');

/** The frame's XOR misses two equal flips; the number's own check digit does not. Numbers before 2023 had none. */
function isNumber(kind: IdentityCard['kind'], number: string): boolean {
  if (kind === 'foreigner-2017') return /^[A-Z]{3}\d{12}$/.test(number);
  return checkIdNumber(number).verdict === 'passed';
}
