import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where Debian puts the programs of PostgreSQL, one folder a version. */
const POSTGRES_FOLDER = '/usr/lib/postgresql';
const REDIS_PROGRAM = process.env.REDIS_SERVER_PATH ?? 'redis-server';
const START_TRIES = 150;

/** A server of a test's own, on a free port of loopback; its data lies in a folder that goes with it. */
export interface TestService {
  readonly url: string;
  /** Stands still without closing a connection, as a machine does whose disk or network hangs. */
  freeze(): void;
  thaw(): void;
  /** Ends at once, as when the machine loses its power; its data stay. */
  crash(): Promise<void>;
  /** Starts again on the same port with the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Why there is no PostgreSQL to start; undefined when there is one. */
export async function missingPostgresPrograms(): Promise<string | undefined> {
  return (await postgresPrograms()) ? undefined : `no PostgreSQL server programs in ${POSTGRES_FOLDER}`;
}

/** Why there is no Redis to start; undefined when there is one. */
export async function missingRedis(): Promise<string | undefined> {
  return run(REDIS_PROGRAM, ['--version']).then(
    () => undefined,
    () => `no ${REDIS_PROGRAM}`,
  );
}

/** @param durable keeps what was committed over a crash; without it tests are faster */
export async function startPostgres({ durable = false } = {}): Promise<TestService> {
  const bin = await postgresPrograms();
  if (!bin) throw new Error(`no PostgreSQL server programs in ${POSTGRES_FOLDER}`);
  const account = await postgresAccount();
  const folder = await mkdtemp('/tmp/xiaowu-pg-');
  await chmod(folder, 0o700);
  if (account) await chown(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const as = { ...account, env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' }, cwd: '/' };
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], as);
  const port = await freePort();
  const options = ['-p', String(port), '-h', '127.0.0.1', '-k', folder, ...(durable ? [] : ['-F'])];
  return keepService({
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    folder,
    start: () => spawn(join(bin, 'postgres'), ['-D', data, ...options], { ...as, stdio: 'ignore' }),
    isReady: () => answers(run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port), '-t', '5'])),
    // "Fast": open transactions are rolled back, clients sent away.
    endSignal: 'SIGINT',
  });
}

export async function startRedis(): Promise<TestService> {
  const folder = await mkdtemp('/tmp/xiaowu-redis-');
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  return keepService({
    url: `redis://127.0.0.1:${port}`,
    folder,
    start: () => spawn(REDIS_PROGRAM, options, { stdio: 'ignore' }),
    isReady: () => answers(run(`${REDIS_PROGRAM.replace(/-server$/, '-cli')}`, ['-p', String(port), 'ping'])),
    endSignal: 'SIGTERM',
  });
}

interface ServicePlan {
  readonly url: string;
  readonly folder: string;
  start(): ReturnType<typeof spawn>;
  isReady(): Promise<boolean>;
  readonly endSignal: NodeJS.Signals;
}

async function keepService({ url, folder, start, isReady, endSignal }: ServicePlan): Promise<TestService> {
  let child = start();
  let ended = once(child, 'exit');
  const signal = (name: NodeJS.Signals, all: boolean) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    for (const pid of all ? [child.pid, ...childrenOf(child.pid)] : [child.pid]) process.kill(pid, name);
  };
  const untilReady = async () => {
    for (let tries = 0; tries < START_TRIES; tries++) {
      if (await isReady()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${url} did not come up`);
  };
  const end = async (name: NodeJS.Signals, all: boolean) => {
    signal('SIGCONT', true);
    signal(name, all);
    await ended;
  };
  const service: TestService = {
    url,
    freeze: () => signal('SIGSTOP', true),
    thaw: () => signal('SIGCONT', true),
    crash: () => end('SIGKILL', true),
    async restart() {
      child = start();
      ended = once(child, 'exit');
      await untilReady();
    },
    async close() {
      await end(endSignal, false);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await untilReady();
    return service;
  } catch (thrown) {
    await service.close();
    throw thrown;
  }
}

/** PostgreSQL is many processes, each in a group of its own: all of them stand still or end together. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

async function answers(asked: Promise<unknown>): Promise<boolean> {
  return asked.then(
    () => true,
    () => false,
  );
}

async function postgresPrograms(): Promise<string | undefined> {
  const versions = await readdir(POSTGRES_FOLDER).catch(() => []);
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : join(POSTGRES_FOLDER, newest, 'bin');
}

/** The server refuses to run as root; then it runs as the account that Debian's package makes for it. */
async function postgresAccount(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}
