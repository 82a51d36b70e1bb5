import { and, eq, inArray, notInArray, type SQL } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { CompartmentSize } from '../../contracts/device/device.ts';
import type { Parcel, ParcelState } from '../../contracts/domain/visit.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { PARCEL_MAILING, VISIT_MAILING } from '../keeping/places.ts';
import type { Db } from '../store/database.ts';
import { nextNumber } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';
import { spendCodesOf } from './courier-codes.ts';
import { raiseIncident } from './incidents.ts';
import { chooseCompartment, hasLeft, type LockerView, mayMoveParcel, UNKNOWN_LOCKER } from './rules.ts';
import { findParcelRow, findVisitRow, parcelOf } from './visit-store.ts';

/** Parcels in a booth's locker and the record of who had them when. */

type ParcelRow = typeof schema.parcels.$inferSelect;

/** Parcels that own a compartment: what the index `parcels_compartment` keeps apart. */
function ownsCompartment(boothId: string): SQL | undefined {
  return and(
    eq(schema.parcels.boothId, boothId),
    eq(schema.parcels.withdrawn, false),
    notInArray(schema.parcels.state, ['collected', 'returned']),
  );
}

/** The parcels of a booth's locker, by compartment. */
export async function findStoredParcels(db: Db, boothId: string): Promise<ParcelRow[]> {
  return db.select().from(schema.parcels).where(ownsCompartment(boothId)).orderBy(schema.parcels.compartment);
}

/** Reserves a compartment for a parcel; nothing opens by it. */
export async function requestParcel(
  work: Work,
  wish: { visitId: string; boothId: string; caseId?: string; size: CompartmentSize; actor: Actor },
): Promise<Result<Parcel, XiaowuError>> {
  const { visitId, boothId, caseId, size, actor } = wish;
  const owners = await findStoredParcels(work.tx, boothId);
  const owned = owners.map((one) => one.compartment);
  const compartment = chooseCompartment(owned, await lockerOf(work, boothId), size);
  if (compartment === undefined) return err(fail('no_compartment', size));
  const visit = await findVisitRow(work.tx, visitId);
  const mailing = visit ? VISIT_MAILING.open(await work.vault.sealOf(work.tx, visitId), visit).mailing : null;
  const id = v7();
  const [row] = await work.tx
    .insert(schema.parcels)
    .values({
      id,
      number: await nextNumber(work, 'parcel'),
      visitId,
      boothId,
      caseId,
      compartment,
      state: 'requested',
      ...(await PARCEL_MAILING.keep(work, visitId, id, { mailing })),
      custody: [{ state: 'requested', at: work.now, by: `${actor.kind}:${actor.id}` }],
      withdrawn: false,
      createdAt: work.now,
    })
    .returning();
  if (!row) throw new Error('an inserted parcel was not returned');
  await work.audit({
    action: 'locker.asked',
    actor,
    visitId,
    subject: row.number,
    detail: `compartment ${compartment}`,
  });
  await work.addFact({
    visitId,
    source: 'agent',
    sourceId: actor.id,
    fact: { type: 'locker.asked', parcelId: row.id, agentId: actor.id },
  });
  work.touch(visitId);
  return ok(parcelOf({ ...row, mailing }));
}

async function lockerOf(work: Work, boothId: string): Promise<LockerView> {
  const rows = await work.tx.select().from(schema.deviceReports).where(eq(schema.deviceReports.boothId, boothId));
  for (const { report } of rows) {
    const { capabilities, status } = report;
    // A board that has not answered yet reports no sizes.
    if (capabilities.class === 'locker' && status.class === 'locker' && capabilities.sizes.length > 0) {
      return { sizes: capabilities.sizes, sensors: status.compartments };
    }
  }
  return UNKNOWN_LOCKER;
}

/** The visit of a booth's parcel; undefined when the booth has no such parcel. */
export async function visitOfParcel(db: Db, boothId: string, parcelId: string): Promise<string | undefined> {
  const row = await findParcelRow(db, parcelId);
  return row?.boothId === boothId ? row.visitId : undefined;
}

/**
 * Records where a parcel is now, as its booth saw it. A parcel that the visit does not have is left alone, and so is one
 * that has left the locker. One that the hub had given up is taken back, since the booth saw it.
 */
export async function moveParcel(
  work: Work,
  move: { parcelId: string; visitId: string; factId: string; state: ParcelState; at: string; actor: Actor },
): Promise<void> {
  const { parcelId, visitId, factId, state, at, actor } = move;
  const row = await findParcelRow(work.tx, parcelId);
  if (!row || row.visitId !== visitId || !mayMoveParcel(row.state, state)) return;
  const { boothId, compartment } = row;
  const owners = row.withdrawn && !hasLeft(state) ? await findStoredParcels(work.tx, boothId) : [];
  if (owners.some((one) => one.compartment === compartment)) {
    // The compartment went to another parcel meanwhile. Books cannot decide whose it is: people must look.
    const detail = `${row.number} came back as ${state}`;
    const incident = { subject: `compartment ${compartment}`, code: 'compartment_taken', detail };
    await raiseIncident(work, { id: factId, boothId, visitId, at, ...incident }, actor);
    return;
  }
  await work.tx
    .update(schema.parcels)
    .set({ state, withdrawn: false, custody: [...row.custody, { state, at, by: `${actor.kind}:${actor.id}` }] })
    .where(eq(schema.parcels.id, parcelId));
  await work.audit({ action: 'parcel.moved', actor, visitId, subject: row.number, detail: state });
  if (hasLeft(state)) await spendCodesOf(work, row, actor);
  // A parcel leaves days after its visit: nobody at the booth may then be shown whose visit that was.
  if ((await findVisitRow(work.tx, visitId))?.state !== 'ended') work.touch(visitId);
}

/** The citizen said no, or the booth refused: the compartment is free again, the record stays. */
export async function withdrawParcel(work: Work, visitId: string, parcelId: string, actor: Actor): Promise<void> {
  await withdraw(work, visitId, actor, eq(schema.parcels.id, parcelId));
}

/** A visit is over: what was reserved for it and never opened is free again. */
export async function withdrawUnopened(work: Work, visitId: string, actor: Actor): Promise<void> {
  await withdraw(work, visitId, actor);
}

async function withdraw(work: Work, visitId: string, actor: Actor, which?: SQL): Promise<void> {
  const rows = await work.tx
    .update(schema.parcels)
    .set({ withdrawn: true })
    .where(
      and(
        eq(schema.parcels.visitId, visitId),
        eq(schema.parcels.withdrawn, false),
        inArray(schema.parcels.state, ['requested', 'agreed']),
        which,
      ),
    )
    .returning({ number: schema.parcels.number });
  for (const { number } of rows) await work.audit({ action: 'parcel.withdrawn', actor, visitId, subject: number });
  if (rows.length > 0) work.touch(visitId);
}
