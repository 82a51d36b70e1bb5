import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { castAgents, castBooths } from '../../../scripts/load/cast.ts';
import type { ClusterHealth } from '../../../server/cluster/open.ts';
import { type Balancer, startBalancer } from '../../rig/balancer.ts';
import { type RigHub, startRigHub } from '../../rig/hub.ts';
import { startPostgres, startRedis, type TestService } from '../../rig/services.ts';
import { RoamingBooth, RoamingDesk } from './players.ts';

export interface Health {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly cluster: ClusterHealth;
}

export interface FactRow {
  readonly id: string;
  readonly order: number;
  readonly seq: number | null;
  readonly type: string;
}

/** Several real hubs, each a process, on one PostgreSQL and one Redis. */
export interface Hubs {
  readonly postgres: TestService;
  readonly redis: TestService;
  /** Starts one more; the first leads. */
  start(): Promise<RigHub>;
  /** Ends one as a power cut does. */
  kill(hub: RigHub): Promise<void>;
  health(hub: RigHub): Promise<Health>;
  /** Resolves with the health of the hub once it is so. */
  untilHealth(hub: RigHub, test: (health: Health) => boolean): Promise<Health>;
  /** A booth that connects to the first of these hubs that lives. */
  booth(order: readonly RigHub[]): Promise<RoamingBooth>;
  desk(username: string, order: readonly RigHub[]): Promise<RoamingDesk>;
  /** A desk of somebody who is not of the demonstration. */
  castDesk(order: readonly RigHub[]): Promise<RoamingDesk>;
  facts(visitId: string): Promise<FactRow[]>;
  rows<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** Who is there beside the demonstration's people. */
export interface HubsCast {
  readonly booths: number;
  readonly agents: number;
}

export async function openHubs(cast: HubsCast = { booths: 3, agents: 0 }): Promise<Hubs> {
  const dataDir = await mkdtemp(join(tmpdir(), 'xiaowu-hubs-'));
  const postgres = await startPostgres();
  const redis = await startRedis();
  const booths = [...(await castBooths(dataDir, cast.booths))];
  const place = { kind: 'server', url: postgres.url } as const;
  const agents = cast.agents === 0 ? [] : [...(await castAgents({ dataDir, database: place }, cast.agents))];
  const running = new Set<RigHub>();
  const balancers: Balancer[] = [];
  const players: { close(): void }[] = [];

  async function balance(order: readonly RigHub[]): Promise<string> {
    const balancer = await startBalancer(order.map(({ url }) => url));
    balancers.push(balancer);
    return balancer.url;
  }
  async function seat(token: string, order: readonly RigHub[]): Promise<RoamingDesk> {
    const desk = new RoamingDesk(await balance(order), token);
    players.push(desk);
    return desk.open();
  }
  async function rows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    try {
      return (await client.query<T>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }
  const hubs: Hubs = {
    postgres,
    redis,
    async start() {
      const hub = await startRigHub(dataDir, {
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        HUB_LOG_LEVEL: process.env.HUB_LOG_LEVEL ?? 'warn',
      });
      running.add(hub);
      return hub;
    },
    async kill(hub) {
      running.delete(hub);
      await hub.process.stop('SIGKILL');
    },
    async health(hub) {
      try {
        return (await (await fetch(`${hub.url}/health`)).json()) as Health;
      } catch (thrown) {
        const { child } = hub.process;
        const ended = `exit ${child.exitCode}, signal ${child.signalCode}`;
        throw new Error(`a hub gives no health (${ended}):\n${hub.process.log().slice(-4_000)}`, { cause: thrown });
      }
    },
    async untilHealth(hub, test) {
      for (;;) {
        const health = await hubs.health(hub);
        if (test(health)) return health;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async booth(order) {
      const next = booths.shift();
      if (!next) throw new Error('no more booths are enrolled');
      const booth = new RoamingBooth(await balance(order), next.token);
      players.push(booth);
      return booth.open();
    },
    async desk(username, order) {
      const [first] = order;
      if (!first) throw new Error('no hub');
      return seat((await first.login(username)).token, order);
    },
    async castDesk(order) {
      const next = agents.shift();
      if (!next) throw new Error('no more agents are cast');
      return seat(next.token, order);
    },
    facts: (visitId) =>
      rows<FactRow>(
        `select id, entry_order as "order", booth_seq as seq, fact->>'type' as type
         from timeline where visit_id = $1 order by entry_order`,
        [visitId],
      ),
    rows,
    async close() {
      for (const player of players) player.close();
      for (const hub of running) await hub.process.stop('SIGKILL');
      for (const balancer of balancers) await balancer.close();
      await redis.close();
      await postgres.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return hubs;
}
