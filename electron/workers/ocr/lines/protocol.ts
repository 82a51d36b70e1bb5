import type { GreyImage } from '../../../../papers/image.ts';
import type { NetworkFiles } from './networks.ts';
import type { Look, ReadLine } from './reader.ts';
import type { Slanted } from './rect.ts';
import type { SecondEngineFiles } from './second-engine.ts';

/** What the thread is started with. */
export interface ReaderParts {
  readonly networks: NetworkFiles;
  readonly second: SecondEngineFiles;
}

/** What the thread is asked: every line of a page, or a place on that page again. `id` counts from 1. */
export type ThreadRequest =
  | { readonly id: number; readonly kind: 'page'; readonly image: GreyImage }
  | { readonly id: number; readonly kind: 'line'; readonly place: Slanted; readonly look: Look };

/** Its answer; `id` 0 says that the networks are open, or why they are not. */
export type ThreadAnswer =
  | { readonly id: number; readonly lines: readonly ReadLine[] }
  | { readonly id: number; readonly fault: string };
