import { findPage } from '../../../papers/find-page.ts';
import type { Quad } from '../../../papers/geometry.ts';
import { judgePage } from '../../../papers/judge.ts';
import type { ColourPicture } from '../../../papers/picture.ts';
import { straighten } from '../../../papers/straighten.ts';
import type { PageAnswer, PageRequest } from './page-messages.ts';

/** Looks at a photograph beside the page, so that a thumb is never kept waiting. */

/** Long side of the straight page in pixels: A4 at 300 dots an inch is little more than what a phone's photograph has of it. */
const STRAIGHT_LONG_PX = 3_508;

let held: { readonly picture: ColourPicture; readonly corners: Quad | null } | null = null;

function answer(request: PageRequest): PageAnswer {
  if (request.type === 'straighten') {
    const picture = held?.corners ? straighten(held.picture, held.corners, STRAIGHT_LONG_PX) : null;
    return { type: 'straight', picture };
  }
  const { picture } = request;
  const page = findPage(picture);
  held = { picture, corners: page?.corners ?? null };
  const [fault = null] = judgePage(picture, page).reasons;
  return { type: 'seen', corners: held.corners, fault };
}

addEventListener('message', ({ data }: MessageEvent<PageRequest>) => postMessage(answer(data)));
