/**
 * Reads pages of traditional Chinese and of English and prints how many lines are exactly right:
 * `node test/bench/papers/other-scripts.ts [PAGES] [FIRST SEED]`.
 */
import { unwrap } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { createOcrEngine } from '../../../electron/workers/ocr/engine.ts';
import { installedPaths } from '../../../electron/workers/ocr/paths.ts';
import { startRecogniser } from '../../../electron/workers/ocr/recogniser.ts';
import { isMain } from '../../../scripts/lib/project.ts';
import { SCRIPTS, type Script, textPhoto } from '../../fixtures/documents/album/texts.ts';

const FILE_ID = '00000000-0000-7000-8000-000000000000';
/** The run may have the lowest priority of a busy machine: there a page is late without being stuck. */
const PATIENT_DEADLINE_MS = 15 * 60_000;

/** Shares of lines of one script. */
interface LineScore {
  readonly lines: number;
  /** With every character and every blank. */
  readonly exact: number;
  /** With every character, whatever blanks are between. */
  readonly exactWithoutBlanks: number;
}

const unspaced = (text: string) => text.replace(/\s/g, '');

function scoreLines(truth: readonly string[], text: string): LineScore {
  const read = text.split('\n').map((line) => line.trim());
  const tight = read.map(unspaced);
  return {
    lines: truth.length,
    exact: truth.filter((line) => read.includes(line)).length,
    exactWithoutBlanks: truth.filter((line) => tight.includes(unspaced(line))).length,
  };
}

async function measure(script: Script, pages: number, firstSeed: number): Promise<LineScore> {
  const paths = installedPaths(import.meta.filename);
  const engine = createOcrEngine({
    clock: systemClock,
    start: () => startRecogniser(paths),
    deadlineMs: PATIENT_DEADLINE_MS,
  });
  let sum: LineScore = { lines: 0, exact: 0, exactWithoutBlanks: 0 };
  for (let page = 0; page < pages; page++) {
    const { jpeg, lines } = textPhoto(firstSeed + page, script);
    const { text } = unwrap(await engine.read({ fileId: FILE_ID, bytes: jpeg, mimeType: 'image/jpeg', kind: 'other' }));
    const score = scoreLines(lines, text);
    if (process.env.SHOW) console.error(lines.join('\n'), '\n---\n', text);
    sum = {
      lines: sum.lines + score.lines,
      exact: sum.exact + score.exact,
      exactWithoutBlanks: sum.exactWithoutBlanks + score.exactWithoutBlanks,
    };
  }
  unwrap(await engine.release());
  return sum;
}

if (isMain(import.meta.url)) {
  const [pages = 10, firstSeed = 7001] = process.argv.slice(2).map(Number);
  const percent = (part: number, whole: number) => `${Math.round((1000 * part) / whole) / 10} %`;
  for (const script of SCRIPTS) {
    const { lines, exact, exactWithoutBlanks } = await measure(script, pages, firstSeed);
    console.log(
      `${script}: ${lines} lines, exact ${percent(exact, lines)}, whatever blanks ${percent(exactWithoutBlanks, lines)}`,
    );
  }
}
