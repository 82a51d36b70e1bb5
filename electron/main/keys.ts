/** A key press as `before-input-event` gives it. */
export interface KeyPress {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

/** Clipboard and undo are for typing; everything else with a modifier reloads, zooms, prints, finds or leaves. */
const TYPING_SHORTCUTS: readonly string[] = ['a', 'c', 'v', 'x', 'z'];

/** Whether a key press may reach the screen: typing may, nothing that moves, closes or changes the window. */
export function isAllowedKey({ key, control, shift, alt, meta }: KeyPress): boolean {
  if (/^F\d{1,2}$/.test(key)) return false;
  if (meta || key === 'Meta' || key === 'ContextMenu' || key === 'BrowserBack' || key === 'BrowserForward')
    return false;
  // AltGr is reported as control and alt together and types characters.
  if (alt && !control) return key === 'Alt';
  if (control && !alt) return key === 'Control' || (!shift && TYPING_SHORTCUTS.includes(key.toLowerCase()));
  return true;
}
