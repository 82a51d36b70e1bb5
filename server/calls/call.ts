import { PARTY_HELD_MS } from '../../contracts/domain/call.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { assertNever } from '../../contracts/result.ts';
import { CallDraft } from './draft.ts';
import type { CallEvent, CallStep } from './events.ts';
import type { Call, CallAsk, CallParty, CallRequest } from './state.ts';

/** Who is in a call, where they stand, and when it is over. Pure: time and new ids are given. */

/** Citizen and three others: a mesh of four is what a booth's uplink carries. */
export const MAX_PARTIES = 4;
/** A transfer that nobody took in this time is open to everybody, so that the citizen does not wait for one person. */
export const TRANSFER_NARROW_MS = 30_000;

/** A citizen asks for a person. */
export function openCall({ priority, ...request }: CallRequest, nowMs: number, newId: () => string) {
  const citizen: CallParty = {
    partyId: request.visitId,
    kind: 'citizen',
    place: 'table',
    joinedAtMs: nowMs,
    awaySinceMs: null,
  };
  const call: Call = {
    ...request,
    rev: 0,
    askedAtMs: nowMs,
    answeredAtMs: null,
    ownerId: null,
    parties: [citizen],
    asks: [],
  };
  const draft = new CallDraft(call, nowMs, newId);
  const { departmentId, serviceId } = request;
  draft.addAsk({ purpose: 'answer', departmentId, serviceId, priority });
  return { call: draft.call, effects: draft.effects };
}

/** Takes one event. A refusal changes nothing; whatever changes counts `rev` up by one. */
export function stepCall(call: Call, event: CallEvent, nowMs: number, newId: () => string): CallStep {
  const draft = new CallDraft(call, nowMs, newId);
  const error = take(draft, event);
  if (error) return { ok: false, error };
  if (draft.over) return { ok: true, call: null, effects: draft.effects };
  if (draft.call === call) return { ok: true, call, effects: [] };
  return { ok: true, call: { ...draft.call, rev: call.rev + 1 }, effects: draft.effects };
}

/** When time alone changes something, if ever. */
export function dueMs(call: Call): number | null {
  const heldUntil = call.parties.flatMap(({ awaySinceMs }) =>
    awaySinceMs === null ? [] : awaySinceMs + PARTY_HELD_MS,
  );
  const narrowUntil = call.asks.flatMap((ask) =>
    isNarrow(ask) && ask.ringing === null ? ask.askedAtMs + TRANSFER_NARROW_MS : [],
  );
  const all = [...heldUntil, ...narrowUntil];
  return all.length === 0 ? null : Math.min(...all);
}

/** Places taken in a call. One supervisor who only listens takes none. */
export function seatsOf({ parties, asks }: Call): number {
  const quiet = parties.filter((one) => one.place === 'gallery' || one.place === 'ear').length;
  return parties.length - Math.min(quiet, 1) + asks.length;
}

function isNarrow(ask: CallAsk): boolean {
  return ask.purpose === 'transfer' && ask.widened === undefined;
}

function take(draft: CallDraft, event: CallEvent): XiaowuError | undefined {
  switch (event.type) {
    case 'ask':
      return ask(draft, event);
    case 'ask-cancel':
      return cancelAsk(draft, event);
    case 'ask-void':
      return ofAsk(draft, event.askId, (one) => draft.dropAsk(one, 'void'));
    case 'ring':
      return ofAsk(draft, event.askId, (one) => {
        draft.setAsk(one.askId, { ringing: event.ring });
        draft.emit({ type: 'rings', ask: one, agentId: event.ring.agentId });
      });
    case 'ring-over':
      return ofAsk(draft, event.askId, (one) => {
        draft.setAsk(one.askId, { ringing: null });
        widen(draft);
      });
    case 'wait':
      return ofAsk(draft, event.askId, (one) => draft.setAsk(one.askId, { wait: event.wait }));
    case 'accept':
      return ofAsk(draft, event.askId, (one) => join(draft, one, event));
    case 'place':
      return place(draft, event);
    case 'remove':
      return remove(draft, event);
    case 'hand-over':
      return handOver(draft, event);
    case 'leave': {
      const party = draft.party(event.partyId);
      if (!party || party.kind === 'citizen') return fail('not_found', 'party');
      draft.leave(party, 'left');
      return undefined;
    }
    case 'watch':
      return watch(draft, event);
    case 'away':
      return away(draft, event.partyId);
    case 'back':
      return back(draft, event.partyId);
    case 'end':
      draft.end(event.reason);
      return undefined;
    case 'tick':
      return letTimePass(draft);
    default:
      return assertNever(event);
  }
}

type Of<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;

function ofAsk(draft: CallDraft, askId: string, then: (ask: CallAsk) => void): XiaowuError | undefined {
  const found = draft.ask(askId);
  if (!found) return fail('not_found', 'ask');
  then(found);
  return undefined;
}

function ask(draft: CallDraft, { byId, ask: wish }: Of<'ask'>): XiaowuError | undefined {
  const by = draft.party(byId);
  if (!by) return fail('not_found', 'call');
  if (by.kind !== 'agent') return fail('forbidden', `a ${by.kind} asks nobody`);
  const isTransfer = wish.purpose === 'transfer';
  if (isTransfer && draft.call.ownerId !== byId) return fail('forbidden', 'only the owner hands the call on');
  const { asks, parties } = draft.call;
  if (wish.onlyAgentId !== undefined && parties.some((one) => one.partyId === wish.onlyAgentId)) {
    return fail('wrong_state', 'is in the call');
  }
  if (asks.some((one) => isSame(one, wish))) return fail('wrong_state', 'is being asked');
  // Who hands over makes room.
  if (seatsOf(draft.call) - (isTransfer ? 1 : 0) >= MAX_PARTIES) return fail('call_full');
  draft.addAsk({ ...wish, byAgentId: byId, priority: 'second-call' });
  if (isTransfer) draft.leave(by, 'transferred');
  return undefined;
}

function isSame(one: CallAsk, other: Of<'ask'>['ask']): boolean {
  return (
    one.departmentId === other.departmentId &&
    one.onlyAgentId === other.onlyAgentId &&
    (one.purpose === 'interpreter') === (other.purpose === 'interpreter') &&
    one.interprets === other.interprets
  );
}

function cancelAsk(draft: CallDraft, { byId, askId }: Of<'ask-cancel'>): XiaowuError | undefined {
  if (!draft.party(byId)) return fail('not_found', 'call');
  const found = draft.ask(askId);
  if (!found) return fail('not_found', 'ask');
  if (found.byAgentId !== byId && draft.call.ownerId !== byId) return fail('forbidden', 'asked by somebody else');
  draft.dropAsk(found, 'cancelled');
  return undefined;
}

function join(draft: CallDraft, taken: CallAsk, { agentId, departmentId }: Of<'accept'>): void {
  const asker = taken.byAgentId === undefined ? undefined : draft.party(taken.byAgentId);
  const isAside = taken.purpose === 'consult' && asker !== undefined;
  const party: CallParty = {
    partyId: agentId,
    kind: taken.purpose === 'interpreter' ? 'interpreter' : 'agent',
    place: isAside ? 'aside' : 'table',
    joinedAtMs: draft.nowMs,
    awaySinceMs: null,
    ask: { ...taken, ringing: null, wait: null },
    departmentId,
  };
  const first = draft.call.answeredAtMs === null;
  draft.takeAsk(taken);
  draft.set({
    parties: [...draft.call.parties, party],
    answeredAtMs: draft.call.answeredAtMs ?? draft.nowMs,
  });
  draft.emit({ type: 'joined', party, ask: taken, first });
  if (isAside && asker.place === 'table') draft.place(asker.partyId, 'aside');
  const takesOver = taken.purpose === 'transfer' || draft.call.ownerId === null;
  if (party.kind === 'agent' && takesOver) draft.own(agentId);
}

function place(draft: CallDraft, { byId, partyId, place: to }: Of<'place'>): XiaowuError | undefined {
  const by = draft.party(byId);
  const party = draft.party(partyId);
  if (!by) return fail('not_found', 'call');
  if (!party) return fail('not_found', 'party');
  if (by.kind === 'supervisor' || party.kind === 'supervisor') return fail('forbidden', 'supervisors watch');
  const isOwner = draft.call.ownerId === byId;
  if (byId !== partyId && !isOwner) return fail('forbidden', 'only the owner moves others');
  if (party.kind === 'citizen' && to === 'aside') return fail('wrong_state', 'the citizen is never aside');
  if (byId === partyId && to === 'hold') return fail('wrong_state', 'nobody puts themselves on hold');
  draft.place(partyId, to, byId);
  return undefined;
}

function remove(draft: CallDraft, { byId, partyId }: Of<'remove'>): XiaowuError | undefined {
  const party = draft.party(partyId);
  if (!draft.party(byId)) return fail('not_found', 'call');
  if (!party) return fail('not_found', 'party');
  if (draft.call.ownerId !== byId) return fail('forbidden', 'only the owner sends others out');
  if (party.kind === 'citizen' || party.kind === 'supervisor') return fail('forbidden', `a ${party.kind} stays`);
  if (byId === partyId) return fail('wrong_state', 'who goes leaves');
  draft.leave(party, 'removed', byId);
  return undefined;
}

function handOver(draft: CallDraft, { byId, toAgentId }: Of<'hand-over'>): XiaowuError | undefined {
  if (!draft.party(byId)) return fail('not_found', 'call');
  if (draft.call.ownerId !== byId) return fail('forbidden', 'only the owner hands over');
  if (draft.party(toAgentId)?.kind !== 'agent') return fail('not_found', 'no agent of the call');
  if (byId === toAgentId) return fail('wrong_state', 'is the owner');
  draft.own(toAgentId, byId);
  return undefined;
}

const WATCHING = { monitor: 'gallery', whisper: 'ear', barge: 'table' } as const;

function watch(draft: CallDraft, { supervisorId, mode, earOf }: Of<'watch'>): XiaowuError | undefined {
  const known = draft.party(supervisorId);
  if (known && known.kind !== 'supervisor') return fail('wrong_state', 'is in the call');
  const ear = mode === 'whisper' ? (earOf ?? draft.call.ownerId) : undefined;
  if (ear === null) return fail('wrong_state', 'nobody to whisper to');
  if (ear !== undefined && draft.party(ear)?.kind !== 'agent') return fail('not_found', 'no agent of the call');
  const party: CallParty = {
    partyId: supervisorId,
    kind: 'supervisor',
    place: WATCHING[mode],
    earOf: ear,
    joinedAtMs: known?.joinedAtMs ?? draft.nowMs,
    awaySinceMs: null,
  };
  const others = draft.call.parties.filter((one) => one.partyId !== supervisorId);
  if (seatsOf({ ...draft.call, parties: [...others, party] }) > MAX_PARTIES) return fail('call_full');
  draft.set({ parties: [...others, party] });
  draft.emit({ type: 'watched', partyId: supervisorId, mode });
  return undefined;
}

function away(draft: CallDraft, partyId: string): XiaowuError | undefined {
  const party = draft.party(partyId);
  if (!party) return fail('not_found', 'party');
  if (party.awaySinceMs !== null) return undefined;
  draft.setParty(partyId, { awaySinceMs: draft.nowMs });
  draft.emit({ type: 'away', partyId });
  return undefined;
}

function back(draft: CallDraft, partyId: string): XiaowuError | undefined {
  const party = draft.party(partyId);
  if (!party) return fail('not_found', 'party');
  if (party.awaySinceMs === null) return undefined;
  draft.setParty(partyId, { awaySinceMs: null });
  draft.emit({ type: 'back', partyId });
  return undefined;
}

function letTimePass(draft: CallDraft): undefined {
  for (const party of draft.call.parties) {
    if (party.awaySinceMs === null || draft.nowMs - party.awaySinceMs < PARTY_HELD_MS) continue;
    if (party.kind === 'citizen') return void draft.end('lost');
    draft.leave(party, 'lost');
  }
  widen(draft);
}

function widen(draft: CallDraft): void {
  for (const one of draft.call.asks) {
    if (!isNarrow(one) || one.ringing !== null || draft.nowMs - one.askedAtMs < TRANSFER_NARROW_MS) continue;
    draft.setAsk(one.askId, { widened: true, onlyAgentId: undefined });
    const widened = draft.ask(one.askId);
    if (widened) draft.emit({ type: 'widened', ask: widened });
  }
}
