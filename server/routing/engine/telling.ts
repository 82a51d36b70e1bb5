import { alternatives, estimate, estimateNamed, urgentOf, whyNamedWaits, whyWaiting } from './estimate.ts';
import type { Item } from './kinds.ts';
import { before } from './queue.ts';
import type { State } from './state.ts';
import type { Estimate, Revision, WhyWaiting } from './types.ts';

/** What a citizen in the line is told, and when it is put right. */

/** A revision smaller than both is not worth a word. */
const REVISE_BY_MS = 20_000;
const REVISE_BY = 0.25;
/** Share of the wait after which it is reviewed. */
const REVIEW_AFTER = 0.1;

/** The first word to somebody who comes into the line; it is looked at again from then on. */
export function tellWaiting(state: State, item: Item): void {
  const told = estimateOf(state, item, state.nowMs);
  remember(state, item, told);
  state.emit({ type: 'waiting', workId: item.work.id, why: whyOf(state, item), estimate: told });
  offerAlternatives(state, item, told.waitMs);
}

export function estimateOf(state: State, item: Item, nowMs: number): Estimate {
  const { pools, measures, settings, queue } = state;
  const { onlyAgentId } = item.work;
  if (onlyAgentId === undefined) return estimate(item, state.poolOf(item), pools, measures, settings, nowMs);
  const agent = state.agents.get(onlyAgentId);
  const ahead = [...queue.personal(onlyAgentId)].filter((one) => one !== item && before(one, item)).length;
  return estimateNamed(item, agent, ahead, pools, measures, nowMs);
}

export function whyOf(state: State, item: Item): WhyWaiting {
  const { onlyAgentId } = item.work;
  if (onlyAgentId === undefined) return whyWaiting(item, state.poolOf(item), state.pools);
  return whyNamedWaits(item, state.agents.get(onlyAgentId), state.pools);
}

/** Long waits are looked at less often: a tenth of them is soon enough. */
export function reviewLater(state: State, item: Item): void {
  const inMs = Math.max(state.settings.reviewMs, REVIEW_AFTER * (item.told?.waitMs ?? 0));
  state.at(state.nowMs + Math.round(inMs), () => review(state, item));
}

/** Looks whether what was told still holds, and says why when it does not. */
function review(state: State, item: Item): void {
  if (item.stage === 'over' || item.stage === 'assigned') return;
  reviewLater(state, item);
  const { told } = item;
  if (item.stage !== 'waiting' || !told) return;
  const now = estimateOf(state, item, state.nowMs);
  const leftMs = told.waitMs === null ? null : Math.max(0, told.waitMs - (state.nowMs - told.atMs));
  const offMs = leftMs === null || now.waitMs === null ? null : now.waitMs - leftMs;
  if (leftMs === now.waitMs) return;
  if (offMs !== null && Math.abs(offMs) < Math.max(REVISE_BY_MS, REVISE_BY * (leftMs ?? 0))) return;
  let because: Revision = offMs !== null && offMs < 0 ? 'faster' : 'slower';
  if (now.onDuty < told.onDuty && because === 'slower') because = 'fewer-agents';
  else if (now.onDuty > told.onDuty && (offMs === null || because === 'faster')) because = 'more-agents';
  else if (because === 'slower' && urgentOf(item) - told.urgent > 0.5) because = 'urgent-ahead';
  remember(state, item, now);
  state.emit({ type: 'revised', workId: item.work.id, because, estimate: now });
  offerAlternatives(state, item, now.waitMs);
}

function remember(state: State, item: Item, { waitMs, onDuty }: Estimate): void {
  item.told = { atMs: state.nowMs, waitMs, onDuty, urgent: urgentOf(item) };
}

function offerAlternatives(state: State, item: Item, waitMs: number | null): void {
  if (item.alternativesTold || item.callBack) return;
  if (waitMs !== null && waitMs <= state.settings.alternativesAfterMs) return;
  item.alternativesTold = true;
  state.emit({ type: 'alternatives', workId: item.work.id, choices: alternatives(state.settings, state.nowMs) });
}
