import type { z } from 'zod';
import type { agentPushes } from '../../contracts/hub/agent.ts';
import { delay, type Timer } from '../../contracts/time.ts';
import type { CentreChange } from '../calls/centre.ts';
import { isWaiting, waitsSinceMs } from '../calls/replica.ts';
import type { Call } from '../calls/state.ts';
import { dutyOfDepartments } from './colleagues.ts';
import { byDepartment } from './directory.ts';
import type { HubParts } from './parts.ts';

/**
 * At most one such push a second and desk: at 200 desks, telling each of every change is 200 × 200 messages with every call
 * that begins.
 */
export const FAN_OUT_MS = 1_000;

type Queue = z.input<(typeof agentPushes)['queue.changed']>;

/**
 * Tells desks what concerns them all: who of the colleagues is what, and who waits. The first change goes out at once, those
 * that follow within a second together. A department hears which of its own people changed, who waits for it or for whoever is
 * free, and of the other departments only how many are there: what a desk hears grows with its department, not with the
 * province. Each hub tells its own desks, one department after another, and in between whatever else waits has its turn: an
 * event of a booth does not come after thousands of such messages. Returns how to stop.
 */
export function startFanOut(
  parts: Pick<HubParts, 'store' | 'catalogue' | 'calls' | 'directory' | 'outbox' | 'metrics' | 'quietly'>,
): () => void {
  const { catalogue, calls, directory, outbox, metrics, quietly } = parts;
  const { clock } = parts.store;
  const changedIds = new Set<string>();
  /** What each department was told last: the ids of those who wait. */
  const toldQueues = new Map<string, string>();
  let queueChanged = false;
  let waitingIds = new Set<string>();
  let timer: Timer | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  let telling: Promise<void> = Promise.resolve();
  const breathe = () => delay(clock, 0);

  async function tellColleagues(): Promise<void> {
    const ids = [...changedIds];
    changedIds.clear();
    if (ids.length === 0) return;
    const colleagues = await Promise.all(
      ids.map(async (id) => ({ agent: await directory.agent(id), presence: calls.presence(id).presence })),
    );
    const departments = byDepartment(colleagues, ({ agent }) => agent.departmentId);
    for (const [departmentId, own] of departments) {
      outbox.toOwnDesks('colleagues', { colleagues: [...own] }, departmentId);
      await breathe();
    }
    await tellDepartments(departments.keys());
  }

  /** Also those whose numbers are the same again: a desk may have come in between and have others. */
  async function tellDepartments(changed: Iterable<string>): Promise<void> {
    const duties = await dutyOfDepartments(parts);
    const departments = [...changed].map(
      (departmentId) => duties.get(departmentId) ?? { departmentId, onDuty: 0, available: 0 },
    );
    for (const departmentId of outbox.ownDepartments()) {
      outbox.toOwnDesks('departments', { departments }, departmentId);
      await breathe();
    }
  }

  async function entryOf(call: Call): Promise<Queue['waiting'][number]> {
    return {
      callId: call.callId,
      boothName: (await directory.booth(call.boothId)).name,
      departmentId: call.departmentId,
      sinceSeconds: Math.max(0, Math.floor((clock.nowMs() - waitsSinceMs(call)) / 1000)),
    };
  }

  async function tellQueues(): Promise<void> {
    if (!queueChanged) return;
    queueChanged = false;
    const waiting = calls.waiting();
    metrics.waitingCalls.set(waiting.length);
    for (const { id: departmentId } of catalogue.data.departments) {
      const concerned = waiting.filter((call) => call.departmentId === undefined || call.departmentId === departmentId);
      const told = concerned.map(({ callId }) => callId).join(' ');
      if ((toldQueues.get(departmentId) ?? '') === told) continue;
      toldQueues.set(departmentId, told);
      outbox.toOwnDesks('queue.changed', { waiting: await Promise.all(concerned.map(entryOf)) }, departmentId);
      await breathe();
    }
  }

  async function flush(): Promise<void> {
    lastMs = clock.nowMs();
    await tellColleagues();
    await tellQueues();
  }

  function soon(): void {
    timer ??= clock.after(Math.max(0, lastMs + FAN_OUT_MS - clock.nowMs()), () => {
      timer = undefined;
      // One after the other: what is newer is told later.
      telling = telling.then(() => quietly(flush()));
    });
  }

  function hear(change: CentreChange): void {
    if (change.type === 'presence') changedIds.add(change.agentId);
    else if (change.type === 'call') {
      const waits = change.call !== null && isWaiting(change.call);
      if (waits === waitingIds.has(change.callId)) return;
      if (waits) waitingIds.add(change.callId);
      else waitingIds.delete(change.callId);
      queueChanged = true;
    } else return;
    soon();
  }

  for (const change of calls.snapshot()) hear(change);
  const stop = calls.onChange(hear);
  return () => {
    stop();
    timer?.cancel();
    waitingIds = new Set();
  };
}
