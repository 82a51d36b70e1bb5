import type { Quad } from '../../../papers/geometry.ts';

/** What was seen in one picture of the document camera. */
export interface Look {
  /** Corners of the page in shares of the picture, clockwise; null when none is seen whole. */
  readonly corners: Quad | null;
  /** When the picture was taken, ms since the epoch by this clock. */
  readonly frameAtMs: number;
}

/** What the window asks of its worker. Each has one answer with the same number. */
export interface LookRequest {
  readonly type: 'look';
  readonly number: number;
  /** Given away: the worker closes it. */
  readonly frame: VideoFrame;
}

export interface LookAnswer {
  readonly type: 'looked';
  readonly number: number;
  readonly corners: Quad | null;
  /** Time the worker took, in ms. */
  readonly tookMs: number;
}

export type PaperRequest = LookRequest;
export type PaperAnswer = LookAnswer | { readonly type: 'failed'; readonly number: number; readonly detail: string };
