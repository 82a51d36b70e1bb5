/**
 * Reads pages of traditional Chinese and of English and prints how many lines are exactly right, on all photographs and on
 * the clean ones: `node test/bench/papers/other-scripts.ts [PAGES] [FIRST SEED] [SCRIPT]`. `SHOW=1` names what was misread,
 * `CLEAN=1` leaves out photographs with troubles, as if they were not there.
 */
import { unwrap } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { createOcrEngine } from '../../../electron/workers/ocr/engine.ts';
import { installedPaths } from '../../../electron/workers/ocr/paths.ts';
import { startRecogniser } from '../../../electron/workers/ocr/recogniser.ts';
import { isMain } from '../../../scripts/lib/project.ts';
import { SCRIPTS, type Script } from '../../fixtures/documents/album/text-lines.ts';
import { textPhoto } from '../../fixtures/documents/album/texts.ts';

const FILE_ID = '00000000-0000-7000-8000-000000000000';
/** The run may have the lowest priority of a busy machine: there a page is late without being stuck. */
const PATIENT_DEADLINE_MS = 15 * 60_000;

/** Shares of lines of one script. */
interface LineScore {
  readonly lines: number;
  /** With every character and every blank. */
  readonly exact: number;
  /** With every character, whatever blanks are between and however wide its marks are. */
  readonly alike: number;
}

const NOTHING: LineScore = { lines: 0, exact: 0, alike: 0 };
const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '');
const sumOf = (a: LineScore, b: LineScore): LineScore => ({
  lines: a.lines + b.lines,
  exact: a.exact + b.exact,
  alike: a.alike + b.alike,
});

function scoreLines(truth: readonly string[], text: string): LineScore {
  const read = text.split('\n').map((line) => line.trim());
  const tight = read.map(plain);
  const missed = truth.filter((line) => !read.includes(line));
  if (process.env.SHOW && missed.length > 0) console.error('wanted', missed, 'read', read);
  return {
    lines: truth.length,
    exact: truth.length - missed.length,
    alike: truth.filter((line) => tight.includes(plain(line))).length,
  };
}

interface Measured {
  readonly all: LineScore;
  /** Of photographs without any of the troubles of `TROUBLES`, whichever way the page lies. */
  readonly clean: LineScore;
  /** Of reading a page, on the cores, without the drawing of the photograph. */
  readonly cpuMsPerPage: number;
}

async function measure(script: Script, pages: number, firstSeed: number): Promise<Measured> {
  const paths = installedPaths(import.meta.filename);
  const engine = createOcrEngine({
    clock: systemClock,
    start: () => startRecogniser(paths),
    deadlineMs: PATIENT_DEADLINE_MS,
  });
  let [all, clean] = [NOTHING, NOTHING];
  let cpuMs = 0;
  unwrap(await engine.warm());
  for (let page = 0, seed = firstSeed; page < pages; seed++) {
    const { jpeg, lines, hand, scene } = textPhoto(seed, script);
    if (process.env.CLEAN && scene.troubles.length > 0) continue;
    page++;
    const before = process.cpuUsage();
    const { text } = unwrap(await engine.read({ fileId: FILE_ID, bytes: jpeg, mimeType: 'image/jpeg', kind: 'other' }));
    const { user, system } = process.cpuUsage(before);
    cpuMs += (user + system) / 1000;
    const score = scoreLines(lines, text);
    const troubles = scene.troubles.join(', ') || 'clean';
    console.error(`${script} ${seed}, ${hand}, ${troubles}: ${score.exact} of ${score.lines}`);
    all = sumOf(all, score);
    if (scene.troubles.length === 0) clean = sumOf(clean, score);
  }
  unwrap(await engine.release());
  return { all, clean, cpuMsPerPage: cpuMs / pages };
}

if (isMain(import.meta.url)) {
  const [pages = '10', firstSeed = '7101', only] = process.argv.slice(2);
  const percent = (part: number, whole: number) => `${Math.round((1000 * part) / whole) / 10} %`;
  const said = ({ lines, exact, alike }: LineScore) =>
    lines === 0
      ? 'none'
      : `${lines} lines, exact ${percent(exact, lines)}, whatever blanks and widths ${percent(alike, lines)}`;
  for (const script of SCRIPTS.filter((one) => !only || one === only)) {
    const { all, clean, cpuMsPerPage } = await measure(script, Number(pages), Number(firstSeed));
    console.log(`${script}: ${said(all)}; clean: ${said(clean)}; ${Math.round(cpuMsPerPage)} ms on the cores a page`);
  }
}
