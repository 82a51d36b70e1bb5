import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { z } from 'zod';
import { agent, booth } from '../../contracts/domain/people.ts';
import { hashPassword } from '../auth/passwords.ts';
import * as schema from './schema.ts';
import type { Store } from './work.ts';

const people = z.strictObject({ agents: z.array(agent.omit({ id: true })), demoPassword: z.string().min(8) });
const places = z.strictObject({ booths: z.array(booth) });

/** Fills a database that has no people yet with demonstration people and booths; says how many people it made. */
export async function seedDemo(store: Store, folder: string): Promise<number> {
  const anybody = await store.db.select({ id: schema.agents.id }).from(schema.agents).limit(1);
  if (anybody.length > 0) return 0;
  const { agents, demoPassword } = people.parse(await readJson(folder, 'people.json'));
  const { booths } = places.parse(await readJson(folder, 'booths.json'));
  const rows = await Promise.all(
    agents.map(async (one) => ({ ...one, id: v7(), passwordHash: await hashPassword(demoPassword), demo: true })),
  );
  await store.write(async (work) => {
    await work.tx.insert(schema.agents).values(rows).onConflictDoNothing();
    await work.tx
      .insert(schema.booths)
      .values(booths.map((one) => ({ ...one, demo: true })))
      .onConflictDoNothing();
  });
  return rows.length;
}

async function readJson(folder: string, name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, name), 'utf8'));
}
