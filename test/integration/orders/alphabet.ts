import type { AskPurpose, Place } from '../../../contracts/domain/call.ts';
import type { Presence } from '../../../contracts/domain/people.ts';

/** Who does something: the citizen, or who sits at a desk. */
export type Who = 'citizen' | Desk;
/** Three desks of the same people: who can do one thing can do all. */
export type Desk = 'a' | 'b' | 'c';
export const DESKS: readonly Desk[] = ['a', 'b', 'c'];
/** Citizen and three others. */
export const MOST_PARTIES = 4;

/** Of what citizens are received for, and what colleagues are asked for: everybody here does both. */
export const RECEIVING = 'market-regulation';
export const ASKED = 'tax';

/** What somebody does who sits at a desk. */
export type DeskAction =
  | {
      readonly who: Desk;
      readonly does: 'takes' | 'declines' | 'leaves' | 'finishes' | 'is there' | 'comes to the table';
    }
  | { readonly who: Desk; readonly does: 'asks'; readonly purpose: 'add' | 'consult' | 'transfer' }
  | { readonly who: Desk; readonly does: 'asks no more'; readonly at: number }
  | { readonly who: Desk; readonly does: 'puts the citizen'; readonly place: 'hold' | 'table' }
  | { readonly who: Desk; readonly does: 'hands over to' | 'sends out'; readonly whom: Desk };

/** One step of an order. */
export type Action =
  | DeskAction
  /** The line to a desk is lost, or there again. */
  | { readonly who: Desk; readonly does: 'goes' | 'comes' }
  | { readonly who: 'citizen'; readonly does: 'goes' | 'comes' | 'hangs up' }
  /** Nobody does anything until the next that time alone brings about, or until somebody who is gone is given up. */
  | { readonly who: 'time'; readonly does: 'passes'; readonly until: 'next' | 'given up' };

export function isOfLine(action: Action): action is Extract<Action, { does: 'goes' | 'comes' }> {
  return action.does === 'goes' || action.does === 'comes';
}

export function isOfCitizen(action: Action): action is Extract<Action, { who: 'citizen' }> {
  return action.who === 'citizen';
}

export function nameOf(action: Action): string {
  return Object.values(action).join(' ');
}

export interface SeenParty {
  readonly who: Who;
  readonly place: Place;
  readonly owner: boolean;
  readonly away: boolean;
}

export interface SeenAsk {
  readonly purpose: AskPurpose;
  readonly departmentId: string | undefined;
  readonly by: Who | undefined;
  readonly ringing: Who | null;
}

export interface SeenDesk {
  readonly who: Desk;
  readonly here: boolean;
  readonly presence: Presence;
  /** What rings there. */
  readonly offer: AskPurpose | null;
}

/** How it stands, as far as anybody can see it: no ids, no times. */
export interface Seen {
  readonly citizenHere: boolean;
  /** Why the call is over. */
  readonly ended: string | null;
  readonly parties: readonly SeenParty[];
  readonly asks: readonly SeenAsk[];
  readonly desks: readonly SeenDesk[];
}

/** What anybody can do now, in a fixed order; nothing once the call is over. */
export function possible(seen: Seen, mostGone: number): Action[] {
  if (seen.ended !== null) return [];
  const actions: Action[] = [];
  if (seen.citizenHere) actions.push({ who: 'citizen', does: 'hangs up' }, { who: 'citizen', does: 'goes' });
  else actions.push({ who: 'citizen', does: 'comes' });
  for (const desk of seen.desks) actions.push(...possibleAt(desk, seen));
  const gone = [seen.citizenHere, ...seen.desks.map(({ here }) => here)].filter((here) => !here).length;
  return gone < mostGone ? actions : actions.filter(({ does }) => does !== 'goes');
}

function possibleAt({ who, here, presence, offer }: SeenDesk, { parties, asks }: Seen): Action[] {
  if (!here) return [{ who, does: 'comes' }];
  const actions: Action[] = [{ who, does: 'goes' }];
  if (offer) actions.push({ who, does: 'takes' }, { who, does: 'declines' });
  if (presence === 'wrap-up') actions.push({ who, does: 'finishes' });
  if (presence === 'not-responding') actions.push({ who, does: 'is there' });
  const self = parties.find((one) => one.who === who);
  if (!self) return actions;
  actions.push({ who, does: 'leaves' });
  if (self.place === 'aside') actions.push({ who, does: 'comes to the table' });
  const isFree = !asks.some(({ departmentId }) => departmentId === ASKED);
  const seats = parties.length + asks.length;
  if (isFree && seats < MOST_PARTIES) {
    actions.push({ who, does: 'asks', purpose: 'add' }, { who, does: 'asks', purpose: 'consult' });
  }
  if (isFree && self.owner && seats - 1 < MOST_PARTIES) actions.push({ who, does: 'asks', purpose: 'transfer' });
  for (const [at, { by }] of asks.entries()) {
    if (self.owner || by === who) actions.push({ who, does: 'asks no more', at });
  }
  if (!self.owner) return actions;
  const citizen = parties.find((one) => one.who === 'citizen');
  actions.push({ who, does: 'puts the citizen', place: citizen?.place === 'hold' ? 'table' : 'hold' });
  for (const { who: whom } of parties) {
    if (whom === who || whom === 'citizen') continue;
    actions.push({ who, does: 'hands over to', whom }, { who, does: 'sends out', whom });
  }
  return actions;
}
