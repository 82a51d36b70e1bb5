/** What a key does on the desk. One letter or sign, with or without Shift, never while somebody types. */
export const DEFAULT_KEYS = {
  help: '?',
  editKeys: 'Shift+K',
  presence: 'b',
  breakMenu: 'Shift+B',
  counter: 'Shift+W',
  offDuty: 'Shift+O',
  sound: 'Shift+S',
  accept: 'Enter',
  decline: 'Escape',
  mute: 'm',
  cough: '.',
  hold: 'h',
  aside: 'd',
  people: 'i',
  consult: 'u',
  transfer: 'z',
  interpreter: 'j',
  searchPeople: '/',
  cancelAsk: 'Shift+C',
  toTable: 'Shift+T',
  handOver: 'Shift+H',
  sendOut: 'Shift+R',
  watchMonitor: 'Shift+L',
  watchWhisper: 'Shift+E',
  watchBarge: 'Shift+J',
  still: 'p',
  live: 'v',
  confirm: 'y',
  inkPoint: '=',
  inkPen: '[',
  inkCircle: ']',
  inkUnderline: '-',
  inkUndo: 'Shift+U',
  inkClear: 'Shift+Z',
  cases: 'c',
  post: 'x',
  timeline: 't',
  brief: 'e',
  openCase: 'o',
  paper: 'l',
  refusePaper: 'Shift+P',
  form: ';',
  decide: 'Shift+D',
  note: 'n',
  locker: 'g',
  scriptNext: 's',
  scriptMoment: 'Shift+N',
  scriptCopy: 'k',
  prompter: 'r',
  summary: 'w',
  endWrapUp: 'Shift+F',
  keepWriting: 'Shift+G',
  followUps: 'a',
  takeFollowUp: 'Shift+A',
  leave: 'q',
  finish: 'f',
  notices: 'Shift+X',
  logOut: 'Shift+Q',
} as const satisfies Record<string, string>;

export type KeyAction = keyof typeof DEFAULT_KEYS;
export type KeyMap = Readonly<Record<KeyAction, string>>;
export const KEY_ACTIONS = Object.keys(DEFAULT_KEYS) as readonly KeyAction[];

/** The actions as people look for them. */
export const KEY_GROUPS = {
  line: ['presence', 'breakMenu', 'counter', 'offDuty', 'accept', 'decline', 'followUps', 'takeFollowUp'],
  call: ['mute', 'cough', 'hold', 'aside', 'leave', 'finish'],
  people: [
    'people',
    'consult',
    'transfer',
    'interpreter',
    'searchPeople',
    'cancelAsk',
    'toTable',
    'handOver',
    'sendOut',
  ],
  papers: [
    'still',
    'live',
    'confirm',
    'inkPoint',
    'inkPen',
    'inkCircle',
    'inkUnderline',
    'inkUndo',
    'inkClear',
    'locker',
  ],
  case: ['cases', 'post', 'timeline', 'brief', 'openCase', 'paper', 'refusePaper', 'form', 'decide', 'note'],
  script: ['scriptNext', 'scriptMoment', 'scriptCopy', 'prompter'],
  wrapUp: ['summary', 'endWrapUp', 'keepWriting'],
  watch: ['watchMonitor', 'watchWhisper', 'watchBarge'],
  desk: ['help', 'editKeys', 'sound', 'notices', 'logOut'],
} as const satisfies Record<string, readonly KeyAction[]>;
export type KeyGroup = keyof typeof KEY_GROUPS;

export type KeyMeaning =
  | { readonly kind: 'action'; readonly action: KeyAction }
  | { readonly kind: 'case'; readonly index: number };

export interface KeyPress {
  readonly key: string;
  readonly shift: boolean;
  readonly modified: boolean;
  /** Where the focus is: in a text, on something that Enter or Escape already mean something to, or elsewhere. */
  readonly focus: 'text' | 'control' | 'none';
}

/** How a press is written in a key map: letters small, with `Shift+` and large when it is held; signs as they are. */
export function chordOf(press: Pick<KeyPress, 'key' | 'shift'>): string {
  const { key, shift } = press;
  if (/^[a-z]$/i.test(key)) return shift ? `Shift+${key.toUpperCase()}` : key.toLowerCase();
  return key;
}

/** What a press means, or null when it is not for the desk. */
export function keyMeaning(press: KeyPress, keys: KeyMap = DEFAULT_KEYS): KeyMeaning | null {
  const { key, modified, focus } = press;
  if (modified || focus === 'text') return null;
  if (focus === 'control' && (key === 'Enter' || key === ' ')) return null;
  if (/^[1-9]$/.test(key)) return { kind: 'case', index: Number(key) - 1 };
  const chord = chordOf(press);
  const action = KEY_ACTIONS.find((one) => keys[one] === chord);
  return action ? { kind: 'action', action } : null;
}

/** Reads a press from the browser's event. */
export function keyPressOf(event: KeyboardEvent): KeyPress {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const isText = target !== null && target.closest('input, textarea, select, [contenteditable]') !== null;
  const isControl =
    target !== null && target.closest('button, a, summary, [role=tab], [role=separator], [role=menuitem]') !== null;
  // A radio or tick box is an input that nobody types into.
  const isBox = target instanceof HTMLInputElement && (target.type === 'radio' || target.type === 'checkbox');
  return {
    key: event.key,
    shift: event.shiftKey,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    focus: isBox ? 'control' : isText ? 'text' : isControl ? 'control' : 'none',
  };
}
