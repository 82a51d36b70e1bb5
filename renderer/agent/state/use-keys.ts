import { useEffect, useRef } from 'react';
import { type KeyMap, type KeyMeaning, keyMeaning, keyPressOf } from './keys.ts';

/** Calls back for each press that means something by this map; the press then does nothing else. Null: keys are off. */
export function useKeys(keys: KeyMap | null, onKey: (meaning: KeyMeaning) => boolean): void {
  const latest = useRef({ keys, onKey });
  latest.current = { keys, onKey };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !latest.current.keys) return;
      const meaning = keyMeaning(keyPressOf(event), latest.current.keys);
      if (meaning && latest.current.onKey(meaning)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
