import type { Item } from './kinds.ts';
import type { State } from './state.ts';
import { LAST_RING } from './types.ts';

/**
 * The ring that is open by waiting time. A farther town is not kept waiting for a nearer one from which hardly anybody
 * would come free meanwhile; less skill is, as long as anybody with enough of it is on duty.
 */
export function ringNow(state: State, item: Item): number {
  const { ringAfterMs, holdForNearer } = state.settings;
  const waitedMs = state.nowMs - item.askedAtMs;
  const serviceMs = state.measures.serviceMs(item.class.department.id);
  const { byRing } = state.poolOf(item);
  let ring = 0;
  let nearer = 0;
  for (let next = 1; next <= LAST_RING; next++) {
    nearer += byRing[next - 1] ?? 0;
    const opensInMs = (ringAfterMs[next] ?? 0) - waitedMs;
    const hold = next === LAST_RING ? nearer > 0 : (nearer * opensInMs) / serviceMs >= holdForNearer && nearer > 0;
    if (opensInMs <= 0 || !hold) ring = next;
  }
  return Math.max(ring, item.ring);
}

/** Calls back whenever a further ring has opened to a work that still waits. */
export function watchRings(state: State, item: Item, opened: () => void): void {
  const waitedMs = state.nowMs - item.askedAtMs;
  const nextMs = state.settings.ringAfterMs.find((afterMs) => afterMs > waitedMs);
  if (nextMs === undefined) return;
  state.at(item.askedAtMs + nextMs, () => {
    if (item.stage === 'over' || item.stage === 'assigned') return;
    const ring = ringNow(state, item);
    if (ring !== item.ring) {
      item.ring = ring;
      if (item.stage === 'waiting') opened();
    }
    watchRings(state, item, opened);
  });
}
