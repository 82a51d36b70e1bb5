import { CONDITIONS, type Condition } from '../../fixtures/documents/conditions.ts';
import { renderDocument } from '../../fixtures/documents/render.ts';
import type { DocumentKind } from '../../fixtures/documents/truth.ts';
import { type Bench, type BenchRow, row } from '../row.ts';
import { gutenOcr, ourReader, preparedTesseract, type Reader, rawTesseract } from './readers.ts';

const KINDS: readonly DocumentKind[] = ['business-licence', 'id-card-front', 'tax-clearance'];
/** Seeds that no rule was tuned on. */
const SEEDS = [7001, 7002] as const;
const NUMBERS = ['credit-code', 'id-number'];

/** What one reader made of one round: every kind once, in one condition. */
interface Round {
  /** Mean time a page. */
  readonly ms: number;
  /** Share of the fields that are exactly right. */
  readonly fields: number;
  readonly numbers: number;
}

async function readRound(reader: Reader, seed: number, condition: Condition): Promise<Round> {
  let ms = 0;
  const right = { fields: 0, numbers: 0 };
  const all = { fields: 0, numbers: 0 };
  for (const kind of KINDS) {
    const { jpeg, truth } = renderDocument({ kind, seed, condition });
    const startedMs = performance.now();
    const { fields } = await reader.read(jpeg);
    ms += performance.now() - startedMs;
    for (const [id, value] of Object.entries(truth)) {
      const isRight = fields.some((field) => field.id === id && field.value === value) ? 1 : 0;
      const isNumber = NUMBERS.includes(id) ? 1 : 0;
      all.fields++;
      right.fields += isRight;
      all.numbers += isNumber;
      right.numbers += isRight * isNumber;
    }
  }
  return { ms: ms / KINDS.length, fields: right.fields / all.fields, numbers: right.numbers / all.numbers };
}

/** Rows of one rival: time, all fields, and numbers. */
function* against(
  { name: rival, short }: Reader,
  ours: readonly Round[],
  theirs: readonly Round[],
): Generator<BenchRow> {
  const about = { group: 'spine', baselineName: rival } as const;
  const pick = (rounds: readonly Round[], key: keyof Round) => rounds.map((round) => round[key]);
  yield row(
    { ...about, name: `ocr-time-vs-${short}`, unit: 'ms', target: { kind: 'at-most', ratio: 1.5 } },
    pick(ours, 'ms'),
    pick(theirs, 'ms'),
  );
  for (const [name, key] of [
    ['ocr-field-accuracy', 'fields'],
    ['ocr-number-accuracy', 'numbers'],
  ] as const) {
    yield row(
      { ...about, name: `${name}-vs-${short}`, unit: 'share', target: { kind: 'at-least', ratio: 1 } },
      pick(ours, key),
      pick(theirs, key),
    );
  }
}

/**
 * Time a page and exact fields of made-up documents in every condition, against tesseract.js as it comes and against
 * `@gutenye/ocr-node`. All readers read each round one after the other, so that they see the same machine.
 */
export const runOcrBench: Bench = async function* () {
  const readers = [await ourReader(), await rawTesseract(), await preparedTesseract(), await gutenOcr()].filter(
    (reader) => reader !== null,
  );
  const rounds = new Map<Reader, Round[]>(readers.map((reader) => [reader, []]));
  try {
    // The first page of each warms its caches and is not counted.
    for (const reader of readers) await readRound(reader, SEEDS[0], 'flat');
    for (const seed of SEEDS) {
      for (const condition of CONDITIONS) {
        for (const reader of readers) rounds.get(reader)?.push(await readRound(reader, seed, condition));
      }
    }
  } finally {
    for (const reader of readers) await reader.close();
  }
  const [ours, ...rivals] = readers;
  const own = (ours && rounds.get(ours)) ?? [];
  for (const rival of rivals) yield* against(rival, own, rounds.get(rival) ?? []);
};
