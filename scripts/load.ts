/**
 * Plays whole visits without pictures: `npm run load -- --booths N --agents M [--rate VISITS-A-MINUTE] [--seconds S] [--json]`.
 * Without more it starts a hub of its own, which is gone afterwards. `--hub URL` takes one that runs: booths are enrolled in
 * `HUB_DATA_DIR`, and agents are the accounts of the demonstration, as many as there are.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { resultSchema } from '../contracts/errors.ts';
import { API_PREFIX, LOGIN_ROUTES } from '../contracts/hub/http.ts';
import { loginHttp } from '../contracts/hub/login.ts';
import { unwrap } from '../contracts/result.ts';
import { PROJECT_DIRS } from '../server/config.ts';
import { demoPeople } from '../server/store/seed.ts';
import { dataDirs } from './enrol.ts';
import { type Cast, castBooths } from './load/cast.ts';
import type { LoadFigures } from './load/figures.ts';
import { startOwnHub } from './load/own-hub.ts';
import { runLoad } from './load/run.ts';

const wanted = z.object({
  booths: z.coerce.number().int().min(1).max(20_000),
  agents: z.coerce.number().int().min(1).max(20_000),
  rate: z.coerce.number().positive().max(60_000),
  seconds: z.coerce.number().positive().max(86_400),
  hub: z.url({ protocol: /^https?$/ }).optional(),
  json: z.boolean(),
});

const { values } = parseArgs({
  options: {
    booths: { type: 'string', default: '100' },
    agents: { type: 'string', default: '100' },
    rate: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '30' },
    hub: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const parsed = wanted.safeParse(values);
if (!parsed.success) {
  console.error(z.prettifyError(parsed.error));
  process.exit(2);
}
const { booths, agents, rate, seconds, hub, json } = parsed.data;

const stage = hub === undefined ? await startOwnHub(booths, agents) : await joinHub(hub);
let figures: LoadFigures;
try {
  figures = await runLoad({ ...stage, visitsPerMinute: rate, lastsS: seconds });
} finally {
  await stage.close();
}
console.log(json ? JSON.stringify(figures) : inWords(figures));
process.exit(0);

/** Booths of our own at a hub that runs, and its demonstration's people. */
async function joinHub(hubUrl: string): Promise<Cast & { hubUrl: string; close(): Promise<void> }> {
  const people = demoPeople.parse(JSON.parse(await readFile(path.join(PROJECT_DIRS.seedDir, 'people.json'), 'utf8')));
  const accounts = people.agents.filter(({ role }) => role === 'agent').slice(0, agents);
  if (accounts.length < agents) console.error(`load: this hub has ${accounts.length} demonstration agents`);
  const desks = accounts.map(async ({ username }) => {
    const response = await fetch(`${hubUrl}${API_PREFIX}${LOGIN_ROUTES.login.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: people.demoPassword }),
    });
    return { token: unwrap(resultSchema(loginHttp.login.output).parse(await response.json())).token };
  });
  return {
    hubUrl,
    booths: await castBooths(dataDirs().hubDataDir, booths),
    agents: await Promise.all(desks),
    departments: [...new Set(accounts.map(({ departmentId }) => departmentId))],
    close: async () => undefined,
  };
}

function inWords(all: LoadFigures): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const memory = all.kbPerConnection === null ? 'not told by this hub' : `${all.kbPerConnection.toFixed(1)} kB`;
  const errors = Object.entries(all.errors).map(([what, count]) => `${what} × ${count}`);
  return [
    `connected          ${all.connected} of ${all.booths} booths and ${all.agents} agents`,
    `visits             ${all.visits}, ${all.visitsPerMinute.toFixed(1)} a minute over ${all.lastedS.toFixed(1)} s`,
    `wish → agent       p50 ${ms(all.answerP50Ms)}, p95 ${ms(all.answerP95Ms)}`,
    `event → desk       p50 ${ms(all.eventP50Ms)}, p95 ${ms(all.eventP95Ms)} of ${all.events}`,
    `hub, a connection  ${memory}`,
    `errors             ${errors.length === 0 ? 'none' : errors.join(', ')}`,
  ].join('\n');
}
