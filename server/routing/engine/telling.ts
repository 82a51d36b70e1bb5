import type { WaitRevision } from '../../../contracts/domain/call.ts';
import { estimateOf, type Reckoned } from './estimate.ts';
import { urgentOf } from './front.ts';
import type { Item } from './kinds.ts';
import { alternatives } from './night.ts';
import { whyNamedWaits, whyWaiting } from './reasons.ts';
import type { State } from './state.ts';
import type { Estimate, WhyWaiting } from './types.ts';

/** What a citizen in the line is told, and when it is put right. */

/** The middle may leave the range that was told by so much before it is worth a word. */
const REVISE_BY_MS = 10_000;
/** A range that has become so much narrower is worth a word, if it is by this much. */
const NARROWER = 0.5;
const NARROWER_BY_MS = 60_000;
/** Share of the wait after which it is reviewed. */
const REVIEW_AFTER = 0.1;
/** Nobody is looked at more often. */
const LEAST_REVIEW_MS = 1_000;
/** Of a very long wait the first ranges told are learnt from. */
const LEARN_FROM = 8;

/** The first word to somebody who comes into the line; it is looked at again from then on. */
export function tellWaiting(state: State, item: Item): void {
  const told = estimateOf(state, item, state.nowMs);
  remember(state, item, told);
  state.emit({ type: 'waiting', workId: item.work.id, why: whyOf(state, item), estimate: told.estimate });
  offerAlternatives(state, item, told.estimate.waitMs);
}

export function whyOf(state: State, item: Item): WhyWaiting {
  const { onlyAgentId } = item.work;
  if (onlyAgentId === undefined) return whyWaiting(item, state.poolOf(item), state.pools);
  return whyNamedWaits(item, state.agents.get(onlyAgentId), state.pools);
}

/** Looks whether what was told to one who waits still holds, again and again until somebody has answered or they have left. */
export function lookAgain(state: State, item: Item): void {
  if (item.stage === 'over' || item.stage === 'assigned') return;
  if (item.stage === 'waiting') review(state, item);
  lookLater(state, item);
}

export function lookLater(state: State, item: Item): void {
  state.lookAt(item, reviewMs(state, item));
}

/** Long waits are looked at less often: a tenth of them is soon enough. A range that is over must be put right at once. */
function reviewMs(state: State, item: Item): number {
  const { atMs = 0, estimate } = item.told ?? {};
  const inMs = Math.max(state.settings.reviewMs, REVIEW_AFTER * (estimate?.waitMs ?? 0));
  const overInMs = estimate?.toMs ? atMs + estimate.toMs - state.nowMs : inMs;
  return state.nowMs + Math.round(Math.max(LEAST_REVIEW_MS, Math.min(inMs, overInMs)));
}

/** Looks whether what was told still holds, and says why when it does not. */
function review(state: State, item: Item): void {
  const { told } = item;
  if (!told) return;
  const now = estimateOf(state, item, state.nowMs);
  if (!stillHolds(told.estimate, state.nowMs - told.atMs, now.estimate)) revise(state, item, told, now);
}

/** Whether a range that was told so long ago may stand beside what is known now. */
function stillHolds(told: Estimate, agoMs: number, now: Estimate): boolean {
  if (told.waitMs === null || now.waitMs === null) return told.waitMs === now.waitMs;
  const fromMs = Math.max(0, (told.fromMs ?? 0) - agoMs);
  const toMs = (told.toMs ?? 0) - agoMs;
  if (toMs <= 0 || now.waitMs < fromMs - REVISE_BY_MS || now.waitMs > toMs) return false;
  const width = toMs - fromMs;
  const newWidth = (now.toMs ?? 0) - (now.fromMs ?? 0);
  return newWidth > NARROWER * width || width - newWidth < NARROWER_BY_MS;
}

function revise(state: State, item: Item, told: NonNullable<Item['told']>, now: Reckoned): void {
  const { waitMs, onDuty } = now.estimate;
  const before = told.estimate;
  const leftMs = before.waitMs === null ? null : Math.max(0, before.waitMs - (state.nowMs - told.atMs));
  const offMs = leftMs === null || waitMs === null ? null : waitMs - leftMs;
  let because: WaitRevision = offMs !== null && offMs < 0 ? 'faster' : 'slower';
  if (onDuty < before.onDuty && because === 'slower') because = 'fewer-agents';
  else if (onDuty > before.onDuty && (offMs === null || because === 'faster')) because = 'more-agents';
  else if (because === 'slower' && urgentOf(item) - told.urgent > 0.5) because = 'urgent-ahead';
  remember(state, item, now);
  state.emit({ type: 'revised', workId: item.work.id, because, estimate: now.estimate });
  offerAlternatives(state, item, waitMs);
}

function remember(state: State, item: Item, { estimate, raw }: Reckoned): void {
  item.told = { atMs: state.nowMs, estimate, urgent: urgentOf(item) };
  if (raw && item.ranges.length < LEARN_FROM) item.ranges.push({ atMs: state.nowMs, raw });
}

function offerAlternatives(state: State, item: Item, waitMs: number | null): void {
  if (item.alternativesTold || item.callBack) return;
  if (waitMs !== null && waitMs <= state.settings.alternativesAfterMs) return;
  item.alternativesTold = true;
  state.emit({ type: 'alternatives', workId: item.work.id, choices: alternatives(state.settings, state.nowMs) });
}
