/** The light of the street. */
export type Light = 'night' | 'daybreak' | 'day' | 'dusk';
export type Greeting = 'night' | 'daybreak' | 'morning' | 'noon' | 'afternoon' | 'dusk' | 'evening';

/** Light by local hour, for the middle latitudes where the booths stand. */
export function lightOf(hour: number): Light {
  if (hour < 5 || hour >= 19) return 'night';
  if (hour < 8) return 'daybreak';
  return hour < 17 ? 'day' : 'dusk';
}

export function greetingOf(hour: number): Greeting {
  if (hour < 5 || hour >= 23) return 'night';
  if (hour < 8) return 'daybreak';
  if (hour < 11) return 'morning';
  if (hour < 13) return 'noon';
  if (hour < 17) return 'afternoon';
  return hour < 19 ? 'dusk' : 'evening';
}
