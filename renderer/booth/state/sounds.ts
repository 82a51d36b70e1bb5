let context: AudioContext | null = null;

const PRESS_HZ = 1320;
const PRESS_SECONDS = 0.035;
const PRESS_GAIN = 0.06;
const CHIME_HZ = [659.25, 880] as const;
const CHIME_GAIN = 0.1;

function tone(hz: number, startSeconds: number, seconds: number, peak: number): void {
  context ??= new AudioContext({ latencyHint: 'interactive' });
  if (context.state === 'suspended') void context.resume();
  const start = context.currentTime + startSeconds;
  const gain = context.createGain();
  gain.gain.setValueAtTime(peak, start);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
  const oscillator = context.createOscillator();
  oscillator.type = 'sine';
  oscillator.frequency.value = hz;
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + seconds);
}

/** A short dry tick under the finger. */
export function pressSound(): void {
  tone(PRESS_HZ, 0, PRESS_SECONDS, PRESS_GAIN);
}

/** Two rising notes: somebody asks something, or time is running out. */
export function chime(): void {
  CHIME_HZ.forEach((hz, index) => {
    tone(hz, index * 0.16, 0.5, CHIME_GAIN);
  });
}

/** One soft high note: the page lies well and is about to be taken. */
export function steadySound(): void {
  tone(987.77, 0, 0.25, CHIME_GAIN);
}

/** Two short dry ticks, as a camera's shutter makes them. */
export function shutterSound(): void {
  tone(2_400, 0, 0.03, CHIME_GAIN);
  tone(1_700, 0.07, 0.05, CHIME_GAIN);
}
