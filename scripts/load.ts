/**
 * Plays whole visits without pictures and says whether the hub kept its promises:
 * `npm run load -- --booths N --agents M [--rate VISITS-A-MINUTE] [--seconds S] [--database server|embedded] [--json]`.
 * Without more it starts a hub of its own, with a database of its own, which are gone afterwards, and measures a bare Socket.IO
 * server beside it. `--hub URL` takes a hub that runs: booths are enrolled in `HUB_DATA_DIR`, and agents are the accounts of
 * the demonstration, as many as there are. The table goes to stdout; with `--json` the figures do, and the table to stderr.
 * Ends with 1 when a promise is broken.
 */
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
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
import { bareConnection } from './load/bare.ts';
import { type Cast, castBooths } from './load/cast.ts';
import type { LoadFigures } from './load/figures.ts';
import { startOwnHub } from './load/own-hub.ts';
import { judge, memoryRatio } from './load/promises.ts';
import { runLoad } from './load/run.ts';
import { inWords } from './load/words.ts';

const wanted = z.object({
  booths: z.coerce.number().int().min(1).max(20_000),
  agents: z.coerce.number().int().min(1).max(20_000),
  rate: z.coerce.number().positive().max(60_000),
  seconds: z.coerce.number().positive().max(86_400),
  hub: z.url({ protocol: /^https?$/ }).optional(),
  database: z.enum(['server', 'embedded']).optional(),
  json: z.boolean(),
});

const { values } = parseArgs({
  options: {
    booths: { type: 'string', default: '100' },
    agents: { type: 'string', default: '100' },
    rate: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '30' },
    hub: { type: 'string' },
    database: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const parsed = wanted.safeParse(values);
if (!parsed.success) {
  console.error(z.prettifyError(parsed.error));
  process.exit(2);
}
const { booths, agents, rate, seconds, hub, database, json } = parsed.data;

const before = loadAverage();
const bare = hub === undefined ? await bareConnection(booths + agents) : null;
const stage = hub === undefined ? await startOwnHub(booths, agents, database) : await joinHub(hub);
// Whoever stops it waits for no result, but nothing may be left running.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stage.close().finally(() => process.exit(130)));
}
let figures: LoadFigures;
try {
  figures = await runLoad({ ...stage, visitsPerMinute: rate, lastsS: seconds });
} finally {
  await stage.close();
}
const told = {
  figures,
  bare,
  database: stage.database,
  loadAverage: { before, after: loadAverage() },
  verdicts: judge(figures, { visitsPerMinute: rate, bare }),
};
if (json) {
  console.error(inWords(told));
  console.log(JSON.stringify({ ...told, memoryRatio: memoryRatio(figures, bare) }));
} else console.log(inWords(told));
process.exit(told.verdicts.some(({ kept }) => kept === false) ? 1 : 0);

function loadAverage(): number {
  return loadavg()[0] ?? 0;
}

/** Booths of our own at a hub that runs, and its demonstration's people. */
async function joinHub(hubUrl: string): Promise<Cast & { hubUrl: string; database: string; close(): Promise<void> }> {
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
    database: `of ${hubUrl}`,
    booths: await castBooths(dataDirs().hubDataDir, booths),
    agents: await Promise.all(desks),
    departments: [...new Set(accounts.map(({ departmentId }) => departmentId))],
    close: async () => undefined,
  };
}
