import type { Seen, SeenDesk } from './alphabet.ts';

/** What must never be seen, in any order; each broken promise says what was seen. */
export function brokenIn(seen: Seen): string[] {
  if (seen.ended !== null) return brokenAtTheEnd(seen);
  return [...brokenNotice(seen), ...brokenOwner(seen), ...seen.desks.flatMap((desk) => brokenAt(desk, seen))];
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
  if (citizen.place === 'table' && others.some(({ place, away }) => place === 'table' && !away)) return [];
  const isSaid =
    asks.length > 0 || citizen.place === 'hold' || others.some(({ away, place }) => away || place === 'aside');
  return isSaid ? [] : ['the citizen is alone without notice'];
}

function brokenOwner({ parties, asks }: Seen): string[] {
  const agents = parties.filter(({ who }) => who !== 'citizen');
  const owners = parties.filter(({ owner }) => owner);
  const broken: string[] = [];
  if (owners.length !== Math.min(1, agents.length)) broken.push(`${owners.length} owners of ${agents.length} agents`);
  if (owners.some(({ who }) => who === 'citizen')) broken.push('the citizen owns the call');
  const isSought = asks.some(({ purpose }) => purpose === 'answer' || purpose === 'transfer');
  if (agents.length === 0 && !isSought) broken.push('nobody is there, and nobody is being found');
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
