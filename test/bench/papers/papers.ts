import { ACCEPTED_CONFIDENCE, isAccepted } from '../../../contracts/domain/paper.ts';
import { addScores, NO_SCORE, type Score, scoreReading } from '../../../scripts/ocr/score.ts';
import { albumPhoto } from '../../fixtures/documents/album/album.ts';
import type { ReaderName } from '../ocr/readers.ts';
import type { Bench, BenchRow } from '../row.ts';
import { type ReaderChild, startReader } from './reader-child.ts';

/** The first held-out seed: nobody looks at these pictures before a rule is changed. */
const FIRST_SEED = Number(process.env.PAPERS_SEED ?? 97_001);
/** Each of nine kinds so many times; one reading of a page by all readers takes ten to thirty seconds on two busy cores. */
const PAGES = Number(process.env.PAPERS_PAGES ?? 45);
/** Papers on which a number was changed so that its check digit is wrong. */
const FIRST_WRONG_SEED = FIRST_SEED + 5000;
const WRONG_PAGES = Number(process.env.PAPERS_WRONG ?? 18);
const NUMBERS = ['id-number', 'credit-code', 'card-number'];

const READERS = (process.env.PAPERS_READERS ?? 'ours,guten,prepared,tesseract').split(',') as ReaderName[];

interface Tally {
  readonly score: Score;
  /** By the clock, and on the cores. */
  readonly ms: number;
  readonly cpuMs: number;
}

const rounded = (value: number) => Math.round(value * 10_000) / 10_000;

function bounded(
  about: Pick<BenchRow, 'name' | 'unit' | 'target' | 'n'> & { against: string },
  value: number,
  baseline: number,
): BenchRow {
  const { against, ...rest } = about;
  // Nothing of nothing is as good as can be.
  const ratio = baseline === 0 ? Number(value > 0) * Number.MAX_SAFE_INTEGER : value / baseline;
  return {
    ...rest,
    group: 'papers',
    value: rounded(value),
    baseline: { name: against, value: rounded(baseline) },
    ratio: rounded(ratio),
    ok: about.target.kind === 'at-most' ? ratio <= about.target.ratio : ratio >= about.target.ratio,
  };
}

/** Reads the held-out pages with every reader in turn, so that all see the same machine. */
async function readAll(children: readonly ReaderChild[]): Promise<Map<ReaderName, Tally>> {
  const tallies = new Map<ReaderName, Tally>(children.map(({ name }) => [name, { score: NO_SCORE, ms: 0, cpuMs: 0 }]));
  // The first page of each warms its caches; it is scored like the others, but on the clock only after that.
  for (const child of children) await child.read(albumPhoto(FIRST_SEED).jpeg);
  for (let page = 0; page < PAGES; page++) {
    const { jpeg, kind, truth, scene } = albumPhoto(FIRST_SEED + page);
    for (const child of children) {
      const beforeMs = child.cpuMs();
      const { ms, reading } = await child.read(jpeg);
      const cpuMs = child.cpuMs() - beforeMs;
      const { score, misses } = scoreReading(reading, { kind, fields: truth });
      const before = tallies.get(child.name) as Tally;
      tallies.set(child.name, {
        score: addScores(before.score, score),
        ms: before.ms + ms,
        cpuMs: before.cpuMs + cpuMs,
      });
      if (child.name !== 'ours') continue;
      for (const { field, truth: stands, read } of misses) {
        const state = read && isAccepted(read) ? 'ACCEPTED' : 'doubted';
        const where = `${FIRST_SEED + page} ${kind} (${scene.troubles.join(', ') || 'no trouble'}, ${Math.round(scene.turnDegrees)}°)`;
        console.error(
          `${where}: ${field} is ${stands ?? '-'}, read ${read?.value ?? '-'} ${read?.confidence ?? ''} ${state}`,
        );
      }
    }
  }
  return tallies;
}

/** Changes one digit in the middle of every number of a paper, so that its check digit is wrong. */
function withWrongNumbers(truth: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(truth).map(([id, value]) => {
      if (!NUMBERS.includes(id)) return [id, value];
      const at = id === 'credit-code' ? 5 : value.length - 4;
      const digit = (Number(value[at]) + 1) % 10;
      return [id, value.slice(0, at) + digit + value.slice(at + 1)];
    }),
  );
}

/** Share of wrong numbers that were not accepted. */
async function catchWrong(ours: ReaderChild): Promise<{ caught: number; all: number }> {
  let [caught, all] = [0, 0];
  for (let page = 0; all < WRONG_PAGES; page++) {
    const { jpeg, truth } = albumPhoto(FIRST_WRONG_SEED + page, { change: withWrongNumbers });
    const ids = Object.keys(truth).filter((id) => NUMBERS.includes(id));
    if (ids.length === 0) continue;
    const { reading } = await ours.read(jpeg);
    for (const id of ids) {
      const read = reading.fields.find((field) => field.id === id);
      all++;
      if (!read || !isAccepted(read)) caught++;
      else console.error(`wrong ${id} ${truth[id]} was accepted as ${read.value}`);
    }
  }
  return { caught, all };
}

/** Fields, mistakes, time and memory on held-out photographs, against PP-OCRv4 as it comes and against tesseract.js. */
export const run: Bench = async function* () {
  const started = await Promise.all(READERS.map((name) => startReader(name)));
  const children = started.filter((child) => child !== null);
  const ours = children.find(({ name }) => name === 'ours');
  try {
    if (!ours) throw new Error("the booth's own reader did not start");
    const tallies = await readAll(children);
    const own = tallies.get('ours') as Tally;
    const { fields, exact, wrongAccepted, rightDoubted, papers, kindsRight } = own.score;
    const aim = { kind: 'at-least', ratio: 1 } as const;
    const limit = { kind: 'at-most', ratio: 1 } as const;
    console.error(
      `seeds from ${FIRST_SEED}, ${papers} pages, accepted from ${ACCEPTED_CONFIDENCE}: ${rightDoubted} right fields have to be looked at`,
    );
    yield bounded(
      { name: 'fields-exact', unit: 'share', n: fields, target: aim, against: 'aim' },
      exact / fields,
      0.98,
    );
    yield bounded(
      { name: 'wrong-but-accepted', unit: 'share', n: fields, target: limit, against: 'limit' },
      wrongAccepted / fields,
      0.002,
    );
    yield bounded(
      { name: 'kinds-right', unit: 'share', n: papers, target: aim, against: 'aim' },
      kindsRight / papers,
      0.98,
    );
    yield bounded(
      { name: 'right-accepted', unit: 'share', n: fields, target: aim, against: 'aim' },
      (exact - rightDoubted) / fields,
      0.8,
    );
    const ownPeak = ours.memoryMb().peak;
    for (const child of children) {
      if (child === ours) continue;
      const rival = tallies.get(child.name) as Tally;
      const about = { n: papers, against: child.name };
      yield bounded(
        { ...about, name: `fields-exact-vs-${child.name}`, unit: 'share', n: fields, target: aim },
        exact / fields,
        rival.score.exact / fields,
      );
      yield bounded(
        { ...about, name: `mean-time-vs-${child.name}`, unit: 'ms', target: limit },
        own.ms / papers,
        rival.ms / papers,
      );
      yield bounded(
        { ...about, name: `core-time-vs-${child.name}`, unit: 'ms', target: limit },
        own.cpuMs / papers,
        rival.cpuMs / papers,
      );
      const memory = child.name === 'guten' ? ({ kind: 'at-most', ratio: 0.5 } as const) : limit;
      yield bounded(
        { ...about, name: `peak-memory-vs-${child.name}`, unit: 'MB', target: memory },
        ownPeak,
        child.memoryMb().peak,
      );
    }
    const { caught, all } = await catchWrong(ours);
    yield bounded(
      { name: 'wrong-check-digits-caught', unit: 'share', n: all, target: aim, against: 'aim' },
      caught / all,
      1,
    );
  } finally {
    for (const child of children) child.close();
  }
};
