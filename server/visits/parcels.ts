import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { CompartmentState } from '../../contracts/device/device.ts';
import type { Parcel, ParcelState } from '../../contracts/domain/visit.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { nextNumber } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';
import { chooseCompartment } from './rules.ts';
import { parcelOf } from './visit-store.ts';

/** Parcels in a booth's locker and the record of who had them when. */

/** Reserves a compartment for a parcel; nothing opens by it. */
export async function requestParcel(
  work: Work,
  wish: { visitId: string; boothId: string; caseId?: string; actor: Actor },
): Promise<Result<Parcel, XiaowuError>> {
  const { visitId, boothId, caseId, actor } = wish;
  const uses = await work.tx
    .select({ compartment: schema.parcels.compartment, state: schema.parcels.state })
    .from(schema.parcels)
    .where(and(eq(schema.parcels.boothId, boothId), eq(schema.parcels.withdrawn, false)));
  const compartment = chooseCompartment(uses, await lockerSensors(work, boothId));
  if (compartment === undefined) return err(fail('no_compartment'));
  const visit = (await work.tx.select().from(schema.visits).where(eq(schema.visits.id, visitId)))[0];
  const [row] = await work.tx
    .insert(schema.parcels)
    .values({
      id: v7(),
      number: await nextNumber(work, 'parcel'),
      visitId,
      boothId,
      caseId,
      compartment,
      state: 'requested',
      mailing: visit?.mailing,
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
  return ok(parcelOf(row));
}

async function lockerSensors(work: Work, boothId: string): Promise<readonly CompartmentState[]> {
  const rows = await work.tx.select().from(schema.deviceReports).where(eq(schema.deviceReports.boothId, boothId));
  for (const { report } of rows) if (report.status.class === 'locker') return report.status.compartments;
  return [];
}

/** Records where a parcel is now, as its booth saw it. A parcel that the visit does not have is left alone. */
export async function moveParcel(
  work: Work,
  move: { parcelId: string; visitId: string; state: ParcelState; at: string; actor: Actor },
): Promise<void> {
  const { parcelId, visitId, state, at, actor } = move;
  const row = (await work.tx.select().from(schema.parcels).where(eq(schema.parcels.id, parcelId)))[0];
  if (!row || row.visitId !== visitId) return;
  await work.tx
    .update(schema.parcels)
    .set({ state, custody: [...row.custody, { state, at, by: `${actor.kind}:${actor.id}` }] })
    .where(eq(schema.parcels.id, parcelId));
  await work.audit({ action: 'parcel.moved', actor, visitId, subject: row.number, detail: state });
  work.touch(visitId);
}

/** The citizen said no, or the booth refused: the compartment is free again, the record stays. */
export async function withdrawParcel(work: Work, visitId: string, parcelId: string): Promise<void> {
  await work.tx
    .update(schema.parcels)
    .set({ withdrawn: true })
    .where(
      and(eq(schema.parcels.id, parcelId), eq(schema.parcels.visitId, visitId), eq(schema.parcels.state, 'requested')),
    );
  work.touch(visitId);
}
