import { type RefObject, useCallback, useEffect, useState } from 'react';
import { useBooth } from '../state/context.ts';
import { followGesture, type Gesture, isTechnicianChord, noGesture } from '../state/hidden-gesture.ts';
import { useTechnicianText } from '../state/text.ts';
import { PinPad } from './PinPad.tsx';
import styles from './TopBand.module.css';

/** The hidden way in, on the booth's name: a long hold and three touches, or a chord of keys, bring the PIN pad. */
export function TechnicianDoor({ place }: { place: RefObject<HTMLElement | null> }) {
  const { state } = useBooth();
  const t = useTechnicianText();
  const [isOpen, setOpen] = useState(false);
  const isAtWork = state.technician.phase === 'active' && state.technician.by.from === 'booth';
  const open = useCallback(() => setOpen(true), []);
  useHiddenGesture(place, isAtWork ? null : open);
  const waits = state.technician.phase === 'requested' && state.technician.by.from === 'booth';
  return (
    <>
      {waits && (
        <div className={styles.waits} role="status">
          {t('waiting')}
        </div>
      )}
      {isOpen && !isAtWork && <PinPad onClose={() => setOpen(false)} />}
    </>
  );
}

function useHiddenGesture(place: RefObject<HTMLElement | null>, onDone: (() => void) | null): void {
  useEffect(() => {
    const element = place.current;
    if (element === null || onDone === null) return;
    let gesture: Gesture = noGesture;
    const follow = (type: 'down' | 'up' | 'lost') => (event: Event) => {
      const [next, done] = followGesture(gesture, { type, atMs: event.timeStamp });
      gesture = next;
      // Seen by whoever knows what to look for: the mark stands out once the hold was long enough.
      element.toggleAttribute('data-held', next.phase === 'held');
      element.toggleAttribute('data-armed', next.phase === 'armed');
      if (done) onDone();
    };
    const chord = (event: KeyboardEvent) => {
      if (!isTechnicianChord(event)) return;
      event.preventDefault();
      onDone();
    };
    const handlers = [
      ['pointerdown', follow('down')],
      ['pointerup', follow('up')],
      ['pointerleave', follow('lost')],
      ['pointercancel', follow('lost')],
    ] as const;
    for (const [name, handler] of handlers) element.addEventListener(name, handler);
    window.addEventListener('keydown', chord);
    return () => {
      for (const [name, handler] of handlers) element.removeEventListener(name, handler);
      window.removeEventListener('keydown', chord);
    };
  }, [place, onDone]);
}
