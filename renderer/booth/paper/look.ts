import type { Quad } from '../../../papers/geometry.ts';
import type { PageFault } from '../../../papers/judge.ts';
import type { Thumbnail } from '../../../papers/stillness.ts';
import type { Still } from '../state/still.ts';

/** What was seen in one picture of the document camera. */
export interface Look {
  /** Corners of the page in shares of the picture, clockwise; null when none is seen whole. */
  readonly corners: Quad | null;
  /** When the picture was taken, ms since the epoch by this clock. */
  readonly frameAtMs: number;
  /** What is wrong with it, gravest first, when it was judged; else null. */
  readonly judged: { readonly fault: PageFault | null; readonly thumbnail: Thumbnail } | null;
}

/** What a photograph shows. */
export interface Studied {
  /** The page as seen from straight above, as it is filed; null when none was found whole, and the photograph itself is. */
  readonly straight: Still | null;
  readonly fault: PageFault | null;
  /** The page has the shape of a card (ISO/IEC 7810 ID-1). */
  readonly isCard: boolean;
  /** What is filed, small enough for a screen. */
  readonly preview: Blob;
}

/** What the window asks of its worker. Each has one answer with the same number. */
export type PaperRequest =
  | {
      readonly type: 'look';
      readonly number: number;
      /** Given away: the worker closes it. */
      readonly frame: VideoFrame;
      /** Pixels across of a photograph by this camera; null to find the page only. */
      readonly judgeForPx: number | null;
    }
  | { readonly type: 'study'; readonly number: number; readonly photo: Blob };

export type PaperAnswer =
  | {
      readonly type: 'looked';
      readonly number: number;
      readonly corners: Quad | null;
      readonly judged: Look['judged'];
      /** Time the worker took, in ms. */
      readonly tookMs: number;
    }
  | { readonly type: 'studied'; readonly number: number; readonly studied: Studied }
  | { readonly type: 'failed'; readonly number: number; readonly detail: string };
