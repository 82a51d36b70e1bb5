import type { CallSession } from '../../call/types.ts';

/** Where keys are let go, and where a page learns that it is not the one that is typed into any more. */
type Keyboard = Pick<Window, 'addEventListener' | 'removeEventListener'>;

/** The key of a chord without what is held with it, as the browser names it when it is let go. */
const keyOf = (chord: string) => chord.replace(/^Shift\+/, '').toLowerCase();

let isHeld = false;

/**
 * Mutes for as long as the key is held: for a cough, or a word to somebody in the room. Whoever was muted before stays so.
 * A page that loses the keyboard hears of no key any more, and takes it as let go.
 */
export function coughWhileHeld(
  session: Pick<CallSession, 'getState' | 'setMuted'>,
  chord: string,
  keyboard: Keyboard = window,
): void {
  // A key that is held repeats itself.
  if (isHeld || session.getState().muted) return;
  isHeld = true;
  session.setMuted(true);
  const letGo = () => {
    keyboard.removeEventListener('keyup', released);
    keyboard.removeEventListener('blur', letGo);
    isHeld = false;
    session.setMuted(false);
  };
  const released = ({ key }: KeyboardEvent) => {
    if (key.toLowerCase() === keyOf(chord)) letGo();
  };
  keyboard.addEventListener('keyup', released);
  keyboard.addEventListener('blur', letGo);
}
