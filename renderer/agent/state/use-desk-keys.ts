import type { AgentAskPurpose } from './ask-targets.ts';
import { cancelAsk, placeParty } from './call-deeds.ts';
import { citizenOf, selfOf } from './call-people.ts';
import { coughWhileHeld } from './cough.ts';
import type { Desk } from './desk.ts';
import { useDesk, useDeskState } from './desk-context.ts';
import type { DeskState } from './desk-types.ts';
import { DEFAULT_KEYS, type KeyAction, type KeyMap, type KeyMeaning } from './keys.ts';
import { useKeys } from './use-keys.ts';
import type { Script } from './use-script.ts';

/** What only the screen can do for a key: parts that open and close. */
export interface ScreenActions {
  readonly help: () => void;
  readonly tab: (tab: 'cases' | 'post' | 'timeline' | 'summary') => void;
  readonly purpose: (purpose: AgentAskPurpose) => void;
  readonly sound: () => void;
  readonly leave: () => void;
  readonly finish: () => void;
  readonly cancel: () => void;
  readonly script: Script | null;
}

/** Presses a button or focuses a field that is on the screen, so that a key does exactly what a hand would. */
function reach(selector: string, how: 'click' | 'focus'): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) return false;
  found[how]();
  return true;
}

/** The same after the next drawing, for a part that the press has just opened. */
function reachSoon(selector: string, how: 'click' | 'focus'): true {
  requestAnimationFrame(() => reach(selector, how));
  return true;
}

function done(act: () => void): true {
  act();
  return true;
}

/** Goes to a part of the case, whichever tab is open. */
const inCases =
  (selector: string): Deed =>
  ({ screen }) => {
    screen.tab('cases');
    return reachSoon(selector, 'focus');
  };

type Deed = (given: { desk: Desk; state: DeskState; screen: ScreenActions; keys: KeyMap }) => boolean;

/** What each key does; false leaves the press to the browser. */
const DEEDS: Readonly<Record<KeyAction, Deed>> = {
  help: ({ screen }) => done(screen.help),
  editKeys: ({ screen }) => {
    screen.help();
    return reachSoon('[data-key-of]:not(:disabled)', 'focus');
  },
  sound: ({ screen }) => done(screen.sound),
  presence: ({ desk, state }) => {
    if (state.call || state.home?.agent.role === 'supervisor') return false;
    return done(() =>
      state.presence === 'available' ? void desk.setPresence('break', 'rest') : void desk.setPresence('available'),
    );
  },
  breakMenu: () => reach('[data-break-menu]', 'click'),
  counter: () => reach('[data-counter]', 'click'),
  offDuty: () => reach('[data-off-duty]', 'click'),
  accept: ({ desk, state }) => (state.offer ? done(() => void desk.accept()) : false),
  decline: ({ state, screen }) => (state.offer ? reach('[data-decline]', 'click') : done(screen.cancel)),
  followUps: () => reach('[data-take-follow-up], [data-follow-up] textarea', 'focus'),
  takeFollowUp: () => reach('[data-take-follow-up]', 'click'),
  mute: ({ desk }) => {
    const { session } = desk.room;
    return session ? done(() => session.setMuted(!session.getState().muted)) : false;
  },
  cough: ({ desk, keys }) => {
    const { session } = desk.room;
    return session ? done(() => coughWhileHeld(session, keys.cough)) : false;
  },
  hold: ({ desk, state: { call, home } }) => {
    const citizen = call ? citizenOf(call) : undefined;
    if (!call || !citizen || selfOf(call, home?.agent.id ?? '')?.owner !== true) return false;
    return done(() => void placeParty(desk, citizen.partyId, citizen.place === 'hold' ? 'table' : 'hold'));
  },
  aside: ({ desk, state: { call, home } }) => {
    const self = call && home ? selfOf(call, home.agent.id) : undefined;
    if (self?.kind !== 'agent') return false;
    return done(() => void placeParty(desk, self.partyId, self.place === 'table' ? 'aside' : 'table'));
  },
  people: ({ screen }) => {
    screen.purpose('add');
    return reachSoon('[data-ask-target]', 'focus');
  },
  consult: ({ screen }) => {
    screen.purpose('consult');
    return reachSoon('[data-ask-target]', 'focus');
  },
  transfer: ({ screen }) => {
    screen.purpose('transfer');
    return reachSoon('[data-ask-target]', 'focus');
  },
  interpreter: ({ screen }) => {
    screen.purpose('interpreter');
    return reachSoon('[data-ask-target]', 'focus');
  },
  searchPeople: () => reach('[data-ask-fields] input', 'focus'),
  cancelAsk: ({ desk, state: { call } }) => {
    const last = call?.asks.findLast(({ purpose }) => purpose !== 'answer');
    return last ? done(() => void cancelAsk(desk, last.askId)) : false;
  },
  toTable: ({ desk, state: { call, home } }) => {
    const aside = call?.parties.find(({ place, partyId }) => place === 'aside' && partyId !== home?.agent.id);
    return aside ? done(() => void placeParty(desk, aside.partyId, 'table')) : false;
  },
  handOver: () => reach('[data-deed="hand-over"]', 'focus'),
  sendOut: () => reach('[data-deed="remove"]', 'focus'),
  watchMonitor: () => reach('[data-watch="monitor"]', 'click'),
  watchWhisper: () => reach('[data-watch="whisper"]', 'focus'),
  watchBarge: () => reach('[data-watch="barge"]', 'focus'),
  still: ({ desk }) => done(() => void desk.takeStill()),
  live: ({ desk }) => done(() => desk.chooseFile(null)),
  confirm: () => reach('[data-confirm-fields]', 'click'),
  inkPoint: () => reach('[data-ink-tool="point"]', 'click'),
  inkPen: () => reach('[data-ink-tool="stroke"]', 'click'),
  inkCircle: () => reach('[data-ink-tool="circle"]', 'click'),
  inkUnderline: () => reach('[data-ink-tool="underline"]', 'click'),
  inkUndo: () => reach('[data-ink-undo]', 'click'),
  inkClear: () => reach('[data-ink-clear]', 'click'),
  locker: ({ desk, state: { call }, screen }) => {
    if (!call) return false;
    screen.tab('post');
    return done(() => void desk.run('locker.ask', { visitId: call.visit.id }));
  },
  cases: ({ screen }) => done(() => screen.tab('cases')),
  post: ({ screen }) => done(() => screen.tab('post')),
  timeline: ({ screen }) => done(() => screen.tab('timeline')),
  brief: ({ screen }) => {
    screen.tab('cases');
    return reachSoon('[data-brief]', 'focus');
  },
  openCase: ({ screen }) => {
    screen.tab('cases');
    return reachSoon('[data-open-other]', 'click');
  },
  paper: inCases('[data-accept-paper]'),
  refusePaper: inCases('[data-refuse-paper]'),
  form: inCases('[data-case-form] :is(input, select)'),
  decide: inCases('[data-decide] button'),
  note: ({ screen }) => {
    screen.tab('cases');
    return reachSoon('[data-note] textarea', 'focus');
  },
  summary: ({ state, screen }) => {
    if (state.call) screen.tab('summary');
    return reachSoon('[data-summary] textarea', 'focus');
  },
  endWrapUp: () => reach('[data-end-wrapup]', 'click'),
  keepWriting: () => reach('[data-keep-writing]', 'click'),
  scriptNext: ({ screen: { script } }) => (script ? done(script.next) : false),
  scriptMoment: ({ screen: { script } }) => (script ? done(script.nextMoment) : false),
  scriptCopy: () => reach('[data-script-copy]', 'click'),
  prompter: ({ screen: { script } }) => (script ? done(script.toggleLarge) : false),
  leave: ({ screen }) => done(screen.leave),
  notices: () => reach('[data-dismiss]', 'click'),
  logOut: () => reach('[data-log-out]', 'focus'),
  finish: ({ screen, state: { call, home } }) =>
    call && selfOf(call, home?.agent.id ?? '')?.kind !== 'supervisor' ? done(screen.finish) : false,
};

/** Keys that mean something only in a call, or beside a visit whose notes are being finished. */
const IN_CALL: readonly KeyAction[] = ['still', 'live', 'leave', 'people', 'consult', 'transfer', 'interpreter'];
const WITH_VISIT: readonly KeyAction[] = ['cases', 'post', 'timeline', 'brief', 'openCase', 'note', 'summary'];
const IN_CASE: readonly KeyAction[] = ['paper', 'refusePaper', 'form', 'decide'];

/** Lets the keys of this agent act on the desk. Null: keys are off. */
export function useDeskKeys(keys: KeyMap | null, screen: ScreenActions): void {
  const desk = useDesk();
  const state = useDeskState();
  const visit = state.call?.visit ?? state.wrapUp?.visit;
  const run = ({ action }: Extract<KeyMeaning, { kind: 'action' }>): boolean => {
    if (IN_CALL.includes(action) && !state.call) return false;
    if ((WITH_VISIT.includes(action) || IN_CASE.includes(action)) && !visit) return false;
    return DEEDS[action]({ desk, state, screen, keys: keys ?? DEFAULT_KEYS });
  };
  useKeys(keys, (meaning) => {
    if (meaning.kind === 'action') return run(meaning);
    const chosen = visit?.cases[meaning.index];
    if (!chosen) return false;
    screen.tab('cases');
    desk.chooseCase(chosen.id);
    return true;
  });
}
