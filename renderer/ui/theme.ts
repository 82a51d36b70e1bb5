/** Palettes of tokens.css. `high` is light on black. */
export type Contrast = 'default' | 'high';
export type Audience = 'booth' | 'desk' | 'phone' | 'technician';

/** Steps of text size that a reader may choose; they multiply every type size. */
export const TEXT_SCALES = [1, 1.2, 1.4] as const;
export type TextScale = (typeof TEXT_SCALES)[number];

function root(): HTMLElement {
  return document.documentElement;
}

export function applyAudience(audience: Audience): void {
  root().dataset.audience = audience;
}

/** Tells the tokens how many CSS pixels one millimetre of the real screen has. */
export function applyScreen(pxPerMm: number): void {
  root().style.setProperty('--mm', `${pxPerMm}px`);
}

export function applyTextScale(scale: TextScale): void {
  root().style.setProperty('--text-scale', String(scale));
}

export function applyContrast(contrast: Contrast): void {
  root().dataset.contrast = contrast;
}
