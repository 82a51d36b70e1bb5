import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { and, eq, isNull } from 'drizzle-orm';
import { v7 } from 'uuid';
import { z } from 'zod';
import { agent, booth, qualification } from '../../contracts/domain/people.ts';
import { pin, technicianKey } from '../../contracts/technician/mode.ts';
import { hashPassword } from '../auth/passwords.ts';
import * as schema from './schema.ts';
import type { Store } from './work.ts';

/** `people.json`. Its passwords and PINs open nothing but a demonstration. */
export const demoPeople = z.strictObject({
  agents: z.array(
    agent.omit({ id: true }).extend({
      qualification: qualification.optional(),
      /** What lets a technician in at a booth's own screen. */
      technician: z.strictObject({ pin, totpSecret: technicianKey.shape.totpSecret }).optional(),
    }),
  ),
  demoPassword: z.string().min(8),
});
const places = z.strictObject({ booths: z.array(booth) });

/** Fills a database that has no people yet with demonstration people and booths; says how many people it made. */
export async function seedDemo(store: Store, folder: string): Promise<number> {
  const { agents, demoPassword } = demoPeople.parse(await readJson(folder, 'people.json'));
  const anybody = await store.db.select({ id: schema.agents.id }).from(schema.agents).limit(1);
  if (anybody.length > 0) {
    await seedQualifications(store, agents);
    await seedKeys(store, agents);
    return 0;
  }
  const { booths } = places.parse(await readJson(folder, 'booths.json'));
  const rows = await Promise.all(
    agents.map(async ({ technician, ...one }) => ({
      ...one,
      id: v7(),
      passwordHash: await hashPassword(demoPassword),
      demo: true,
    })),
  );
  await store.write(async (work) => {
    await work.tx.insert(schema.agents).values(rows).onConflictDoNothing();
    await work.tx
      .insert(schema.booths)
      .values(booths.map((one) => ({ ...one, demo: true })))
      .onConflictDoNothing();
  });
  await seedKeys(store, agents);
  return rows.length;
}

/** Gives demonstration people who have none their qualification, also where people came before qualifications did. */
async function seedQualifications(store: Store, agents: z.infer<typeof demoPeople>['agents']): Promise<void> {
  const { agents: people } = schema;
  for (const { username, qualification: given } of agents) {
    if (!given) continue;
    const isBare = and(eq(people.username, username), eq(people.demo, true), isNull(people.qualification));
    await store.db.update(people).set({ qualification: given }).where(isBare);
  }
}

/** Gives demonstration technicians who have none their PIN and one-time codes, also where people came before keys did. */
async function seedKeys(store: Store, agents: z.infer<typeof demoPeople>['agents']): Promise<void> {
  for (const { username, technician } of agents) {
    if (!technician) continue;
    const [row] = await store.db
      .select({ id: schema.agents.id, key: schema.technicianKeys.agentId })
      .from(schema.agents)
      .leftJoin(schema.technicianKeys, eq(schema.technicianKeys.agentId, schema.agents.id))
      .where(and(eq(schema.agents.username, username), eq(schema.agents.demo, true)));
    if (!row || row.key !== null) continue;
    const key = { agentId: row.id, pinHash: await hashPassword(technician.pin), totpSecret: technician.totpSecret };
    await store.write((work) => work.tx.insert(schema.technicianKeys).values(key).onConflictDoNothing());
  }
}

async function readJson(folder: string, name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, name), 'utf8'));
}
