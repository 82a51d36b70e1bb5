import type { Board } from '../../contracts/hub/agent.ts';
import { alertsOf } from './alerts.ts';
import { callState, isOnDuty, linesOf, serves } from './standing.ts';
import type { Seen, SeenCall } from './types.ts';

type DepartmentRow = Board['departments'][number];

/** The board as it follows from what was read; the same reading gives the same board. */
export function boardOf(seen: Seen): Board {
  const lines = linesOf(seen.calls);
  const ids = [...new Set([...seen.departmentIds, ...lines.keys(), ...seen.today.map((one) => one.departmentId)])];
  return {
    at: instant(seen.nowMs),
    departments: ids.map((departmentId) => departmentRow(seen, departmentId, lines.get(departmentId) ?? [])),
    agents: seen.people.map(({ agent, presence, sinceMs, reason, callId }) => ({
      agent,
      presence,
      since: instant(sinceMs),
      ...(reason === undefined ? {} : { reason }),
      ...(callId === undefined ? {} : { callId }),
    })),
    calls: seen.calls.map((call) => ({
      callId: call.callId,
      boothName: call.boothName,
      ...departmentOf(call),
      since: instant(call.askedAtMs),
      state: callState(call),
      parties: [...call.parties],
    })),
    alerts: alertsOf(seen, lines),
  };
}

function departmentRow(seen: Seen, departmentId: string, line: readonly number[]): DepartmentRow {
  const people = seen.people.filter((person) => serves(person, departmentId));
  const today = seen.today.find((one) => one.departmentId === departmentId);
  return {
    departmentId,
    waiting: line.length,
    longestWaitSeconds: line[0] === undefined ? 0 : Math.max(0, Math.floor((seen.nowMs - line[0]) / 1000)),
    onDuty: people.filter(isOnDuty).length,
    available: people.filter(({ presence }) => presence === 'available').length,
    onCall: people.filter(({ presence }) => presence === 'on-call').length,
    answeredToday: today?.answered ?? 0,
    abandonedToday: today?.abandoned ?? 0,
    serviceLevelToday: today?.serviceLevel ?? null,
    judgedToday: today?.judged ?? 0,
    meanWaitSecondsToday: today?.meanWaitSeconds ?? null,
  };
}

/** The department of who answers for the call, else the one that was asked for. */
function departmentOf({ parties, departmentId }: SeenCall): { departmentId?: string } {
  const found = parties.find((party) => party.owner)?.departmentId ?? departmentId;
  return found === undefined ? {} : { departmentId: found };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
