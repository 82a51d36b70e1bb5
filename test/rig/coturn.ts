import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reachRelay } from '../../electron/booth/self-check/relay-reach.ts';
import { readConfig } from '../../server/config.ts';
import { loadTls } from '../../server/http/tls.ts';

/** Debian's coturn, unless the environment names another. */
const TURNSERVER_PATH = process.env.TURNSERVER_PATH ?? '/usr/bin/turnserver';
const REALM = 'xiaowu.test';
const START_TRIES = 40;

export const hasCoturn = existsSync(TURNSERVER_PATH);

/** A real relay on loopback that takes the hub's credentials. */
export interface Coturn {
  readonly udpUrl: string;
  readonly tcpUrl: string;
  readonly tlsUrl: string;
  close(): Promise<void>;
}

/** @param secret what the hub makes credentials with */
export async function startCoturn(secret: string): Promise<Coturn> {
  const folder = await mkdtemp(join(tmpdir(), 'xiaowu-coturn-'));
  const [port, tlsPort] = [await freePort(), await freePort()];
  await loadTls({ ...readConfig({}), tls: { kind: 'self-signed' }, dataDir: folder });
  // The settings of docs/operations/turn.md, but for peers on loopback, which only a test has.
  const settings = [
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    `realm=${REALM}`,
    'listening-ip=127.0.0.1',
    'relay-ip=127.0.0.1',
    `listening-port=${port}`,
    `tls-listening-port=${tlsPort}`,
    `cert=${join(folder, 'tls/cert.pem')}`,
    `pkey=${join(folder, 'tls/key.pem')}`,
    'fingerprint',
    'no-cli',
    'no-multicast-peers',
    'allow-loopback-peers',
    'no-tcp-relay',
    `pidfile=${join(folder, 'pid')}`,
    `userdb=${join(folder, 'db')}`,
    'log-file=stdout',
  ];
  await writeFile(join(folder, 'turnserver.conf'), `${settings.join('\n')}\n`, { mode: 0o600 });
  const child = spawn(TURNSERVER_PATH, ['-c', join(folder, 'turnserver.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const coturn: Coturn = {
    udpUrl: `turn:127.0.0.1:${port}?transport=udp`,
    tcpUrl: `turn:127.0.0.1:${port}?transport=tcp`,
    tlsUrl: `turns:127.0.0.1:${tlsPort}?transport=tcp`,
    close,
  };
  for (let tries = 0; tries < START_TRIES; tries++) {
    if (child.exitCode !== null) break;
    if ((await reachRelay(coturn.tcpUrl)).ok && (await reachRelay(coturn.udpUrl)).ok) return coturn;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await close();
  throw new Error(`coturn did not start: ${said}`);
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
