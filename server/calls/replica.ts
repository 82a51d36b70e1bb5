import type { AgentPresence, CallReads, CentreChange, Duty } from './centre.ts';
import type { Call } from './state.ts';

/** Nobody has been measured yet; a simple matter is promised in 5 minutes, a case in 15. */
const ASSUMED_SERVICE_MS = 8 * 60_000;
/** A free person answers within about this. */
const ANSWER_S = 5;

const ABSENT: AgentPresence = { presence: 'offline', sinceMs: 0 };
const OFF_DUTY: readonly AgentPresence['presence'][] = ['offline', 'break', 'not-responding'];

/** What stands, kept up by changes: the same in the hub that decides and in every other. */
export class CallReplica implements CallReads {
  readonly #calls = new Map<string, Call>();
  readonly #byVisit = new Map<string, string>();
  readonly #byBooth = new Map<string, string>();
  readonly #byParty = new Map<string, string>();
  readonly #presences = new Map<string, AgentPresence>();
  #serviceMs = ASSUMED_SERVICE_MS;

  apply(change: CentreChange): void {
    if (change.type === 'presence') this.#presences.set(change.agentId, change.presence);
    else if (change.type === 'service') this.#serviceMs = change.meanMs;
    else this.#setCall(change.callId, change.call);
  }

  #setCall(callId: string, call: Call | null): void {
    const before = this.#calls.get(callId);
    if (before) {
      this.#forget(this.#byVisit, before.visitId, callId);
      this.#forget(this.#byBooth, before.boothId, callId);
      for (const { partyId } of before.parties) this.#forget(this.#byParty, partyId, callId);
    }
    this.#calls.delete(callId);
    if (!call) return;
    this.#calls.set(callId, call);
    this.#byVisit.set(call.visitId, callId);
    this.#byBooth.set(call.boothId, callId);
    for (const { partyId } of call.parties) this.#byParty.set(partyId, callId);
  }

  /** A visit, booth or person may be in another call by now. */
  #forget(index: Map<string, string>, key: string, callId: string): void {
    if (index.get(key) === callId) index.delete(key);
  }

  #find(index: Map<string, string>, key: string): Call | undefined {
    const callId = index.get(key);
    return callId === undefined ? undefined : this.#calls.get(callId);
  }

  call(callId: string): Call | undefined {
    return this.#calls.get(callId);
  }

  callOfVisit(visitId: string): Call | undefined {
    return this.#find(this.#byVisit, visitId);
  }

  callOfAgent(agentId: string): Call | undefined {
    return this.#find(this.#byParty, agentId);
  }

  callOfBooth(boothId: string): Call | undefined {
    return this.#find(this.#byBooth, boothId);
  }

  calls(): Iterable<Call> {
    return this.#calls.values();
  }

  presence(agentId: string): AgentPresence {
    return this.#presences.get(agentId) ?? ABSENT;
  }

  presences(): ReadonlyMap<string, AgentPresence> {
    return this.#presences;
  }

  waiting(): readonly Call[] {
    return [...this.#calls.values()].filter(isWaiting).sort((a, b) => waitsSinceMs(a) - waitsSinceMs(b));
  }

  duty(): Duty {
    const onDuty = [...this.#presences.values()].filter((one) => !OFF_DUTY.includes(one.presence));
    const free = onDuty.filter((one) => one.presence === 'available').length;
    const departments = new Set(onDuty.flatMap(({ departmentId }) => departmentId ?? []));
    const waiting = this.waiting().length;
    // Busy people become free one after another, evenly over a call's length.
    const turns = Math.max(0, waiting + 1 - free) / Math.max(1, onDuty.length);
    return {
      agentsOnDuty: onDuty.length,
      departmentsOnDuty: [...departments].sort(),
      waiting,
      estimatedWaitSeconds: turns === 0 ? ANSWER_S : Math.ceil((turns * this.#serviceMs) / 1000),
    };
  }

  /** All that another replica needs to begin with. */
  snapshot(): CentreChange[] {
    return [
      { type: 'service', meanMs: this.#serviceMs },
      ...[...this.#presences].map(([agentId, presence]) => ({ type: 'presence', agentId, presence }) as const),
      ...[...this.#calls].map(([callId, call]) => ({ type: 'call', callId, call }) as const),
    ];
  }
}

/** Nobody is with the citizen, and somebody is being found. */
export function isWaiting(call: Call): boolean {
  return !call.parties.some((one) => one.kind === 'agent');
}

/** Since when the citizen waits for the person who is being found now. */
export function waitsSinceMs(call: Call): number {
  return call.asks[0]?.askedAtMs ?? call.askedAtMs;
}
