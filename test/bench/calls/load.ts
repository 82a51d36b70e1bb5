import { bareConnection } from '../../../scripts/load/bare.ts';
import { startOwnHub } from '../../../scripts/load/own-hub.ts';
import { EVENT_P95_MS, MEMORY_RATIO } from '../../../scripts/load/promises.ts';
import { runLoad } from '../../../scripts/load/run.ts';
import { type BenchRow, row } from '../row.ts';

/** What two cores carry in a minute beside the clients, which are as many. */
const BOOTHS = 150;
const AGENTS = 50;
const VISITS_PER_MINUTE = 100;
const LASTS_S = 15;

/** The hub with booths and agents, visits played: memory of one more connection against a bare server, and how late news come. */
export async function* run(): AsyncGenerator<BenchRow> {
  const bare = await bareConnection(BOOTHS + AGENTS);
  const hub = await startOwnHub(BOOTHS, AGENTS);
  try {
    const figures = await runLoad({ ...hub, visitsPerMinute: VISITS_PER_MINUTE, lastsS: LASTS_S });
    const failures = Object.entries(figures.errors);
    if (failures.length > 0) throw new Error(`visits failed: ${JSON.stringify(figures.errors)}`);
    if (!figures.connection || !bare) throw new Error('a server told no memory');
    const memory = row(
      {
        group: 'calls',
        name: `hub, living memory of a connection, ${figures.connected} connected`,
        unit: 'kB',
        baselineName: 'bare Socket.IO echo',
        target: { kind: 'at-most', ratio: MEMORY_RATIO },
      },
      [figures.connection.liveBytes / 1000],
      [bare.liveBytes / 1000],
    );
    yield { ...memory, n: figures.connected };
    const event = row(
      {
        group: 'calls',
        name: `booth event to desk, 95 of 100, at ${Math.round(figures.visitsPerMinute)} visits a minute`,
        unit: 'ms',
        baselineName: 'the aim',
        target: { kind: 'at-most', ratio: 1 },
      },
      [figures.event.p95Ms ?? Number.NaN],
      [EVENT_P95_MS],
    );
    yield { ...event, n: figures.event.count };
  } finally {
    await hub.close();
  }
}
