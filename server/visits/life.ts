import { and, eq, lt } from 'drizzle-orm';
import type { Visit, VisitEnd } from '../../contracts/domain/visit.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { localDay, nextNumber } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';
import { withdrawUnopened } from './parcels.ts';
import { nextVisitState, type VisitStep } from './rules.ts';
import { findActiveVisitRow, findVisitRow } from './visit-store.ts';

/** The beginning, the states and the end of a visit. All run inside a unit of work. */

export interface Admission {
  readonly visitId: string;
  readonly boothId: string;
  readonly entry: Visit['entry'];
  readonly language: Visit['language'];
  readonly serviceId?: string;
  readonly bundleId?: string;
  readonly actor: Actor;
}

/** Makes the visit, with the consent that let it in. */
export async function admit(work: Work, admission: Admission): Promise<void> {
  const { visitId, boothId, entry, language, serviceId, bundleId, actor } = admission;
  await work.tx.insert(schema.visits).values({
    id: visitId,
    number: await nextNumber(work, 'visit'),
    boothId,
    entry,
    // Who touches the screen stands inside already.
    state: entry === 'touch' ? 'inside' : 'admitted',
    language,
    consentAt: work.now,
    serviceId,
    bundleId,
    startedAt: work.now,
  });
  work.touch(visitId);
  await work.audit({ action: 'consent.given', actor, visitId, subject: boothId });
  await work.audit({ action: 'visit.admitted', actor, visitId, subject: boothId, detail: entry });
}

/**
 * Moves a visit on; repeats and steps that mean nothing leave it as it is.
 * @param agentId who joins its call; the first of them stays on record
 */
export async function stepVisit(
  work: Work,
  visitId: string,
  step: Exclude<VisitStep, 'ended'>,
  agentId?: string,
): Promise<void> {
  const row = await findVisitRow(work.tx, visitId);
  if (!row) return;
  const state = nextVisitState(row.state, step);
  const isFirst = agentId !== undefined && row.firstAgentId === null;
  if (state === row.state && !isFirst) return;
  await work.tx
    .update(schema.visits)
    .set({ state, ...(isFirst && { firstAgentId: agentId }) })
    .where(eq(schema.visits.id, visitId));
  work.touch(visitId);
}

/** Ends a visit once; false when it had ended before. */
export async function endVisit(work: Work, visitId: string, end: VisitEnd, actor: Actor): Promise<boolean> {
  const row = await findVisitRow(work.tx, visitId);
  if (!row || row.state === 'ended') return false;
  await work.tx
    .update(schema.visits)
    .set({ state: 'ended', end, endedAt: work.now })
    .where(eq(schema.visits.id, visitId));
  await work.audit({ action: 'visit.ended', actor, visitId, detail: end });
  await withdrawUnopened(work, visitId, actor);
  work.touch(visitId);
  return true;
}

/** Wishes of a citizen that the catalogue must know. */
export function checkWish(
  catalogue: { service(id: string): unknown; bundle(id: string): unknown },
  wish: { serviceId?: string; bundleId?: string },
): Result<void, XiaowuError> {
  if (wish.serviceId && !catalogue.service(wish.serviceId)) return err(fail('not_found', `service ${wish.serviceId}`));
  if (wish.bundleId && !catalogue.bundle(wish.bundleId)) return err(fail('not_found', `bundle ${wish.bundleId}`));
  return ok();
}

/** Takes a booking for a visit of today; bookings of days gone by are marked as missed on the way. */
export async function takeBooking(
  work: Work,
  boothId: string,
  code: string,
): Promise<Result<{ serviceId?: string; bundleId?: string }, XiaowuError>> {
  const today = localDay(work.now);
  await work.tx
    .update(schema.bookings)
    .set({ state: 'missed' })
    .where(and(eq(schema.bookings.state, 'booked'), lt(schema.bookings.day, today)));
  const row = (await work.tx.select().from(schema.bookings).where(eq(schema.bookings.code, code)))[0];
  if (!row || row.boothId !== boothId) return err(fail('not_found', 'booking'));
  if (row.state !== 'booked') return err(fail('wrong_state', `booking is ${row.state}`));
  if (row.day !== today) return err(fail('wrong_state', `booking is for ${row.day}`));
  await work.tx.update(schema.bookings).set({ state: 'used' }).where(eq(schema.bookings.id, row.id));
  return ok({ serviceId: row.serviceId ?? undefined, bundleId: row.bundleId ?? undefined });
}

/** Visits that the booth knows nothing of any more end as interrupted when the booth begins another. */
export async function endStaleVisit(work: Work, boothId: string, actor: Actor): Promise<void> {
  const stale = await findActiveVisitRow(work.tx, boothId);
  if (!stale) return;
  await work.addFact({
    visitId: stale.id,
    source: 'hub',
    sourceId: 'hub',
    fact: { type: 'visit.ended', end: 'interrupted' },
  });
  await endVisit(work, stale.id, 'interrupted', actor);
}
