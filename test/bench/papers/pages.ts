import { findPage } from '../../../papers/find-page.ts';
import { type Quad, quadDistance, scaleQuad } from '../../../papers/geometry.ts';
import { judgePage } from '../../../papers/judge.ts';
import type { ColourPicture } from '../../../papers/picture.ts';
import { afterGlimpse, type Glimpse, NOTHING_SEEN, thumbnailOf } from '../../../papers/stillness.ts';
import { SENSOR_WIDTH_PX } from '../../fixtures/pages/defects.ts';
import { makeScene, type Scene } from '../../fixtures/pages/scene.ts';
import { type Bench, type BenchRow, median } from '../row.ts';

/** The first held-out seed: nobody looks at these pictures before a limit is changed. */
const FIRST_SEED = Number(process.env.PAGES_SEED ?? 9901);
const SCENES = Number(process.env.PAGES_SCENES ?? 200);
/** Corners count as found within this share of the picture's width. */
const WITHIN = 0.01;
/** In these pictures a page lies whole, flat and lit, so that its corners can be asked for. */
const WHOLE = ['none', 'blur', 'far', 'moving', 'glare'];
/** Sheets turned by more than this are those laid at any angle. */
const NEARLY_STRAIGHT_DEGREES = 8;
const NEXT_PICTURE_MS = 100;

interface Look {
  readonly corners: Quad | null;
  readonly isGood: boolean;
  readonly reason: string;
  readonly findMs: number;
  readonly judgeMs: number;
  readonly glimpse: Glimpse;
}

function onCores<T>(work: () => T): { value: T; ms: number } {
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: (user + system) / 1000 };
}

function look(picture: ColourPicture, atMs: number): Look {
  const { value: page, ms: findMs } = onCores(() => findPage(picture));
  const stillScale = SENSOR_WIDTH_PX / picture.widthPx;
  const { value: judged, ms: judgeMs } = onCores(() => judgePage(picture, page, { stillScale }));
  const isGood = judged.verdict === 'accept';
  const corners = page && scaleQuad(page.corners, 1 / picture.widthPx, 1 / picture.heightPx);
  return {
    corners: page?.corners ?? null,
    isGood,
    reason: judged.reasons.join(', ') || 'none',
    findMs,
    judgeMs,
    glimpse: { atMs, corners, thumbnail: thumbnailOf(picture), isGood },
  };
}

/** Whether the booth would file the page: both of two pictures are good, and nothing moved between them. */
function isAccepted(first: Look, second: Look): boolean {
  const { motion, goodSinceMs } = afterGlimpse(afterGlimpse(NOTHING_SEEN, first.glimpse), second.glimpse);
  return first.isGood && motion === 'still' && goodSinceMs !== null;
}

const isTurned = ({ turnDegrees }: Scene) => Math.abs(turnDegrees) > NEARLY_STRAIGHT_DEGREES;

function share(name: string, right: readonly boolean[], aim: number): BenchRow {
  const value = right.filter((one) => one).length / Math.max(1, right.length);
  return {
    group: 'papers',
    name,
    value: Math.round(value * 1000) / 1000,
    unit: 'share',
    n: right.length,
    baseline: { name: 'aim', value: aim },
    ratio: Math.round((value / aim) * 1000) / 1000,
    target: { kind: 'at-least', ratio: 1 },
    ok: value >= aim,
  };
}

function time(name: string, ms: readonly number[], aimMs: number): BenchRow {
  const value = median(ms);
  return {
    group: 'papers',
    name,
    value: Math.round(value * 10) / 10,
    unit: 'ms',
    n: ms.length,
    baseline: { name: 'aim', value: aimMs },
    ratio: Math.round((value / aimMs) * 1000) / 1000,
    target: { kind: 'at-most', ratio: 1 },
    ok: value <= aimMs,
  };
}

/** Corners, verdicts and time on the cores, on held-out pictures of made-up pages; every miss is named on stderr. */
export const run: Bench = async function* () {
  const corners: boolean[] = [];
  const turned: boolean[] = [];
  const verdicts: boolean[] = [];
  const find: number[] = [];
  const judge: number[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SCENES; seed++) {
    const scene = makeScene({ seed });
    const first = look(scene.picture, 0);
    const accepted = isAccepted(first, look(scene.next, NEXT_PICTURE_MS));
    find.push(first.findMs);
    judge.push(first.judgeMs);
    verdicts.push(accepted === (scene.defect === 'none'));
    const off = scene.corners && first.corners ? quadDistance(scene.corners, first.corners) / scene.picture.widthPx : 1;
    if (WHOLE.includes(scene.defect)) {
      corners.push(off <= WITHIN);
      if (isTurned(scene)) turned.push(off <= WITHIN);
    }
    const misplaced = WHOLE.includes(scene.defect) && off > WITHIN;
    if (verdicts.at(-1) && !misplaced) continue;
    console.error(
      `${seed} ${scene.sheet} on ${scene.table}, ${scene.defect}: ${accepted ? 'accepted' : 'refused'} (${first.reason}), corners off by ${(off * 100).toFixed(1)} %`,
    );
  }
  yield share('corners-within-a-hundredth', corners, 0.95);
  yield share('corners-of-turned-pages', turned, 0.95);
  yield share('verdicts-right', verdicts, 0.95);
  yield time('page-found-core-time', find, 30);
  yield time('page-judged-core-time', judge, 20);
};
