import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { generate } from 'selfsigned';
import { type Coturn, documented, hasCoturn, startCoturn } from './coturn.ts';
import type { Place } from './network.ts';
import type { Approach, Front } from './network-house.ts';
import { startProcess } from './processes.ts';

const NGINX_PATH = process.env.NGINX_PATH ?? '/usr/sbin/nginx';
/** Debian keeps nginx's parts beside it. */
const STREAM_MODULE = '/usr/lib/nginx/modules/ngx_stream_module.so';
const CERTUTIL_PATH = '/usr/bin/certutil';
const SECRET = 'a secret of hub and relay';
const HUB_NAME = 'hub.xiaowu.test';
const RELAY_NAME = 'turn.xiaowu.test';
const HTTPS_PORT = 443;
const AUTHORITY_FILE = 'authority.pem';
const START_TRIES = 50;
const TRY_AGAIN_MS = 100;
/** Types of alternative names in a certificate. */
const DNS = 2;
const IP = 7;

/** What this machine lacks for hub and relay behind one port 443; null when nothing. */
export const whyNo443: string | null =
  [
    { is: hasCoturn, what: 'coturn' },
    { is: existsSync(NGINX_PATH) && existsSync(STREAM_MODULE), what: 'nginx with its stream module' },
    { is: existsSync(CERTUTIL_PATH), what: 'certutil (libnss3-tools)' },
  ].find(({ is }) => !is)?.what ?? null;

/**
 * Hub and relay (coturn) behind one port 443, parted by nginx by the name that TLS asks for, each with a certificate of an
 * authority that the browsers trust: what `docs/operations/turn.md` describes, with the settings that stand there.
 */
export const through443: Approach = { hosts: [HUB_NAME, RELAY_NAME], lay: layFront };

async function layFront(place: Place): Promise<Front> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'xiaowu-443-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const certificate = await makeCertificates(folder);
    const coturn = await startCoturn(SECRET, { address: place.hostAddress, certificate });
    closers.push(() => coturn.close());
    const { udpUrl, tcpUrl } = coturn;
    const named = (url: string) => url.replace(place.hostAddress, RELAY_NAME);
    return {
      hub: {
        HUB_TLS_CERT: certificate.certFile,
        HUB_TLS_KEY: certificate.keyFile,
        TURN_URLS: [named(udpUrl), named(tcpUrl), `turns:${RELAY_NAME}:${HTTPS_PORT}?transport=tcp`].join(','),
        TURN_SECRET: SECRET,
      },
      async open(hubUrl) {
        closers.push(await startNginx(folder, place, coturn, hubUrl));
        return `https://${HUB_NAME}`;
      },
      // Chromium asks the certificates of its home.
      browser: { env: { HOME: folder } },
      booth: { HOME: folder, HUB_CA: join(folder, AUTHORITY_FILE) },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** An authority, trusted by browsers with this home and by this process, and a certificate of it for hub and relay. */
async function makeCertificates(folder: string): Promise<{ certFile: string; keyFile: string }> {
  const authority = await generate([{ name: 'commonName', value: 'xiaowu test authority' }], {
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const site = await generate([{ name: 'commonName', value: HUB_NAME }], {
    algorithm: 'sha256',
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      {
        name: 'subjectAltName',
        altNames: [
          { type: DNS, value: HUB_NAME },
          { type: DNS, value: RELAY_NAME },
          { type: IP, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const [authorityFile, certFile, keyFile] = [AUTHORITY_FILE, 'cert.pem', 'key.pem'].map((name) => join(folder, name));
  if (!authorityFile || !certFile || !keyFile) throw new Error('three names give three files');
  await writeFile(authorityFile, authority.cert);
  await writeFile(certFile, site.cert);
  await writeFile(keyFile, site.private, { mode: 0o600 });
  const store = join(folder, '.pki/nssdb');
  await mkdir(store, { recursive: true });
  const certutil = (...args: string[]) => execFileSync(CERTUTIL_PATH, ['-d', `sql:${store}`, ...args]);
  certutil('-N', '--empty-password');
  certutil('-A', '-t', 'C,,', '-n', 'xiaowu test authority', '-i', authorityFile);
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), authority.cert]);
  return { certFile, keyFile };
}

/** nginx with the documented part, its addresses put to those of this test. Returns what ends it. */
async function startNginx(folder: string, place: Place, coturn: Coturn, hubUrl: string): Promise<() => Promise<void>> {
  const stream = documented('nginx')
    .replaceAll('turn.example.cn', RELAY_NAME)
    .replace('127.0.0.1:5349', `127.0.0.1:${coturn.tlsPort}`)
    .replace('127.0.0.1:8443', new URL(hubUrl).host)
    .replace('listen [::]:443;', '')
    .replace('listen 443;', `listen ${place.hostAddress}:${HTTPS_PORT};`);
  const file = join(folder, 'nginx.conf');
  const settings = [
    `load_module ${STREAM_MODULE};`,
    'daemon off;',
    // One process, so that nothing is left when it is ended.
    'master_process off;',
    `pid ${folder}/nginx.pid;`,
    'error_log stderr warn;',
    'events {}',
    stream,
  ];
  await writeFile(file, settings.join('\n'));
  const running = startProcess(NGINX_PATH, ['-p', folder, '-e', 'stderr', '-c', file], {});
  for (let tries = 0; tries < START_TRIES && running.child.exitCode === null; tries++) {
    if (await answers(place.hostAddress)) return () => running.stop('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
  }
  await running.stop('SIGKILL');
  throw new Error(`nginx did not start: ${running.log().slice(-4000)}`);
}

function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(HTTPS_PORT, host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
