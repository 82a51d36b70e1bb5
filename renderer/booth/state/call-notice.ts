import { type CallAsk, PARTY_HELD_MS } from '../../../contracts/domain/call.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { BoothState } from '../../../contracts/ipc/booth-state.ts';
import type { Connection } from '../../call/types.ts';

/** What the notices of a call follow from. */
export interface CallView {
  readonly call: NonNullable<BoothState['call']>;
  readonly online: boolean;
  /** The line to each other party as the session here sees it; a party that it does not know is not up yet. */
  readonly lines: ReadonlyMap<Id, Connection>;
}

/** Texts of `callNotice` in the booth's locale files. */
export type CallNoticeKey =
  | 'hold'
  | 'aside'
  | 'agentsHold'
  | 'lost'
  | 'offline'
  | 'next'
  | 'nextRinging'
  | 'connecting'
  | 'weak'
  | 'listening'
  | 'supervisor'
  | 'someLost'
  | 'someAside'
  | 'someHold'
  | 'asked'
  | 'askedRinging'
  | 'transfer'
  | 'interpreter';

export interface CallNotice {
  readonly key: CallNoticeKey;
  readonly tone: 'info' | 'warning';
  readonly values: {
    /** Whom it is about, by the names that the citizen sees. */
    readonly names: readonly string[];
    readonly departmentId?: string | undefined;
    readonly place?: number | null;
    readonly estimatedWaitSeconds?: number | null;
    /** Since when the places of those who were lost are kept, and for how long. */
    readonly awaySince?: string;
    readonly keptMs?: number;
  };
}

const namesOf = (parties: readonly Party[]) => parties.map(({ displayName }) => displayName);

function notice(key: CallNoticeKey, tone: CallNotice['tone'], parties: readonly Party[]): CallNotice {
  return { key, tone, values: { names: namesOf(parties) } };
}

function askNotice(key: CallNoticeKey, ask: CallAsk, names: readonly string[]): CallNotice {
  const { departmentId, place, estimatedWaitSeconds } = ask;
  return { key, tone: 'info', values: { names, departmentId, place, estimatedWaitSeconds } };
}

function lostNotice(key: 'lost' | 'someLost', lost: readonly Party[]): CallNotice {
  // Whoever was lost last is waited for longest.
  const awaySince = lost
    .flatMap((party) => party.awaySince ?? [])
    .sort()
    .at(-1);
  const kept = awaySince === undefined ? {} : { awaySince, keptMs: PARTY_HELD_MS };
  return { key, tone: 'warning', values: { names: namesOf(lost), ...kept } };
}

/** Heard and seen: the media line stands, and the hub has them in the call too. */
function isLive({ party, line }: { party: Party; line: Connection | undefined }): boolean {
  return line === 'connected' && party.awaySince === undefined;
}

function standing({ call, lines }: CallView) {
  const agents = call.parties
    .filter(({ kind }) => kind === 'agent')
    .map((party) => ({ party, line: lines.get(party.partyId) }));
  const self = call.parties.find(({ kind }) => kind === 'citizen');
  const at = (place: Party['place']) => agents.filter(({ party }) => party.place === place);
  return { agents, self, at, lines };
}

const partiesOf = (list: readonly { readonly party: Party }[]) => list.map(({ party }) => party);

function ringingName({ call }: CallView, { ringingAgentId }: CallAsk): readonly string[] {
  return ringingAgentId !== null && call.ringing?.id === ringingAgentId ? [call.ringing.displayName] : [];
}

/** The next person after everybody has left or was lost; the place in the call is kept. */
function nextNotice(view: CallView): CallNotice {
  const ask = view.call.asks.find(({ purpose }) => purpose === 'answer') ?? view.call.asks[0];
  if (!ask) return { key: 'next', tone: 'info', values: { names: [] } };
  const names = ringingName(view, ask);
  return askNotice(names.length > 0 ? 'nextRinging' : 'next', ask, names);
}

/**
 * What goes on when the citizen cannot talk with an agent just now, or null while they can. In every state in which no
 * agent is at the table with a live line, or the citizen is on hold, there is one: nobody is alone without a word.
 */
export function callNotice(view: CallView): CallNotice | null {
  const { agents, self, at, lines } = standing(view);
  const isCutOff = !view.online && ![...lines.values()].includes('connected');
  if (isCutOff) return notice('offline', 'warning', []);
  if (agents.length === 0) return nextNotice(view);
  if (self?.place === 'hold') {
    const others = agents.filter(({ party }) => party.place !== 'hold');
    return notice('hold', 'info', partiesOf(others.length > 0 ? others : agents));
  }
  const table = at('table');
  if (table.some(isLive)) return null;
  const gone = agents.filter(({ party, line }) => party.awaySince !== undefined && line !== 'connected');
  if (gone.length === agents.length) return lostNotice('lost', partiesOf(gone));
  if (table.length === 0) {
    const aside = at('aside').filter(({ party }) => party.awaySince === undefined);
    return aside.length > 0
      ? notice('aside', 'info', partiesOf(aside))
      : notice('agentsHold', 'info', partiesOf(agents));
  }
  const tableGone = table.filter((each) => gone.includes(each));
  if (tableGone.length === table.length) return lostNotice('lost', partiesOf(tableGone));
  const weak = table.filter(({ line, party }) => line === 'interrupted' || party.awaySince !== undefined);
  if (weak.length > 0) return notice('weak', 'warning', partiesOf(weak));
  return notice('connecting', 'info', partiesOf(table));
}

const ASK_KEYS: Readonly<Record<Exclude<CallAsk['purpose'], 'answer'>, CallNoticeKey>> = {
  add: 'asked',
  consult: 'asked',
  transfer: 'transfer',
  interpreter: 'interpreter',
};

/** What goes on beside the talk: who listens, who is being asked, who is away for a moment. The most telling first. */
export function callAsides(view: CallView): readonly CallNotice[] {
  const { call } = view;
  const { at } = standing(view);
  const supervisors = call.parties.filter(({ kind }) => kind === 'supervisor');
  const listening = supervisors.filter(({ place }) => place === 'gallery' || place === 'ear');
  const speaking = supervisors.filter(({ place }) => place === 'table');
  const found: CallNotice[] = [];
  if (listening.length > 0) found.push(notice('listening', 'info', listening));
  if (speaking.length > 0) found.push(notice('supervisor', 'info', speaking));
  for (const ask of call.asks) {
    if (ask.purpose === 'answer') continue;
    const names = ringingName(view, ask);
    const key = ASK_KEYS[ask.purpose];
    found.push(askNotice(key === 'asked' && names.length > 0 ? 'askedRinging' : key, ask, names));
  }
  // The one large notice has said it already when nobody is at the table.
  if (!at('table').some(isLive)) return found;
  const gone = at('table').filter(({ party }) => party.awaySince !== undefined);
  if (gone.length > 0) found.push(lostNotice('someLost', partiesOf(gone)));
  if (at('aside').length > 0) found.push(notice('someAside', 'info', partiesOf(at('aside'))));
  if (at('hold').length > 0) found.push(notice('someHold', 'info', partiesOf(at('hold'))));
  return found;
}
