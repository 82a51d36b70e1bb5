import type { BoothState } from '../../../contracts/ipc/booth-state.ts';
import { assertNever } from '../../../contracts/result.ts';

export const SCREENS = [
  'starting',
  'offline',
  'welcome',
  'consent',
  'entering',
  'ready',
  'calling',
  'in-call',
  'agreed',
  'after-call',
  'mailing',
  'printing',
  'rating',
  'goodbye',
  'resume',
  'leaving',
  'courier',
  'technician',
] as const;
export type ScreenName = (typeof SCREENS)[number];

/**
 * The screen of a state. The step decides; what the step needs and the state lacks leads to the nearest screen that
 * is true: a call that is not there has ended, a rating without cases is a goodbye.
 */
export function screenOf(state: BoothState): ScreenName {
  switch (state.step) {
    case 'welcome':
    case 'consent':
      return state.online ? state.step : 'offline';
    case 'in-call':
      return state.call ? 'in-call' : 'after-call';
    case 'agreed':
      return state.instead?.phase === 'agreed' ? 'agreed' : 'ready';
    case 'calling':
      return state.call && hasAgent(state) ? 'in-call' : 'calling';
    case 'rating':
      return unratedCases(state).length > 0 ? 'rating' : 'goodbye';
    case 'starting':
    case 'entering':
    case 'ready':
    case 'after-call':
    case 'mailing':
    case 'printing':
    case 'goodbye':
    case 'resume':
    case 'leaving':
    case 'courier':
    case 'technician':
      return state.step;
    default:
      return assertNever(state.step);
  }
}

function hasAgent({ call }: BoothState): boolean {
  return call?.parties.some((party) => party.kind === 'agent') ?? false;
}

/** Cases that were really worked on and have no rating yet, in the order in which they were opened. */
export function unratedCases({ visit }: BoothState) {
  if (!visit) return [];
  const rated = new Set(visit.ratings.map((rating) => rating.caseId));
  return visit.cases.filter((each) => each.state !== 'withdrawn' && !rated.has(each.id));
}

/** What lies over the screen; at most one at a time, the most urgent first. */
export type OverlayName = 'timeout' | 'ask' | 'locker';

export function overlayOf(state: BoothState): OverlayName | null {
  if (state.timeoutAt !== null) return 'timeout';
  if (state.ask) return 'ask';
  if (state.locker) return 'locker';
  return null;
}

/** Screens on which nobody is being served: what a citizen had changed is set back there. */
export function isIdleScreen(screen: ScreenName): boolean {
  return screen === 'starting' || screen === 'offline' || screen === 'welcome';
}
