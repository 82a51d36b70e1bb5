import { type Action, MOST_PARTIES, nameOf, type Seen, type SeenAsk, type SeenDesk, type Who } from './alphabet.ts';

/** What must never be seen, in any order; each broken promise says what was seen. */
export function brokenIn(seen: Seen): string[] {
  if (seen.ended !== null) return brokenAtTheEnd(seen);
  const broken = [...brokenNotice(seen), ...brokenOwner(seen), ...brokenAsks(seen), ...brokenSeats(seen)];
  return [...broken, ...seen.desks.flatMap((desk) => brokenAt(desk, seen))];
}

/** Nobody drops the citizen: they hang up, or are away longer than their place is held. Then nothing rings any more. */
function brokenAtTheEnd({ ended, citizenHere, desks }: Seen): string[] {
  const broken: string[] = [];
  if (ended !== 'hangup' && (ended !== 'lost' || citizenHere)) broken.push(`the citizen was dropped: ${ended}`);
  for (const { who, offer, presence } of desks) {
    if (offer !== null || presence === 'offered') broken.push(`it rings at ${who} after the end`);
    if (presence === 'on-call') broken.push(`${who} is in a call that is over`);
  }
  return broken;
}

/** Nobody at the table hears the citizen: then what all are told says why, and what comes next. */
function brokenNotice({ parties, asks }: Seen): string[] {
  const citizen = parties.find(({ who }) => who === 'citizen');
  if (!citizen) return ['the citizen is not in their own call'];
  const others = parties.filter((one) => one !== citizen);
  const isHeard = others.some(({ place, away }) => place === 'table' && !away);
  if (others.length === 0) {
    if (citizen.place !== 'table') return ['the citizen is on hold, and nobody is there to end it'];
    return asks.some(isForNobody) ? [] : ['the citizen is alone without notice'];
  }
  if (citizen.place === 'hold' || isHeard || others.some(({ away }) => away)) return [];
  // A word aside is one between two: who is left alone there has been forgotten there.
  const aside = others.filter(({ place }) => place === 'aside');
  return aside.length > 1 ? [] : ['the citizen is alone without notice, and who is left stands aside'];
}

/** Asked for the citizen's sake: it goes on when no agent is left. */
function isForNobody({ purpose }: SeenAsk): boolean {
  return purpose === 'answer' || purpose === 'transfer';
}

/** Who is asked is wanted by somebody who is there, or by a citizen who has nobody; and no wish is asked twice. */
function brokenAsks({ parties, asks }: Seen): string[] {
  const agents = parties.filter(({ who }) => who !== 'citizen');
  const isThere = (who: Who | undefined) => agents.some((one) => one.who === who);
  const broken: string[] = [];
  for (const { purpose, by } of asks) {
    if (purpose === 'answer' && agents.length > 0) broken.push('somebody is asked to answer a call that is answered');
    if (purpose === 'consult' && !isThere(by)) broken.push(`a word aside is asked for ${by}, who is gone`);
    if (purpose === 'add' && agents.length === 0) broken.push('somebody is asked to a table at which nobody is left');
    if (purpose === 'transfer' && isThere(by)) broken.push(`${by} has handed the call on, and is in it`);
  }
  const wishes = asks.map(({ departmentId, purpose }) => (purpose === 'answer' ? purpose : departmentId));
  if (new Set(wishes).size !== wishes.length) broken.push('the same is asked twice');
  return broken;
}

/** Each is in the call once, and no more than there are seats, those who are asked included. */
function brokenSeats({ parties, asks }: Seen): string[] {
  const broken: string[] = [];
  if (new Set(parties.map(({ who }) => who)).size !== parties.length) broken.push('somebody is in the call twice');
  if (parties.length + asks.length > MOST_PARTIES) broken.push(`${parties.length + asks.length} for four seats`);
  return broken;
}

function brokenOwner({ parties, asks }: Seen): string[] {
  const agents = parties.filter(({ who }) => who !== 'citizen');
  const owners = parties.filter(({ owner }) => owner);
  const broken: string[] = [];
  if (owners.length !== Math.min(1, agents.length)) broken.push(`${owners.length} owners of ${agents.length} agents`);
  if (owners.some(({ who }) => who === 'citizen')) broken.push('the citizen owns the call');
  if (agents.length === 0 && !asks.some(isForNobody)) broken.push('nobody is there, and nobody is being found');
  return broken;
}

/** Who is in the call is there or seen to be away, and what rings at somebody rings for this call. */
function brokenAt({ who, here, presence, offer }: SeenDesk, { parties, asks }: Seen): string[] {
  const broken: string[] = [];
  const self = parties.find((one) => one.who === who);
  if ((self !== undefined) !== (presence === 'on-call')) broken.push(`${who} is ${presence}, in the call: ${!!self}`);
  if (self && self.away === here) broken.push(`${who} is ${here ? '' : 'not '}here, and seen the other way round`);
  const rings = asks.filter(({ ringing }) => ringing === who).length;
  if (rings > 1) broken.push(`${who} is asked ${rings} times at once`);
  if (rings > 0 && (self || !here)) broken.push(`it rings at ${who}, who cannot take it`);
  if ((presence === 'offered') !== (offer !== null)) broken.push(`${who} is ${presence} with offer ${offer}`);
  if (rings > 0 !== (offer !== null)) broken.push(`${who} sees an offer of ${offer}, and ${rings} asks ring there`);
  return broken;
}

/** What somebody did has happened, and a lost line has cost nobody their place. */
export function brokenBy(action: Action, before: Seen, after: Seen): string[] {
  return hasHappened(action, before, after) ? [] : [`${nameOf(action)}: that is not what came of it`];
}

function hasHappened(action: Action, before: Seen, { ended, parties, desks }: Seen): boolean {
  const party = (who: Who | undefined) => parties.find((one) => one.who === who);
  const presence = desks.find(({ who }) => who === action.who)?.presence;
  switch (action.does) {
    case 'takes': {
      const taken = before.asks.find(({ ringing }) => ringing === action.who);
      if (taken?.purpose !== 'consult') return party(action.who)?.place === 'table';
      return party(action.who)?.place === 'aside' && party(taken.by)?.place === 'aside';
    }
    case 'goes':
      return party(action.who)?.away ?? !before.parties.some(({ who }) => who === action.who);
    case 'leaves':
      return party(action.who) === undefined;
    case 'sends out':
      return party(action.whom) === undefined;
    case 'hands over to':
      return party(action.whom)?.owner === true;
    case 'comes to the table':
      return party(action.who)?.place === 'table';
    case 'puts the citizen':
      return party('citizen')?.place === action.place;
    case 'hangs up':
      return ended === 'hangup';
    case 'finishes':
      return presence !== 'wrap-up';
    case 'is there':
      return presence !== 'not-responding';
    default:
      return true;
  }
}
