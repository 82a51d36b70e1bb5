import { useEffect, useRef } from 'react';
import { type KeyMeaning, keyMeaning, keyPressOf } from './keys.ts';

/** Calls back for each press that means something; the press then does nothing else. */
export function useKeys(onKey: (meaning: KeyMeaning) => boolean): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const meaning = keyMeaning(keyPressOf(event));
      if (meaning && latest.current(meaning)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
