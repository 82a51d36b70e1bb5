import {
  MARK_FADES_MS,
  MAX_POINTS_PER_MARK,
  type MarkKind,
  type MarkMessage,
  type MarkPoint,
  type MarkSurface,
  surfaceKey,
} from '../../../contracts/domain/marks.ts';

/** Marks of one author on one surface; older ones make way. Undone ones count, so that the order of news makes no difference. */
export const MAX_MARKS_PER_AUTHOR = 200;
/** Surfaces of a call that marks are kept for: more stills and fields of forms than people in a call mark. */
const MAX_SURFACES = 256;
/** The last part of a fading mark's life, in which it grows pale. */
const PALE_MS = 1_000;

export interface Mark {
  readonly authorId: string;
  readonly number: number;
  readonly kind: MarkKind;
  readonly keep: 'fades' | 'stays';
  /** By their place in the mark; there is a gap where a message is not here yet. */
  readonly points: ReadonlyMap<number, MarkPoint>;
  readonly ended: boolean;
  readonly undone: boolean;
  /** When something new of it came last, ms by this side's clock. */
  readonly touchedAtMs: number;
}

interface Surface {
  readonly surface: MarkSurface;
  readonly marks: ReadonlyMap<string, Mark>;
  /** By author: marks up to this number are wiped. */
  readonly wiped: Readonly<Record<string, number>>;
}

/** All marks of a call. Every party that had the same messages has the same marks, in whatever order and however often they came. */
export type Marks = ReadonlyMap<string, Surface>;

export const NO_MARKS: Marks = new Map();

/** Takes a message of `authorId`, which came at `nowMs`. Returns the same marks when it says nothing new. */
export function takeMark(all: Marks, authorId: string, message: MarkMessage, nowMs: number): Marks {
  if (message.type === 'outline') return all;
  const key = surfaceKey(message.surface);
  const known = all.get(key);
  if (!known && all.size >= MAX_SURFACES) return all;
  const before = known ?? { surface: message.surface, marks: new Map(), wiped: {} };
  const after = message.type === 'clear' ? wipe(before, message.upTo) : change(before, authorId, message, nowMs);
  return after === before ? all : new Map(all).set(key, after);
}

function wipe(surface: Surface, upTo: Readonly<Record<string, number>>): Surface {
  const news = Object.entries(upTo).filter(([author, number]) => number > (surface.wiped[author] ?? -1));
  return news.length === 0 ? surface : { ...surface, wiped: { ...surface.wiped, ...Object.fromEntries(news) } };
}

type MarkChange = Extract<MarkMessage, { type: 'mark' | 'undo' }>;

function change(surface: Surface, authorId: string, message: MarkChange, nowMs: number): Surface {
  const { number } = message;
  const key = `${authorId}/${number}`;
  const known = surface.marks.get(key);
  const mark = message.type === 'undo' ? undo(known, authorId, number, nowMs) : draw(known, authorId, message, nowMs);
  if (mark === known) return surface;
  const marks = new Map(surface.marks).set(key, mark);
  if (!known) {
    const own = [...marks.values()].filter((each) => each.authorId === authorId);
    if (own.length > MAX_MARKS_PER_AUTHOR) marks.delete(`${authorId}/${Math.min(...own.map((each) => each.number))}`);
  }
  return { ...surface, marks };
}

function undo(known: Mark | undefined, authorId: string, number: number, nowMs: number): Mark {
  if (known?.undone) return known;
  const unknown: Mark = {
    authorId,
    number,
    kind: 'point',
    keep: 'fades',
    points: new Map(),
    ended: true,
    undone: true,
    touchedAtMs: nowMs,
  };
  return known ? { ...known, undone: true } : unknown;
}

function draw(
  known: Mark | undefined,
  authorId: string,
  message: Extract<MarkMessage, { type: 'mark' }>,
  nowMs: number,
): Mark {
  if (known?.undone) return known;
  const { number, kind, keep, phase, from } = message;
  const fresh = message.points
    .map((point, at) => [from + at, point] as const)
    .filter(([at]) => at < MAX_POINTS_PER_MARK && !known?.points.has(at));
  const ends = phase === 'end' && known?.ended !== true;
  if (known && fresh.length === 0 && !ends) return known;
  const points = new Map([...(known?.points ?? []), ...fresh]);
  return {
    authorId,
    number,
    kind: known?.kind ?? kind,
    keep: known?.keep ?? keep,
    points,
    ended: ends || known?.ended === true,
    undone: false,
    touchedAtMs: nowMs,
  };
}

/** A mark as it is to be drawn now. */
export interface SeenMark {
  readonly key: string;
  readonly authorId: string;
  readonly number: number;
  readonly kind: MarkKind;
  readonly points: readonly MarkPoint[];
  /** 1, then less while it fades. */
  readonly strength: number;
}

/** What is to be seen on a surface at a moment, the oldest first. */
export function seenMarks(all: Marks, surface: MarkSurface, nowMs: number): readonly SeenMark[] {
  const found = all.get(surfaceKey(surface));
  if (!found) return [];
  const seen: SeenMark[] = [];
  for (const [key, mark] of found.marks) {
    const strength = strengthOf(mark, nowMs);
    if (mark.undone || strength <= 0 || mark.number <= (found.wiped[mark.authorId] ?? -1)) continue;
    const points = [...mark.points].toSorted(([one], [other]) => one - other).map(([, point]) => point);
    if (points.length > 0) {
      seen.push({ key, authorId: mark.authorId, number: mark.number, kind: mark.kind, points, strength });
    }
  }
  return seen.toSorted((a, b) => a.number - b.number || (a.key < b.key ? -1 : 1));
}

/** A finger that is held down stays as long as it is there; all else that fades does so from the last news of it. */
function strengthOf({ kind, keep, ended, touchedAtMs }: Mark, nowMs: number): number {
  if (keep === 'stays' || (kind === 'point' && !ended)) return 1;
  return Math.min(1, (touchedAtMs + MARK_FADES_MS - nowMs) / PALE_MS);
}

/** The newest mark of anybody else that is still to be seen, with where it is; undefined when there is none. */
export function newestOfOthers(
  all: Marks,
  selfPartyId: string,
  nowMs: number,
): { readonly surface: MarkSurface; readonly number: number } | undefined {
  return [...all.values()]
    .flatMap(({ surface }) => seenMarks(all, surface, nowMs).map((mark) => ({ surface, ...mark })))
    .filter(({ authorId }) => authorId !== selfPartyId)
    .reduce<{ surface: MarkSurface; number: number } | undefined>(
      (newest, { surface, number }) => (newest && newest.number >= number ? newest : { surface, number }),
      undefined,
    );
}

/** What is to be said to wipe all that is seen of a surface here: of each author, up to their newest mark. */
export function wipeOf(all: Marks, surface: MarkSurface): Extract<MarkMessage, { type: 'clear' }> | null {
  const found = all.get(surfaceKey(surface));
  if (!found) return null;
  const upTo: Record<string, number> = {};
  for (const { authorId, number } of found.marks.values()) {
    upTo[authorId] = Math.max(number, upTo[authorId] ?? number);
  }
  return Object.keys(upTo).length === 0 ? null : { type: 'clear', surface, upTo };
}
