import { MAX_DOCUMENT_PAGES, type PaperDocument, type RetakeReason } from '../../../contracts/domain/pages.ts';
import type { PaperKind } from '../../../contracts/domain/paper.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { PaperHint } from './hints.ts';

export type PageSide = 'front' | 'back';

/** Somebody at a desk wants a page once more, and why. */
export interface RetakeAsk {
  readonly reason: RetakeReason;
  readonly byName: string;
}

/** One page that was taken here. */
export interface Page {
  /** Made here, so that a page is known before the hub has it. */
  readonly key: Id;
  /** The hub's file; null while it is on its way. */
  readonly fileId: Id | null;
  readonly state: 'sending' | 'stored' | 'failed';
  readonly side: PageSide | null;
  /** What is not good about it, when it was kept all the same. */
  readonly flaw: PaperHint | null;
  readonly ask: RetakeAsk | null;
}

/** The pages of one document, in their order. */
export interface PageList {
  readonly documentId: Id;
  readonly pages: readonly Page[];
  /** The page that the next photograph takes the place of. */
  readonly replacing: Id | null;
  /** Files of pages that were taken away or taken again. */
  readonly dropped: readonly Id[];
  readonly done: boolean;
}

export type PageEvent =
  | {
      readonly type: 'taken';
      readonly key: Id;
      readonly flaw: PaperHint | null;
      /** The page has the shape of a card: its other side is wanted as well. */
      readonly isCard: boolean;
    }
  | { readonly type: 'stored'; readonly key: Id; readonly fileId: Id }
  | { readonly type: 'failed'; readonly key: Id }
  /** What the page is, as it was read: of a card also which side. */
  | { readonly type: 'read'; readonly fileId: Id; readonly kind: PaperKind }
  | { readonly type: 'replace'; readonly key: Id }
  | { readonly type: 'keep' }
  | { readonly type: 'move'; readonly key: Id; readonly by: -1 | 1 }
  | { readonly type: 'remove'; readonly key: Id }
  | { readonly type: 'asked'; readonly fileId: Id; readonly ask: RetakeAsk }
  | { readonly type: 'done' };

/** @param dropped files that this document takes the place of */
export const emptyList = (documentId: Id, dropped: readonly Id[] = []): PageList => ({
  documentId,
  pages: [],
  replacing: null,
  dropped,
  done: false,
});

export function reducePages(list: PageList, event: PageEvent): PageList {
  switch (event.type) {
    case 'taken':
      return take(list, event);
    case 'stored': {
      const known = list.pages.some(({ key }) => key === event.key);
      // Taken away while it was on its way: the hub has it, the document does not.
      if (!known) return { ...list, dropped: [...list.dropped, event.fileId] };
      return change(list, event.key, (page) => ({ ...page, fileId: event.fileId, state: 'stored' }));
    }
    case 'failed':
      return change(list, event.key, (page) => (page.fileId === null ? { ...page, state: 'failed' } : page));
    case 'read':
      return read(list, event.fileId, event.kind);
    case 'replace':
      return has(list, event.key) ? { ...list, replacing: event.key, done: false } : list;
    case 'keep':
      return list.replacing === null ? list : { ...list, replacing: null };
    case 'move':
      return move(list, event.key, event.by);
    case 'remove':
      return remove(list, event.key);
    case 'asked': {
      const page = list.pages.find(({ fileId }) => fileId === event.fileId);
      if (!page) return list;
      const asked = change(list, page.key, (each) => ({ ...each, ask: event.ask }));
      return { ...asked, replacing: page.key, done: false };
    }
    case 'done':
      return { ...list, replacing: null, done: true };
  }
}

const has = ({ pages }: PageList, key: Id) => pages.some((page) => page.key === key);

function change(list: PageList, key: Id, edit: (page: Page) => Page): PageList {
  if (!has(list, key)) return list;
  return { ...list, pages: list.pages.map((page) => (page.key === key ? edit(page) : page)) };
}

function take(list: PageList, { key, flaw, isCard }: Extract<PageEvent, { type: 'taken' }>): PageList {
  if (has(list, key)) return list;
  const fresh = { key, fileId: null, state: 'sending', flaw, ask: null } as const;
  const replaced = list.pages.find((page) => page.key === list.replacing);
  if (replaced) {
    const pages = list.pages.map((page) => (page === replaced ? { ...fresh, side: page.side } : page));
    return { ...list, pages, replacing: null, dropped: withFile(list.dropped, replaced) };
  }
  if (list.pages.length >= MAX_DOCUMENT_PAGES) return list;
  const side = isCard ? (wantedSide(list) ?? 'front') : null;
  return { ...list, pages: [...list.pages, { ...fresh, side }], replacing: null, done: false };
}

/** The side of a card that comes next, after the other one; null when none is awaited. */
export function wantedSide({ pages }: PageList): PageSide | null {
  const last = pages.at(-1);
  if (!last?.side) return null;
  const sided = pages.length - 1 - pages.findLastIndex(({ side }) => side === null);
  if (sided % 2 === 0) return null;
  return last.side === 'front' ? 'back' : 'front';
}

/** Kinds of cards, with the side that bears what makes them one. */
const SIDE_OF: Readonly<Partial<Record<PaperKind, PageSide>>> = {
  'id-card-front': 'front',
  'id-card-back': 'back',
  'bank-card': 'front',
};

/** Shape alone takes an invoice for a card, and does not know a front from a back; what was read does. */
function read(list: PageList, fileId: Id, kind: PaperKind): PageList {
  const page = list.pages.find((each) => each.fileId === fileId);
  const side = kind === 'other' ? page?.side : (SIDE_OF[kind] ?? null);
  if (!page || side === undefined || page.side === side) return list;
  return change(list, page.key, (each) => ({ ...each, side }));
}

function move(list: PageList, key: Id, by: -1 | 1): PageList {
  const from = list.pages.findIndex((page) => page.key === key);
  const to = from + by;
  const moved = list.pages[from];
  if (!moved || to < 0 || to >= list.pages.length) return list;
  return { ...list, pages: list.pages.toSpliced(from, 1).toSpliced(to, 0, moved) };
}

function remove(list: PageList, key: Id): PageList {
  const removed = list.pages.find((page) => page.key === key);
  if (!removed) return list;
  return {
    ...list,
    pages: list.pages.filter((page) => page !== removed),
    replacing: list.replacing === key ? null : list.replacing,
    dropped: withFile(list.dropped, removed),
  };
}

const withFile = (dropped: readonly Id[], { fileId }: Page) => (fileId === null ? dropped : [...dropped, fileId]);

/** The document as others are told of it: the pages that the hub has, in their order. */
export function documentOf({ documentId, pages, dropped, done }: PageList): PaperDocument {
  return {
    id: documentId,
    pages: pages.flatMap(({ fileId, side }) => (fileId === null ? [] : [{ fileId, ...(side ? { side } : {}) }])),
    dropped: [...dropped],
    done,
  };
}
