import type { FoundPage } from './find-page.ts';
import type { Quad } from './geometry.ts';
import { bendOf } from './judging/bend.ts';
import { atShare, type Block, blocksOf } from './judging/blocks.ts';
import { coverOf } from './judging/cover.ts';
import { glareOf } from './judging/glare.ts';
import { longestSide, makePatch } from './judging/patch.ts';
import { tiltOf } from './judging/pose.ts';
import { edgeWidth } from './judging/sharpness.ts';
import { type ColourPicture, shrinkPicture } from './picture.ts';
import { aspectOf } from './straighten.ts';

/** What keeps a picture of a page from being filed, gravest first: the first one found is what the citizen is told. */
export const PAGE_FAULTS = [
  'dark',
  'no-page',
  'cut-off',
  'too-small',
  'covered',
  'tilted',
  'glare',
  'blurred',
] as const;
/**
 * `tilted`: the page does not lie flat, it is steep against the camera or curls; `covered`: a finger lies on what is
 * written; `too-small`: too few pixels for the print, the page has to come nearer.
 */
export type PageFault = (typeof PAGE_FAULTS)[number];

/** What was measured on a picture; null where there was nothing to measure it on. */
export interface PageFigures {
  /** Level of the page's brightest parts, 0–255; without a page that of the picture. */
  readonly lightLevel: number;
  /** Long side of the page in pixels of the still. */
  readonly longSidePx: number | null;
  /** Angle between where the page faces and where the camera looks, in degrees. */
  readonly tiltDegrees: number | null;
  /** How far two opposite edges bulge, as a share of the page's short side. */
  readonly bendShare: number | null;
  /** How far skin reaches into the page, as a share of its short side. */
  readonly coveredShare: number | null;
  /** Share of the page on which a lamp is mirrored. */
  readonly glareShare: number | null;
  /** Width of edges (sigma) over the height of usual print; null on a page without print, too. */
  readonly blurOfPrint: number | null;
}

export interface Judgement {
  readonly verdict: 'accept' | 'retake';
  /** Gravest first; empty when accepted. */
  readonly reasons: readonly PageFault[];
  readonly figures: PageFigures;
}

export interface JudgeOptions {
  /** Pixels of the still for one of this picture: a live picture is smaller than what is filed. 1 without. */
  readonly stillScale?: number;
}

/** Where a picture is refused; how each was found: docs/decisions/page-finder.md. */
export const LIMITS = {
  /** Darker white is noise on the sensor. */
  lightLevel: 58,
  /** At these sizes the smallest print of a sheet of A4, and that of a card, has about 20 pixels a character. */
  paperLongSidePx: 1100,
  cardLongSidePx: 480,
  /** Beyond this the far side is seen with too few pixels. */
  tiltDegrees: 22,
  /** A sheet that bulges more is read wrongly at its edges; lenses bend straight edges by less. */
  bendShare: 0.015,
  /** Print begins this far from the edge of a sheet; a thumb that holds one reaches less far in. */
  coveredShare: 0.1,
  glareShare: 0.018,
  blurOfPaper: 0.117,
  blurOfCard: 0.16,
} as const;

/** Height of usual print as a share of the long side: 5.5 mm on A4, 3 mm on a card. */
const PRINT_OF_PAPER = 0.02;
const PRINT_OF_CARD = 0.036;
/** A page with sides in a larger ratio than this is a card (1.586; paper has 1.414). */
const CARD_ASPECT = 1.5;
/** A page whose corner is this near to the picture's rim, as a share of its width, goes on beyond it. */
const RIM_SHARE = 0.004;
/** Pages are judged at this many pixels along their long side: print is ten pixels high. */
const PRINT_PX = 10;

/**
 * Whether a picture of a page can be filed, and if not why. `page` is what `findPage` found in this very picture. The
 * same picture is always judged the same way; whether the page lies still is another question (`stillness.ts`).
 */
export function judgePage(
  picture: ColourPicture,
  page: FoundPage | null,
  { stillScale = 1 }: JudgeOptions = {},
): Judgement {
  if (!page) return withoutPage(picture);
  const { corners } = page;
  const aspect = aspectOf(corners, picture.widthPx, picture.heightPx);
  const isCard = Math.max(aspect, 1 / aspect) > CARD_ASPECT;
  const patch = makePatch(picture, corners, PRINT_PX / (isCard ? PRINT_OF_CARD : PRINT_OF_PAPER));
  if (!patch) return withoutPage(picture);
  const blocks = blocksOf(patch);
  const width = edgeWidth(patch);
  const figures: PageFigures = {
    lightLevel: lightOf(blocks),
    longSidePx: Math.round(longestSide(corners) * stillScale),
    tiltDegrees: tiltOf(corners, picture.widthPx, picture.heightPx),
    bendShare: bendOf(patch),
    coveredShare: coverOf(patch),
    glareShare: glareOf(blocks),
    blurOfPrint: width === null ? null : width / PRINT_PX,
  };
  const found: Record<Exclude<PageFault, 'no-page'>, boolean> = {
    dark: figures.lightLevel < LIMITS.lightLevel,
    'cut-off': reachesRim(corners, picture),
    'too-small': (figures.longSidePx ?? 0) < (isCard ? LIMITS.cardLongSidePx : LIMITS.paperLongSidePx),
    covered: (figures.coveredShare ?? 0) > LIMITS.coveredShare,
    tilted: (figures.tiltDegrees ?? 0) > LIMITS.tiltDegrees || (figures.bendShare ?? 0) > LIMITS.bendShare,
    glare: (figures.glareShare ?? 0) > LIMITS.glareShare,
    blurred: (figures.blurOfPrint ?? 0) > (isCard ? LIMITS.blurOfCard : LIMITS.blurOfPaper),
  };
  const reasons = PAGE_FAULTS.filter((fault) => fault !== 'no-page' && found[fault]);
  return { verdict: reasons.length === 0 ? 'accept' : 'retake', reasons, figures };
}

/** Brightest parts of the page: its paper, or on a dark card the print. */
const lightOf = (blocks: readonly Block[]) =>
  atShare(
    blocks.map(({ bright }) => bright),
    BRIGHTEST_SHARE,
  );
const BRIGHTEST_SHARE = 0.97;
/** Long side of the picture in which the light of a room is looked at, in pixels. */
const GLANCE_PX = 64;

function reachesRim(corners: Quad, { widthPx, heightPx }: ColourPicture): boolean {
  const rim = RIM_SHARE * widthPx;
  return corners.some(({ x, y }) => x < rim || y < rim || x > widthPx - rim || y > heightPx - rim);
}

/** Without a page there is one thing to say, or two: it may be there, and not be seen in the dark. */
function withoutPage(picture: ColourPicture): Judgement {
  const { data } = shrinkPicture(picture, GLANCE_PX).picture;
  const levels: number[] = [];
  for (let at = 0; at < data.length; at += 4) {
    levels.push(Math.min(data[at] as number, data[at + 1] as number, data[at + 2] as number));
  }
  const lightLevel = atShare(levels, BRIGHTEST_SHARE);
  return {
    verdict: 'retake',
    reasons: lightLevel < LIMITS.lightLevel ? ['dark', 'no-page'] : ['no-page'],
    figures: {
      lightLevel,
      longSidePx: null,
      tiltDegrees: null,
      bendShare: null,
      coveredShare: null,
      glareShare: null,
      blurOfPrint: null,
    },
  };
}
