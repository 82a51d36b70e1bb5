import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Language } from '../../../contracts/domain/language.ts';

/** A little slower than a news reader: what is heard once has to be understood. */
const RATE = 0.9;

/** The machine's voices load by themselves, some time after the page. */
function subscribe(listener: () => void): () => void {
  speechSynthesis.addEventListener('voiceschanged', listener);
  return () => speechSynthesis.removeEventListener('voiceschanged', listener);
}

/** A voice of the machine that speaks this language; Chinese texts are of the mainland. */
const voiceOf = (language: Language): SpeechSynthesisVoice | undefined =>
  speechSynthesis.getVoices().find(({ lang }) => lang.toLowerCase().startsWith(language.slice(0, 2)));

export interface ReadingAloud {
  /** Whether the machine has a voice for this language. */
  readonly isPossible: boolean;
  readonly isReading: boolean;
  read(): void;
  stop(): void;
}

/** Reads a text aloud by the machine's own voice; silent when whoever asked for it is gone. */
export function useReadAloud(text: string, language: Language): ReadingAloud {
  const isPossible = useSyncExternalStore(subscribe, () => voiceOf(language) !== undefined);
  const [isReading, setReading] = useState(false);
  useEffect(() => () => speechSynthesis.cancel(), []);
  return {
    isPossible,
    isReading,
    read() {
      speechSynthesis.cancel();
      const words = new SpeechSynthesisUtterance(text);
      words.voice = voiceOf(language) ?? null;
      words.lang = language;
      words.rate = RATE;
      words.onend = () => setReading(false);
      words.onerror = () => setReading(false);
      setReading(true);
      speechSynthesis.speak(words);
    },
    stop: () => speechSynthesis.cancel(),
  };
}
