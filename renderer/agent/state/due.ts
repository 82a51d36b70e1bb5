/** From here on a promise is near. */
const NEAR_MS = 30 * 60_000;
const MINUTE_MS = 60_000;

export interface Due {
  readonly state: 'far' | 'near' | 'over';
  /** Hours and minutes that are left, or have gone by since: `1:05`. */
  readonly text: string;
}

/** How a promise stands: time left until `dueAt`, or gone by since. `nowMs` on the hub's clock. */
export function dueIn(dueAt: string, nowMs: number): Due {
  const leftMs = new Date(dueAt).getTime() - nowMs;
  const minutes = Math.floor(Math.abs(leftMs) / MINUTE_MS);
  const text = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return { state: leftMs < 0 ? 'over' : leftMs <= NEAR_MS ? 'near' : 'far', text };
}
