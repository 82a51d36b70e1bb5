import {
  type DrawnMark,
  MAX_POINTS_PER_MARK,
  MAX_POINTS_PER_MESSAGE,
  type MarkKind,
  type MarkPoint,
  type MarkSurface,
  type PageOutline,
  surfaceKey,
} from '../../../contracts/domain/marks.ts';
import { type Clock, systemClock } from '../../../contracts/time.ts';
import type { Quad } from '../../../papers/geometry.ts';
import type { CallSession, MarkNews } from '../types.ts';
import { type Marks, NO_MARKS, newestOfOthers, type SeenMark, seenMarks, takeMark, wipeOf } from './marks.ts';
import { Outlines } from './outlines.ts';

/** What is kept to be said again: half of it is what a line takes at once. */
const MAX_OWN_MESSAGES = 3_000;

/** The mark under this side's hand. */
export interface Hand {
  /** The hand moved on: places on the page. */
  move(points: readonly (readonly [x: number, y: number])[]): void;
  lift(): void;
}

type Line = Pick<CallSession, 'getState' | 'sendMark' | 'onMark'>;

/** All marks of one call as one party has them: what it draws itself, and what comes from the others. Knows no screen. */
export class MarkBoard {
  readonly #line: Line;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #outlines = new Outlines();
  readonly #forget: () => void;
  /** What this side said of marks that may still be seen, in order: said again to whoever is reached anew. */
  #own: DrawnMark[] = [];
  #ownOutline: Quad | null = null;
  #outlineOf: string | null = null;
  #marks: Marks = NO_MARKS;
  #number = 0;

  constructor(line: Line, clock: Clock) {
    this.#line = line;
    this.#clock = clock;
    this.#forget = line.onMark((news) => this.#hear(news));
  }

  /** Called after each change of what is to be seen, other than by fading. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** All marks; the same object until they change. */
  getMarks = (): Marks => this.#marks;

  seen(surface: MarkSurface): readonly SeenMark[] {
    return seenMarks(this.#marks, surface, this.#clock.nowMs());
  }

  /** Where somebody else marked last, of what is still to be seen. */
  newestOfOthers(): ReturnType<typeof newestOfOthers> {
    return newestOfOthers(this.#marks, this.#line.getState().selfPartyId, this.#clock.nowMs());
  }

  /** Where the page lies in the paper's picture: as this side found it itself, or as the citizen's side said. */
  outlineAt(frameAtMs: number | null): Quad | null {
    return this.#outlines.at(frameAtMs);
  }

  begin(surface: MarkSurface, kind: MarkKind, keep: DrawnMark['keep'], first: readonly [number, number]): Hand {
    const startMs = this.#clock.nowMs();
    this.#number = Math.max(this.#number + 1, startMs);
    const number = this.#number;
    let from = 0;
    const say = (phase: DrawnMark['phase'], places: readonly (readonly [number, number])[]) => {
      const ms = Math.min(600_000, Math.max(0, Math.round(this.#clock.nowMs() - startMs)));
      const all = places.slice(0, MAX_POINTS_PER_MARK - from).map(([x, y]): MarkPoint => [near(x), near(y), ms]);
      do {
        const points = all.splice(0, MAX_POINTS_PER_MESSAGE);
        this.#draw({ type: 'mark', number, surface, kind, keep, phase, from, points });
        from += points.length;
      } while (all.length > 0);
    };
    say('begin', [first]);
    return {
      move: (places) => {
        if (places.length > 0 && from < MAX_POINTS_PER_MARK) say('extend', places);
      },
      lift: () => say('end', []),
    };
  }

  /** Takes this side's newest mark on any of these surfaces back; false when there is none to be seen. */
  undo(surfaces: readonly MarkSurface[]): boolean {
    const { selfPartyId } = this.#line.getState();
    const [last] = surfaces
      .flatMap((surface) => this.seen(surface).map((mark) => ({ surface, ...mark })))
      .filter(({ authorId }) => authorId === selfPartyId)
      .toSorted((a, b) => b.number - a.number);
    if (!last) return false;
    this.#own = this.#own.filter(({ number }) => number !== last.number);
    this.#say({ type: 'undo', number: last.number, surface: last.surface });
    return true;
  }

  /** Wipes surfaces for everybody. */
  clear(surfaces: readonly MarkSurface[]): void {
    for (const surface of surfaces) {
      const wipe = wipeOf(this.#marks, surface);
      if (!wipe) continue;
      this.#own = this.#own.filter((each) => surfaceKey(each.surface) !== surfaceKey(surface));
      this.#say(wipe);
    }
  }

  /** This side has the paper: where its page lies in the picture taken at `frameAtMs`; null when none is found. */
  setOutline(corners: Quad | null, frameAtMs: number): void {
    this.#ownOutline = corners;
    this.#outlines.take(this.#tellOutline(frameAtMs), this.#clock.nowMs());
    this.#changed();
  }

  close(): void {
    this.#forget();
    this.#listeners.clear();
  }

  #tellOutline(frameAtMs: number, toPartyId?: string): PageOutline {
    const corners = (this.#ownOutline?.map(({ x, y }) => ({ x, y })) ?? null) as PageOutline['corners'];
    const message: PageOutline = { type: 'outline', frameAtMs, saidAtMs: this.#clock.nowMs(), corners };
    this.#line.sendMark(message, toPartyId);
    return message;
  }

  #draw(message: DrawnMark): void {
    this.#own.push(message);
    this.#say(message);
    if (this.#own.length > MAX_OWN_MESSAGES) this.#letGo();
  }

  #say(message: Parameters<Line['sendMark']>[0]): void {
    this.#line.sendMark(message);
    this.#marks = takeMark(this.#marks, this.#line.getState().selfPartyId, message, this.#clock.nowMs());
    this.#changed();
  }

  #hear(news: MarkNews): void {
    if (news.type === 'reached') {
      this.#sayAgain(news.partyId);
      return;
    }
    const { fromPartyId, message } = news;
    const nowMs = this.#clock.nowMs();
    if (message.type === 'outline') {
      const isCitizens = this.#line
        .getState()
        .remotes.some(({ party }) => party.partyId === fromPartyId && party.kind === 'citizen');
      if (!isCitizens) return;
      if (this.#outlineOf !== fromPartyId) this.#outlines.forget();
      this.#outlineOf = fromPartyId;
      this.#outlines.take(message, nowMs);
      this.#changed();
      return;
    }
    const marks = takeMark(this.#marks, fromPartyId, message, nowMs);
    if (marks === this.#marks) return;
    this.#marks = marks;
    this.#changed();
  }

  /** What is still to be seen of this side's marks, for who came or came back. */
  #sayAgain(partyId: string): void {
    this.#letGo();
    for (const message of this.#own) this.#line.sendMark(message, partyId);
    if (this.#ownOutline) this.#tellOutline(this.#clock.nowMs(), partyId);
  }

  /** Lets go of what was said of marks that are faded, undone or wiped; the oldest too, when there are very many. */
  #letGo(): void {
    const { selfPartyId } = this.#line.getState();
    const alive = new Set<number>();
    for (const surface of new Map(this.#own.map((each) => [surfaceKey(each.surface), each.surface])).values()) {
      for (const mark of this.seen(surface)) if (mark.authorId === selfPartyId) alive.add(mark.number);
    }
    this.#own = this.#own.filter(({ number }) => alive.has(number)).slice(-MAX_OWN_MESSAGES / 2);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** A hand that leaves the page is kept near it. */
const near = (share: number) => Math.min(1.5, Math.max(-0.5, share));

const boards = new WeakMap<Line, MarkBoard>();

/** The one board of a session, for as long as the session is. */
export function boardOf(session: CallSession): MarkBoard {
  const known = boards.get(session) ?? new MarkBoard(session, systemClock);
  boards.set(session, known);
  return known;
}
