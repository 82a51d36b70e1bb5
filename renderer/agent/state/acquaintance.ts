import type { Agent } from '../../../contracts/domain/people.ts';
import type { TimelineEntry } from '../../../contracts/domain/timeline.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import { NAMED_COLLEAGUES } from '../../../contracts/hub/agent.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { Result } from '../../../contracts/result.ts';
import type { DeskState } from './desk-types.ts';

type Shown = Pick<DeskState, 'home' | 'call' | 'wrapUp' | 'followUps' | 'colleagues' | 'named'>;

/** Somebody by id: of the own department, or looked up because a record names them. */
export function agentOf(
  { colleagues, named }: Pick<DeskState, 'colleagues' | 'named'>,
  id: Id | null | undefined,
): Agent | undefined {
  return colleagues.find(({ agent }) => agent.id === id)?.agent ?? named.find((agent) => agent.id === id);
}

/** People whom the desk shows and does not know: of other departments, asked into the call or named by its record. */
export function strangersOf(state: Shown): readonly Id[] {
  const place = state.call ?? state.wrapUp;
  const ids = new Set<Id>();
  for (const followUp of state.followUps) if (followUp.agentId !== undefined) ids.add(followUp.agentId);
  for (const ask of state.call?.asks ?? []) if (ask.ringingAgentId !== null) ids.add(ask.ringingAgentId);
  for (const entry of place?.timeline ?? []) for (const id of peopleIn(entry)) ids.add(id);
  // A citizen's place in the call has the visit's id.
  if (place) ids.delete(place.visit.id);
  for (const { agent } of state.colleagues) ids.delete(agent.id);
  for (const agent of state.named) ids.delete(agent.id);
  return [...ids];
}

function peopleIn({ fact }: TimelineEntry): readonly Id[] {
  const ids: Id[] = [];
  if ('partyId' in fact) ids.push(fact.partyId);
  if ('fromPartyId' in fact) ids.push(fact.fromPartyId);
  if ('agentId' in fact) ids.push(fact.agentId);
  return ids;
}

export interface AcquaintanceOptions {
  readonly ask: (agentIds: Id[]) => Promise<Result<{ agents: Agent[] }, XiaowuError>>;
  readonly onNamed: (agents: readonly Agent[]) => void;
  /** Names are missing; they are asked for again at the next greeting. */
  readonly onError: (error: XiaowuError) => void;
}

/** Asks the hub once for each person whom the desk shows and does not know. */
export class Acquaintance {
  readonly #options: AcquaintanceOptions;
  readonly #asked = new Set<Id>();
  #seen: Shown | null = null;

  constructor(options: AcquaintanceOptions) {
    this.#options = options;
  }

  /** After a greeting: what was lost with the line is asked for again. */
  begin(): void {
    this.#asked.clear();
    this.#seen = null;
  }

  look(state: Shown): void {
    if (!state.home) return;
    const { call, wrapUp, followUps } = state;
    if (this.#seen?.call === call && this.#seen.wrapUp === wrapUp && this.#seen.followUps === followUps) return;
    this.#seen = state;
    const strangers = strangersOf(state).filter((id) => !this.#asked.has(id));
    for (const id of strangers) this.#asked.add(id);
    for (let from = 0; from < strangers.length; from += NAMED_COLLEAGUES) {
      void this.#ask(strangers.slice(from, from + NAMED_COLLEAGUES));
    }
  }

  async #ask(ids: Id[]): Promise<void> {
    const answer = await this.#options.ask(ids);
    if (answer.ok) this.#options.onNamed(answer.value.agents);
    else this.#options.onError(answer.error);
  }
}
