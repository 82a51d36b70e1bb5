import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reachRelay } from '../../electron/booth/self-check/relay-reach.ts';
import { readConfig } from '../../server/config.ts';
import { loadTls } from '../../server/http/tls.ts';
import { startProcess } from './processes.ts';

/** Debian's coturn, unless the environment names another. */
const TURNSERVER_PATH = process.env.TURNSERVER_PATH ?? '/usr/bin/turnserver';
const LOOPBACK = '127.0.0.1';
const START_TRIES = 40;
const TRY_AGAIN_MS = 100;
const PORT_TRIES = 4;
const GUIDE = new URL('../../docs/operations/turn.md', import.meta.url);

export const hasCoturn = existsSync(TURNSERVER_PATH);

/** A real relay on this machine that takes the hub's credentials. */
export interface Coturn {
  readonly udpUrl: string;
  readonly tcpUrl: string;
  readonly tlsUrl: string;
  readonly tlsPort: number;
  close(): Promise<void>;
}

export interface CoturnOptions {
  /** Where it listens and from where it relays; loopback by itself. */
  readonly address?: string;
  /** PEM files; a self-signed certificate by itself. */
  readonly certificate?: { readonly certFile: string; readonly keyFile: string };
}

/** A part of `docs/operations/turn.md` as it stands there, so that what is tried is what is recommended. */
export function documented(language: 'ini' | 'nginx'): string {
  const block = readFileSync(GUIDE, 'utf8').split(`\`\`\`${language}\n`)[1]?.split('```')[0];
  if (!block) throw new Error(`${GUIDE.pathname} shows no ${language}`);
  return block;
}

/** @param secret what the hub makes credentials with */
export async function startCoturn(secret: string, options: CoturnOptions = {}): Promise<Coturn> {
  for (let left = PORT_TRIES; ; left--) {
    try {
      return await startOnce(secret, options);
    } catch (error) {
      // It takes the port behind each of its own as well, which somebody else may have.
      if (left === 1 || !String(error).includes('Address already in use')) throw error;
    }
  }
}

async function startOnce(secret: string, options: CoturnOptions): Promise<Coturn> {
  const folder = await mkdtemp(join(tmpdir(), 'xiaowu-coturn-'));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const { address = LOOPBACK, certificate = await selfSigned(folder) } = options;
  const given: Readonly<Record<string, string>> = {
    'static-auth-secret': secret,
    'listening-port': String(port),
    'tls-listening-port': String(tlsPort),
    cert: certificate.certFile,
    pkey: certificate.keyFile,
  };
  const settings = documented('ini')
    .split('\n')
    .map((line) => {
      const [name = ''] = line.split('=');
      return given[name] === undefined ? line : `${name}=${given[name]}`;
    });
  settings.push(
    `listening-ip=${address}`,
    ...(address === LOOPBACK ? [] : [`listening-ip=${LOOPBACK}`]),
    `relay-ip=${address}`,
    // Only a test's peers are on the relay's own machine.
    'allow-loopback-peers',
    'allowed-peer-ip=0.0.0.0-255.255.255.255',
    `pidfile=${join(folder, 'pid')}`,
    `userdb=${join(folder, 'db')}`,
    'log-file=stdout',
  );
  await writeFile(join(folder, 'turnserver.conf'), `${settings.join('\n')}\n`, { mode: 0o600 });
  const running = startProcess(TURNSERVER_PATH, ['-c', join(folder, 'turnserver.conf')], {});
  const close = async () => {
    await running.stop('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  const coturn: Coturn = {
    udpUrl: `turn:${address}:${port}?transport=udp`,
    tcpUrl: `turn:${address}:${port}?transport=tcp`,
    tlsUrl: `turns:${address}:${tlsPort}?transport=tcp`,
    tlsPort,
    close,
  };
  for (let tries = 0; tries < START_TRIES && running.child.exitCode === null; tries++) {
    if ((await reachRelay(coturn.tcpUrl)).ok && (await reachRelay(coturn.udpUrl)).ok) return coturn;
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
  }
  await close();
  throw new Error(`coturn did not start: ${running.log().slice(-4000)}`);
}

async function selfSigned(folder: string): Promise<{ certFile: string; keyFile: string }> {
  await loadTls({ ...readConfig({}), tls: { kind: 'self-signed' }, dataDir: folder });
  return { certFile: join(folder, 'tls/cert.pem'), keyFile: join(folder, 'tls/key.pem') };
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
