import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { HubConfig } from '../config.ts';
import type { TlsFiles } from './server.ts';

/** Browsers take no certificate that lives longer (CA/Browser Forum ballot SC-081: 398 days until March 2026). */
const CERTIFICATE_DAYS = 397;
const KEY_BITS = 2048;
const DNS = 2;
const IP = 7;

/** The certificate that the configuration asks for; a self-signed one is made once and kept. */
export async function loadTls(config: HubConfig): Promise<TlsFiles> {
  const { tls } = config;
  if (!tls) return undefined;
  if (tls.kind === 'given') {
    return { cert: await readFile(tls.certFile, 'utf8'), key: await readFile(tls.keyFile, 'utf8') };
  }
  const folder = join(config.dataDir, 'tls');
  const certFile = join(folder, 'cert.pem');
  const keyFile = join(folder, 'key.pem');
  try {
    return { cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') };
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
  }
  const notAfterDate = new Date(Date.now() + CERTIFICATE_DAYS * 24 * 60 * 60_000);
  const pems = await generate([{ name: 'commonName', value: hostname() }], {
    keySize: KEY_BITS,
    algorithm: 'sha256',
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: DNS, value: hostname() },
          { type: DNS, value: 'localhost' },
          ...ownAddresses().map((ip) => ({ type: IP, ip }) as const),
        ],
      },
    ],
  });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(keyFile, pems.private, { mode: 0o600 });
  await writeFile(certFile, pems.cert);
  return { cert: pems.cert, key: pems.private };
}

/** Addresses under which booths and browsers of the same network reach this machine. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((entries) =>
    (entries ?? []).filter((entry) => entry.family === 'IPv4').map((entry) => entry.address),
  );
}
