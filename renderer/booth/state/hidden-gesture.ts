/** The way to the PIN pad: hold the booth's name this long, then touch it three times. Nobody does that by chance. */
export const HOLD_MS = 3000;
const TAPS = 3;
/** The touches belong to the holding only for so long. */
const TAPS_WITHIN_MS = 5000;

export type Gesture =
  | { readonly phase: 'idle' }
  | { readonly phase: 'held'; readonly sinceMs: number }
  | { readonly phase: 'armed'; readonly sinceMs: number; readonly taps: number };

export const noGesture: Gesture = { phase: 'idle' };

export type GestureEvent =
  | { readonly type: 'down'; readonly atMs: number }
  | { readonly type: 'up'; readonly atMs: number }
  /** The finger slid off or was taken away. A touch screen says so after each lifting, too. */
  | { readonly type: 'lost' };

/** The gesture after an event, and whether it is complete. */
export function followGesture(gesture: Gesture, event: GestureEvent): readonly [Gesture, boolean] {
  if (event.type === 'lost') return [gesture.phase === 'held' ? noGesture : gesture, false];
  const isArmed = gesture.phase === 'armed' && event.atMs - gesture.sinceMs <= TAPS_WITHIN_MS;
  if (event.type === 'down') return [isArmed ? gesture : { phase: 'held', sinceMs: event.atMs }, false];
  if (isArmed) {
    const taps = gesture.taps + 1;
    return taps === TAPS ? [noGesture, true] : [{ ...gesture, taps }, false];
  }
  if (gesture.phase === 'held' && event.atMs - gesture.sinceMs >= HOLD_MS) {
    return [{ phase: 'armed', sinceMs: event.atMs, taps: 0 }, false];
  }
  return [noGesture, false];
}

/** The same way for a booth that is worked with keys: Ctrl + Alt + M. */
export function isTechnicianChord(event: Pick<KeyboardEvent, 'ctrlKey' | 'altKey' | 'code' | 'repeat'>): boolean {
  return event.ctrlKey && event.altKey && event.code === 'KeyM' && !event.repeat;
}
