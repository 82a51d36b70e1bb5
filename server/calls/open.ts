import { and, eq, inArray, isNull, ne, notInArray } from 'drizzle-orm';
import type { CatalogueIndex } from '../catalogue/catalogue.ts';
import { CALL } from '../keeping/places.ts';
import type { Reader } from '../keeping/vault.ts';
import type { Logger } from '../log.ts';
import type { MeasuresSnapshot } from '../routing/engine/measures.ts';
import { DEFAULT_SETTINGS } from '../routing/engine/types.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { CallCentre } from './centre.ts';
import { Floor, type FloorRecords } from './floor.ts';
import { createLeader } from './leader.ts';
import { loadPeople } from './people.ts';
import { routingRegions } from './profiles.ts';
import type { DutyRow } from './steps.ts';
import { createTell, openDesks, type TellTools } from './tell.ts';

export interface OpenTools extends TellTools {
  readonly catalogue: CatalogueIndex;
  readonly logger: Logger;
}

/** Opens the calls where they were left: whoever was in one, waited for one or was on duty still is. */
export async function openCallCentre(tools: OpenTools): Promise<CallCentre> {
  const { store, catalogue, logger, outbox } = tools;
  const { db, clock } = store;
  const people = await loadPeople(db, catalogue);
  const [measures] = await db.select().from(schema.routingMeasures);
  const floor = new Floor({
    settings: { ...DEFAULT_SETTINGS, regions: routingRegions(catalogue.data.regions) },
    authorityOf: (serviceId) => catalogue.service(serviceId)?.authority,
    personOf: (agentId) => people.get(agentId),
    measured: measures?.data as MeasuresSnapshot | undefined,
  });
  await settleVisits(db);
  const leader = createLeader({
    store,
    logger,
    floor,
    prepare: (decision) => openDesks(outbox, decision),
    tell: createTell(tools),
  });
  const records = await loadRecords(store);
  await leader.take(floor.restore(records, clock.nowMs()));
  return leader;
}

async function loadRecords({ db, vault }: Reader): Promise<FloorRecords> {
  const calls = await db
    .select({ call: schema.calls })
    .from(schema.calls)
    .innerJoin(schema.visits, eq(schema.visits.id, schema.calls.visitId))
    .where(isNull(schema.calls.endedAt))
    .orderBy(schema.calls.askedAt);
  const sealOf = await vault.sealsOf(
    db,
    calls.map(({ call }) => call.visitId),
  );
  const duty = await db.select().from(schema.agentDuty);
  const owned = await db
    .select({ visitId: schema.visits.id, ownerId: schema.visits.firstAgentId })
    .from(schema.visits)
    .where(ne(schema.visits.state, 'ended'));
  return {
    calls: calls.map(({ call }) => CALL.open(sealOf(call.visitId), call).state),
    duty: new Map(duty.map((row) => [row.agentId, dutyOf(row)])),
    owners: new Map(owned.flatMap(({ visitId, ownerId }) => (ownerId === null ? [] : [[visitId, ownerId] as const]))),
  };
}

function dutyOf(row: typeof schema.agentDuty.$inferSelect): DutyRow {
  const { wish, reason, since, misses, counter, wrapUps } = row;
  return { wish, reason: reason ?? undefined, sinceMs: Date.parse(since), misses, counter, wrapUps };
}

/** Visits that say they are in a call of which there is no record are inside, and may call anew. */
async function settleVisits(db: Db): Promise<void> {
  const running = db.select({ id: schema.calls.visitId }).from(schema.calls).where(isNull(schema.calls.endedAt));
  const { visits } = schema;
  await db
    .update(visits)
    .set({ state: 'inside' })
    .where(and(inArray(visits.state, ['waiting', 'in-call']), notInArray(visits.id, running)));
}
