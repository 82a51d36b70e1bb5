import type { Board } from '../../contracts/hub/agent.ts';
import { callState, isOnDuty, serves } from './standing.ts';
import { CITIZEN_HELD_SECONDS, LONG_WAIT_SECONDS } from './thresholds.ts';
import type { Seen } from './types.ts';

type Alert = Board['alerts'][number];

/** The most urgent first: whom nobody can help, who waits, who is kept waiting, who does not answer, what is owed. */
const URGENCY = [
  'nobody-on-duty',
  'long-wait',
  'citizen-held',
  'not-responding',
  'follow-up-overdue',
] as const satisfies readonly Alert['code'][];

/**
 * What a supervisor should look at now. The subject is a department, a call, a person or the number of a follow-up; `since` is
 * when that what it is about began, such as the wait of who has waited longest.
 */
export function alertsOf(seen: Seen, lines: ReadonlyMap<string, readonly number[]>): Alert[] {
  const alerts = [...lineAlerts(seen, lines), ...heldAlerts(seen), ...silentAlerts(seen), ...owedAlerts(seen)];
  return alerts.sort((a, b) => URGENCY.indexOf(a.code) - URGENCY.indexOf(b.code) || (a.since < b.since ? -1 : 1));
}

/** One alert for a line: that nobody is there is also why somebody waits long. */
function lineAlerts({ nowMs, people }: Seen, lines: ReadonlyMap<string, readonly number[]>): Alert[] {
  return [...lines].flatMap(([departmentId, [firstMs]]): Alert[] => {
    if (firstMs === undefined) return [];
    const isManned = people.some((person) => isOnDuty(person) && serves(person, departmentId));
    if (!isManned) return [alert('nobody-on-duty', departmentId, firstMs)];
    return isOver(nowMs, firstMs, LONG_WAIT_SECONDS) ? [alert('long-wait', departmentId, firstMs)] : [];
  });
}

function heldAlerts({ nowMs, calls }: Seen): Alert[] {
  return calls.flatMap((call) => {
    if (callState(call) !== 'held' || call.placedAtMs === null) return [];
    const isLong = isOver(nowMs, call.placedAtMs, CITIZEN_HELD_SECONDS);
    return isLong ? [alert('citizen-held', call.callId, call.placedAtMs)] : [];
  });
}

function silentAlerts({ people }: Seen): Alert[] {
  return people
    .filter(({ presence }) => presence === 'not-responding')
    .map(({ agent, sinceMs }) => alert('not-responding', agent.id, sinceMs));
}

function owedAlerts({ nowMs, followUps }: Seen): Alert[] {
  return followUps
    .filter(({ dueAtMs }) => dueAtMs < nowMs)
    .map(({ number, dueAtMs }) => alert('follow-up-overdue', number, dueAtMs));
}

function alert(code: Alert['code'], subject: string, sinceMs: number): Alert {
  return { code, subject, since: new Date(sinceMs).toISOString() };
}

function isOver(nowMs: number, sinceMs: number, seconds: number): boolean {
  return nowMs - sinceMs > seconds * 1000;
}
