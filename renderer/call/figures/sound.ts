export interface SoundLevel {
  /** Relative to full scale; null for exact digital silence, whose logarithm there is not. */
  readonly rmsDbfs: number | null;
  readonly peakDbfs: number | null;
}

const toDb = (amplitude: number) => (amplitude > 0 ? Math.min(0, 20 * Math.log10(amplitude)) : null);

/** Level of samples between −1 and 1. */
export function levelOf(samples: Float32Array): SoundLevel {
  let squares = 0;
  let peak = 0;
  for (const sample of samples) {
    squares += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  return { rmsDbfs: toDb(Math.sqrt(squares / Math.max(1, samples.length))), peakDbfs: toDb(peak) };
}

/** Strength of one tone in samples, by Goertzel's algorithm: the amplitude that a sine of this frequency would have. */
export function toneAmplitude(samples: Float32Array, toneHz: number, sampleRateHz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * toneHz) / sampleRateHz);
  let last = 0;
  let beforeLast = 0;
  for (const sample of samples) {
    const next = sample + coefficient * last - beforeLast;
    beforeLast = last;
    last = next;
  }
  const power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
  return (2 * Math.sqrt(Math.max(0, power))) / Math.max(1, samples.length);
}

/** How far a tone stands above the same frequency in a quiet recording, in dB, within ±120. */
export function toneAboveSilence(
  silence: Float32Array,
  sounding: Float32Array,
  toneHz: number,
  sampleRateHz: number,
): number {
  const floor = 1e-6;
  const before = Math.max(floor, toneAmplitude(silence, toneHz, sampleRateHz));
  const during = Math.max(floor, toneAmplitude(sounding, toneHz, sampleRateHz));
  return Math.min(120, Math.max(-120, 20 * Math.log10(during / before)));
}
