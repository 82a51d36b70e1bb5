import { fileURLToPath } from 'node:url';
import type { Socket } from 'socket.io-client';
import { startOwnHub } from '../../../scripts/load/own-hub.ts';
import { connect } from '../../../scripts/load/players.ts';
import { connectAll, runLoad } from '../../../scripts/load/run.ts';
import { startProcess } from '../../rig/processes.ts';
import { type BenchRow, row } from '../row.ts';

/** What two cores carry in a minute beside the clients, which are as many. */
const BOOTHS = 150;
const AGENTS = 50;
const VISITS_PER_MINUTE = 100;
const LASTS_S = 15;
const EVENT_P95_AIM_MS = 100;

/** The hub with booths and agents, visits played: memory of one more connection against a bare server, and how late news come. */
export async function* run(): AsyncGenerator<BenchRow> {
  const bareKb = await bareConnection(BOOTHS + AGENTS);
  const hub = await startOwnHub(BOOTHS, AGENTS);
  try {
    const figures = await runLoad({ ...hub, visitsPerMinute: VISITS_PER_MINUTE, lastsS: LASTS_S });
    const failures = Object.entries(figures.errors);
    if (failures.length > 0) throw new Error(`visits failed: ${JSON.stringify(figures.errors)}`);
    if (figures.kbPerConnection === null) throw new Error('the hub tells no memory');
    const memory = row(
      {
        group: 'calls',
        name: `hub, memory of a connection, ${figures.connected} connected`,
        unit: 'kB',
        baselineName: 'bare Socket.IO echo',
        target: { kind: 'at-most', ratio: 2 },
      },
      [figures.kbPerConnection],
      [bareKb],
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
      [figures.eventP95Ms],
      [EVENT_P95_AIM_MS],
    );
    yield { ...event, n: figures.events };
  } finally {
    await hub.close();
  }
}

async function bareConnection(count: number): Promise<number> {
  const echo = startProcess(process.execPath, [fileURLToPath(new URL('./echo.ts', import.meta.url))], {});
  const sockets: Socket[] = [];
  try {
    const { url } = await echo.line<{ url: string }>((value) => value.event === 'listening');
    const arrivals = Array.from({ length: count }, () => async () => {
      const socket = await connect(url, 'none');
      await socket.emitWithAck('echo', 'hello');
      sockets.push(socket);
    });
    const kb = await connectAll(url, arrivals);
    if (kb === null) throw new Error('the bare server tells no memory');
    return kb;
  } finally {
    for (const socket of sockets) socket.disconnect();
    await echo.stop();
  }
}
