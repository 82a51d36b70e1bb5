import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../server/config.ts';
import { missingPostgresPrograms, startPostgres } from '../../test/rig/services.ts';
import { type Cast, castAgents, castBooths, DEPARTMENTS } from './cast.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/**
 * Where the hub keeps its data: `server` is the PostgreSQL of `DATABASE_URL`, or one that is started for the run; `embedded`
 * computes in the hub's own thread.
 */
export type DatabaseChoice = 'server' | 'embedded';

export interface OwnHub extends Cast, Pick<ServerProcess, 'memory'> {
  readonly hubUrl: string;
  readonly database: DatabaseChoice;
  close(): Promise<void>;
}

/**
 * A hub of its own process and data, with as many booths and agents as wanted; all of it is gone afterwards. Without a choice
 * its database is a server where one can be had.
 */
export async function startOwnHub(boothCount: number, agentCount: number, choice?: DatabaseChoice): Promise<OwnHub> {
  const closers: (() => Promise<unknown>)[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    for (const closer of closers.reverse()) await closer();
  };
  const close = () => {
    closing ??= closeAll();
    return closing;
  };
  try {
    const databaseUrl = choice === 'embedded' ? undefined : await serverUrl(choice === 'server', closers);
    const dataDir = await mkdtemp(path.join(tmpdir(), 'xiaowu-load-'));
    closers.push(() => rm(dataDir, { recursive: true, force: true }));
    const { DATABASE_URL: _given, ...rest } = process.env;
    const env = {
      ...rest,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      HUB_DATA_DIR: dataDir,
      PORT: '0',
      HUB_HOST: '127.0.0.1',
      HUB_LOG_LEVEL: 'error',
    };
    const agents = await castAgents(readConfig(env), agentCount);
    const booths = await castBooths(dataDir, boothCount);
    const hub = await startServer('server/main.ts', env);
    closers.push(() => hub.close());
    return {
      hubUrl: hub.url,
      memory: () => hub.memory(),
      database: databaseUrl === undefined ? 'embedded' : 'server',
      booths,
      agents,
      departments: DEPARTMENTS,
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** The address of a database server; undefined where there is none and none is insisted on. */
async function serverUrl(insists: boolean, closers: (() => Promise<unknown>)[]): Promise<string | undefined> {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  const missing = await missingPostgresPrograms();
  if (missing && insists) throw new Error(missing);
  if (missing) return undefined;
  const postgres = await startPostgres({ durable: true });
  closers.push(() => postgres.close());
  return postgres.url;
}
