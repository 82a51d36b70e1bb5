import { useEffect } from 'react';

const FLASH_MS = 800;
const SOUND_KEY = 'xiaowu.agent.sound';

export function soundWanted(): boolean {
  return localStorage.getItem(SOUND_KEY) !== 'off';
}

export function setSoundWanted(wanted: boolean): void {
  localStorage.setItem(SOUND_KEY, wanted ? 'on' : 'off');
}

/** Alternates the tab's title while `text` is set and the page is hidden. */
export function useTitleFlash(title: string, text: string | null): void {
  useEffect(() => {
    document.title = title;
    if (text === null) return;
    let on = false;
    const timer = setInterval(() => {
      on = document.hidden && !on;
      document.title = on ? text : title;
    }, FLASH_MS);
    return () => {
      clearInterval(timer);
      document.title = title;
    };
  }, [title, text]);
}

const RING_EVERY_MS = 1_600;
/** Two soft tones, a fourth apart: heard in an office, startling nobody. */
const TONES_HZ = [523, 698] as const;
const TONE_S = 0.16;

/** Rings while wanted. A browser that has not been touched yet stays silent; the picture and the title still call. */
export function useRing(ringing: boolean): void {
  useEffect(() => {
    if (!ringing) return;
    const audio = new AudioContext();
    const ring = () => {
      TONES_HZ.forEach((frequency, index) => {
        const oscillator = audio.createOscillator();
        const gain = audio.createGain();
        const startS = audio.currentTime + index * TONE_S;
        oscillator.frequency.value = frequency;
        gain.gain.setValueAtTime(0, startS);
        gain.gain.linearRampToValueAtTime(0.12, startS + 0.02);
        gain.gain.exponentialRampToValueAtTime(0.001, startS + TONE_S);
        oscillator.connect(gain).connect(audio.destination);
        oscillator.start(startS);
        oscillator.stop(startS + TONE_S);
      });
    };
    ring();
    const timer = setInterval(ring, RING_EVERY_MS);
    return () => {
      clearInterval(timer);
      void audio.close();
    };
  }, [ringing]);
}
