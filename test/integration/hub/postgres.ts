import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);

/** Where Debian puts the server's programs, one folder a version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** A database of its own on a PostgreSQL server. */
export interface TestDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Makes an empty database: on the server of `TEST_DATABASE_URL` if set, otherwise on a temporary one that is started for
 * it. Rejects when neither can be had; ask `missingPostgres` first.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => undefined } : await startServer();
  const name = `xiaowu_${randomUUID().replaceAll('-', '')}`;
  await withClient(server.url, (client) => client.query(`create database ${name}`));
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async close() {
      await withClient(server.url, (client) => client.query(`drop database ${name} with (force)`));
      await server.stop();
    },
  };
}

/** Why there is no PostgreSQL to test on; undefined when there is one. */
export async function missingPostgres(): Promise<string | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined;
  return (await programs()) ? undefined : 'no TEST_DATABASE_URL and no PostgreSQL server programs';
}

async function withClient(url: string, job: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await job(client);
  } finally {
    await client.end();
  }
}

async function programs(): Promise<string | undefined> {
  const versions = await readdir(DEBIAN_FOLDER).catch(() => []);
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : join(DEBIAN_FOLDER, newest, 'bin');
}

/** The server refuses to run as root; then it runs as the account that Debian's package makes for it. */
async function serverAccount(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const bin = await programs();
  if (!bin) throw new Error('no PostgreSQL server programs');
  const account = await serverAccount();
  const folder = await mkdtemp('/tmp/xiaowu-pg-');
  await chmod(folder, 0o700);
  if (account) await chown(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const env = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' };
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...account,
    env,
    cwd: '/',
  });
  const port = await freePort();
  // In the foreground as our own child, without durability: the data lives as long as the test.
  const options = ['-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'];
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...options], { ...account, env, cwd: '/', stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilReady(bin, port);
  return {
    url,
    async stop() {
      // SIGINT is PostgreSQL's "fast" shutdown.
      server.kill('SIGINT');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(bin: string, port: number): Promise<void> {
  // `pg_isready` itself waits for an answer; the loop is for the time in which the port is not open yet.
  for (let attempt = 0; attempt < 150; attempt++) {
    const ready = await run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port), '-t', '5']).then(
      () => true,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('PostgreSQL did not come up');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}
