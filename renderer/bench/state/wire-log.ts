import type { WireFrame } from '../../../contracts/device/wire.ts';

/** Frames kept for the export; a page that stays open over night must not grow. */
export const KEPT_FRAMES = 2000;

export interface LoggedFrame extends WireFrame {
  /** Counts up in this log; `seq` begins anew with each life of the device host. */
  readonly order: number;
}

export interface WireLog {
  /** Newest last. */
  readonly frames: readonly LoggedFrame[];
  /** The `order` given last; goes on over a clearing. */
  readonly lastOrder: number;
  /** While paused nothing newer than this is shown, though it is kept. */
  readonly pausedAt: number | null;
  readonly deviceId: string | null;
}

export const emptyWireLog: WireLog = { frames: [], lastOrder: 0, pausedAt: null, deviceId: null };

export type WireEvent =
  | { readonly type: 'frames'; readonly frames: readonly WireFrame[] }
  | { readonly type: 'pause' }
  | { readonly type: 'go-on' }
  | { readonly type: 'filter'; readonly deviceId: string | null }
  | { readonly type: 'clear' };

export function reduceWireLog(log: WireLog, event: WireEvent): WireLog {
  switch (event.type) {
    case 'frames': {
      const added = event.frames.map((frame, index) => ({ ...frame, order: log.lastOrder + 1 + index }));
      const frames = [...log.frames, ...added].slice(-KEPT_FRAMES);
      return { ...log, frames, lastOrder: log.lastOrder + added.length };
    }
    case 'pause':
      return { ...log, pausedAt: log.lastOrder };
    case 'go-on':
      return { ...log, pausedAt: null };
    case 'filter':
      return { ...log, deviceId: event.deviceId };
    case 'clear':
      return { ...log, frames: [], pausedAt: log.pausedAt === null ? null : log.lastOrder };
  }
}

/** What the table shows, newest first. */
export function shownFrames(log: WireLog, most: number): readonly LoggedFrame[] {
  return matching(log)
    .filter(({ order }) => log.pausedAt === null || order <= log.pausedAt)
    .slice(-most)
    .reverse();
}

/** How many came since the pause. */
export function waitingFrames(log: WireLog): number {
  const { pausedAt } = log;
  return pausedAt === null ? 0 : matching(log).filter(({ order }) => order > pausedAt).length;
}

function matching({ frames, deviceId }: WireLog): readonly LoggedFrame[] {
  return deviceId === null ? frames : frames.filter((frame) => frame.deviceId === deviceId);
}

/** The log as a file: one frame a line, columns parted by tabs, in the order of the wire. */
export function wireText(log: WireLog): string {
  const lines = matching(log).map(({ at, deviceId, direction, kind, text, hex }) =>
    [at, deviceId, direction, kind, text, hex ?? ''].join('\t'),
  );
  return `${['at', 'device', 'direction', 'kind', 'text', 'hex'].join('\t')}\n${lines.map((line) => `${line}\n`).join('')}`;
}
