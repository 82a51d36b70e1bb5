/** One character of a line: what was read, how surely, and where along the line (0–1). */
export interface LineGlyph {
  readonly text: string;
  readonly confidence: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Reads the recogniser's answer (CTC: Graves et al. 2006): for each step along the line a probability for each character,
 * class 0 being none. A character is what stays likeliest over neighbouring steps; its confidence is its best step's.
 * `allowed` marks the classes that may be read; without it all may.
 */
export function decodeCtc(
  data: Float32Array,
  steps: number,
  characters: readonly string[],
  allowed?: Uint8Array,
): LineGlyph[] {
  const classes = characters.length + 1;
  const glyphs: LineGlyph[] = [];
  let last = 0;
  for (let step = 0; step < steps; step++) {
    const start = step * classes;
    let best = 0;
    let most = data[start] ?? 0;
    let sum = most;
    for (let index = 1; index < classes; index++) {
      if (allowed && !allowed[index]) continue;
      const value = data[start + index] ?? 0;
      sum += value;
      if (value > most) {
        most = value;
        best = index;
      }
    }
    // Among the allowed alone the rest counts for nothing, as if it could not be.
    const confidence = allowed ? most / Math.max(1e-9, sum) : most;
    const before = glyphs.at(-1);
    if (best !== 0 && best === last && before) {
      glyphs[glyphs.length - 1] = {
        ...before,
        confidence: Math.max(before.confidence, confidence),
        to: (step + 1) / steps,
      };
    } else if (best !== 0) {
      glyphs.push({ text: characters[best - 1] ?? '', confidence, from: step / steps, to: (step + 1) / steps });
    }
    last = best;
  }
  return glyphs;
}

/** Marks of the classes that are among the characters of `only`. */
export function allowedClasses(characters: readonly string[], only: string): Uint8Array {
  const wanted = new Set(only);
  const allowed = new Uint8Array(characters.length + 1);
  allowed[0] = 1;
  for (const [index, character] of characters.entries()) if (wanted.has(character)) allowed[index + 1] = 1;
  return allowed;
}
