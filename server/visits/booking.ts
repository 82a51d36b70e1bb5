import { and, eq, gte, inArray } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Booking } from '../../contracts/domain/visit.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Db } from '../store/database.ts';
import { localDay, localTime, newBookingCode } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Store } from '../store/work.ts';
import { BOOKING_DAYS_AHEAD, isBookableDay, isSlot, SLOTS } from './slots.ts';

/** Hours of a booth: which are free, and taking one. */

export interface SlotWish {
  readonly boothId: string;
  readonly bundleId?: string;
  readonly serviceId?: string;
  readonly day: string;
  readonly time: string;
  /** Without one the booking itself is the actor: a phone has no other name. */
  readonly actor?: Actor;
}

const DAY_MS = 24 * 60 * 60_000;

/** Times that are taken, by day. */
export async function takenSlots(db: Db, boothId: string, fromDay: string): Promise<Map<string, Set<string>>> {
  const { bookings } = schema;
  const rows = await db
    .select({ day: bookings.day, time: bookings.time })
    .from(bookings)
    .where(and(eq(bookings.boothId, boothId), gte(bookings.day, fromDay), inArray(bookings.state, ['booked', 'used'])));
  const taken = new Map<string, Set<string>>();
  for (const { day, time } of rows) taken.set(day, (taken.get(day) ?? new Set()).add(time));
  return taken;
}

/** A slot of today that has begun is over. */
export function isAhead(nowMs: number, day: string, time: string): boolean {
  return day > localDay(nowMs) || time > localTime(nowMs);
}

/** Free hours of a booth, today and the days after it. */
export async function freeSlots(store: Store, boothId: string, days: number): Promise<{ day: string; time: string }[]> {
  const nowMs = store.clock.nowMs();
  const taken = await takenSlots(store.db, boothId, localDay(nowMs));
  const asked = Array.from({ length: days }, (_, ahead) => localDay(nowMs + ahead * DAY_MS));
  return asked.flatMap((day) =>
    SLOTS.filter((time) => isAhead(nowMs, day, time) && !taken.get(day)?.has(time)).map((time) => ({ day, time })),
  );
}

/** Takes an hour; `invalid_input` when there is none such, `wrong_state` when somebody else was faster. */
export async function bookSlot(store: Store, wish: SlotWish): Promise<Result<Booking, XiaowuError>> {
  const { boothId, bundleId, serviceId, day, time, actor } = wish;
  const nowMs = store.clock.nowMs();
  if (!isSlot(time) || !isBookableDay(day, localDay(nowMs)) || !isAhead(nowMs, day, time)) {
    return err(fail('invalid_input', `no such slot within ${BOOKING_DAYS_AHEAD} days`));
  }
  return store.write(async (work) => {
    const code = newBookingCode();
    const booking = { id: v7(), boothId, bundleId, serviceId, day, time, code, state: 'booked' as const };
    const made = await work.tx
      .insert(schema.bookings)
      .values({ ...booking, createdAt: work.now })
      .onConflictDoNothing()
      .returning({ id: schema.bookings.id });
    if (made.length === 0) return err(fail('wrong_state', 'the slot is taken'));
    await work.audit({
      action: 'booking.made',
      actor: actor ?? { kind: 'phone', id: booking.id },
      subject: booking.id,
      detail: `${boothId} ${day} ${time}`,
    });
    return ok(booking);
  });
}
