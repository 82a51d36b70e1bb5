type Sound = () => void;
let sound: Sound | null = null;

/** What every press sounds like, from the instant it begins; null is silence (the default: only the booth speaks up). */
export function setPressSound(next: Sound | null): void {
  sound = next;
}

export function playPressSound(): void {
  sound?.();
}
