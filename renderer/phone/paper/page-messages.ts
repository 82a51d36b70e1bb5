import type { Quad } from '../../../papers/geometry.ts';
import type { PageFault } from '../../../papers/judge.ts';
import type { ColourPicture } from '../../../papers/picture.ts';

/** What goes to the worker that looks at a photograph, and what comes back. One photograph at a time. */
export type PageRequest = { readonly type: 'look'; readonly picture: ColourPicture } | { readonly type: 'straighten' };

export type PageAnswer =
  /** With what is wrong with it, the gravest; null when it can be sent as it is. */
  | { readonly type: 'seen'; readonly corners: Quad | null; readonly fault: PageFault | null }
  /** Null when there is no page to be seen from above. */
  | { readonly type: 'straight'; readonly picture: ColourPicture | null };
