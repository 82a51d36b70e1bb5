import { and, desc, eq, inArray } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Handlers } from '../../contracts/channel.ts';
import type { Priority } from '../../contracts/domain/call.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { boothCalls } from '../../contracts/hub/booth.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { CallEndReason } from '../calls/state.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import { bookSlot, freeSlots } from '../visits/booking.ts';
import { findVisitRow } from '../visits/visit-store.ts';
import type { BoothContext } from './booth-care.ts';
import type { HubParts } from './parts.ts';

type VisitRow = NonNullable<Awaited<ReturnType<typeof findVisitRow>>>;
type CallCalls = Pick<typeof boothCalls, 'call.request' | 'call.cancel' | 'call.hangup' | 'call.instead' | 'slots.get'>;

/** The visit, if it is one of this booth. */
export async function findOwnVisit(db: Db, visitId: string, boothId: string): Promise<Result<VisitRow, XiaowuError>> {
  const row = await findVisitRow(db, visitId);
  if (!row) return err(fail('not_found', 'visit'));
  return row.boothId === boothId ? ok(row) : err(fail('forbidden', 'visit of another booth'));
}

/** The last call of a visit, when it was given up because its booth was away. The booth could not be told then. */
export async function lostCall(db: Db, ofVisitId: string): Promise<string | undefined> {
  const { id, visitId, askedAt, endReason } = schema.calls;
  const [last] = await db
    .select({ id, endReason })
    .from(schema.calls)
    .where(eq(visitId, ofVisitId))
    .orderBy(desc(askedAt))
    .limit(1);
  return last?.endReason === 'lost' ? last.id : undefined;
}

/** Asking for a person, and not waiting for one. */
export function boothCallHandlers(parts: HubParts): Handlers<CallCalls, BoothContext> {
  const { store, catalogue, calls, directory } = parts;

  /** Who had somebody already goes first, and who has an appointment before everybody else. */
  async function priorityOf(visit: VisitRow): Promise<Priority> {
    if (visit.firstAgentId !== null) return 'second-call';
    const { visitId, endReason } = schema.calls;
    const lost = await store.db
      .select({ id: schema.calls.id })
      .from(schema.calls)
      .where(and(eq(visitId, visit.id), inArray(endReason, ['lost'])))
      .limit(1);
    if (lost.length > 0) return 'second-call';
    return visit.entry === 'booking' ? 'booked' : 'normal';
  }

  async function end(callId: string, boothId: string, reason: CallEndReason): Promise<Result<null, XiaowuError>> {
    if (calls.call(callId)?.boothId !== boothId) return err(fail('not_found', 'call'));
    const ended = await calls.dispatch({ type: 'call.end', callId, reason });
    return ended.ok ? ok(null) : ended;
  }

  return {
    async 'call.request'({ visitId, departmentId }, { boothId }) {
      const row = await findOwnVisit(store.db, visitId, boothId);
      if (!row.ok) return row;
      const visit = row.value;
      if (visit.state === 'ended' || visit.state === 'closing') return err(fail('wrong_state', visit.state));
      if (departmentId && !catalogue.hasDepartment(departmentId)) return err(fail('not_found', 'department'));
      const wish = { serviceId: visit.serviceId ?? undefined, bundleId: visit.bundleId ?? undefined };
      const wanted = departmentId ?? catalogue.receivingDepartment(wish);
      const service = wish.serviceId === undefined ? undefined : catalogue.service(wish.serviceId);
      const { regionId } = await directory.booth(boothId);
      const decided = await calls.dispatch({
        type: 'call.request',
        callId: v7(),
        visitId,
        boothId,
        regionId,
        language: visit.language,
        departmentId: wanted,
        serviceId: service?.departmentId === wanted ? service?.id : undefined,
        priority: await priorityOf(visit),
      });
      if (!decided.ok) return decided;
      const { callId } = decided.value;
      return callId === undefined ? err(fail('internal', 'a call without an id')) : ok({ callId });
    },

    'call.cancel': ({ callId }, { boothId }) => end(callId, boothId, 'cancelled'),
    'call.hangup': ({ callId }, { boothId }) => end(callId, boothId, 'hangup'),

    async 'call.instead'(wish, { boothId }) {
      const { callId, choice } = wish;
      const call = calls.call(callId);
      if (call?.boothId !== boothId) return err(fail('not_found', 'call'));
      if (choice !== 'appointment') {
        const decided = await calls.dispatch({ type: 'call.instead', ...wish });
        if (!decided.ok) return decided;
        const { followUp } = decided.value;
        if (followUp) await parts.board.followUpMade(followUp.number);
        return ok({ followUp });
      }
      const visit = await findVisitRow(store.db, call.visitId);
      const { serviceId, bundleId } = visit ?? {};
      const slot = { boothId, day: wish.day, time: wish.time };
      const matter = { serviceId: serviceId ?? undefined, bundleId: bundleId ?? undefined };
      const actor = { kind: 'booth', id: boothId } as const;
      const booked = await bookSlot(store, { ...slot, ...matter, actor });
      if (!booked.ok) return booked;
      const decided = await calls.dispatch({ type: 'call.instead', callId, choice });
      if (decided.ok) return ok({ booking: booked.value });
      // Somebody has come at the same moment: the hour is free again.
      const { bookings } = schema;
      await store.db.update(bookings).set({ state: 'cancelled' }).where(eq(bookings.id, booked.value.id));
      return decided;
    },

    'slots.get': async ({ days }, { boothId }) => ok({ slots: await freeSlots(store, boothId, days) }),
  };
}
