import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contentHash } from '../lib/content-hash.ts';
import { projectRoot } from '../lib/project.ts';
import type { Say } from './say.ts';

/** Debian asks this program before it starts a service (invoke-rc.d(8)); 101 forbids it. */
const POLICY_FILE = '/usr/sbin/policy-rc.d';
const NO_SERVICES = '#!/bin/sh\n# Made by the set-up of xiaowu for the time of one installation.\nexit 101\n';

/** The services that packages of the lists bring and that start by themselves. */
const SERVICES: Readonly<Record<string, string>> = {
  coturn: 'coturn',
  nginx: 'nginx',
  'nginx-light': 'nginx',
  postgresql: 'postgresql',
  'redis-server': 'redis-server',
};

/** A wanted package: its names in different releases, the first one that exists is taken. */
export type Alternatives = readonly string[];

export function parsePackageList(text: string): Alternatives[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('|').map((name) => name.trim()));
}

export function missingPackages(wanted: readonly Alternatives[], installed: ReadonlySet<string>): Alternatives[] {
  return wanted.filter((names) => !names.some((name) => installed.has(name)));
}

/** Installs the missing Debian packages as root; otherwise throws with the command that an administrator runs. */
export async function ensureSystemPackages(list: 'debian-packages' | 'debian-packages-tests', say: Say): Promise<void> {
  const listFile = `scripts/setup/${list}.txt`;
  const stampFile = path.join(projectRoot, `.cache/setup/${list}.sha256`);
  const listHash = contentHash(projectRoot, [listFile]);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === listHash) return;

  const wanted = parsePackageList(readFileSync(path.join(projectRoot, listFile), 'utf8'));
  if (!existsSync('/usr/bin/dpkg-query')) {
    say(`this is not Debian: please see to the like of ${wanted.map(([name]) => name).join(' ')} (${listFile})`);
  } else {
    const missing = missingPackages(wanted, installedPackages());
    if (missing.length > 0) installPackages(missing, say);
    const still = missingPackages(wanted, installedPackages());
    if (still.length > 0)
      throw new Error(`apt-get did not install ${still.map((names) => names.join(' or ')).join(', ')}`);
  }
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, listHash);
}

function installedPackages(): Set<string> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the fields are dpkg-query's own notation.
  const format = '${Package} ${db:Status-Status}\n';
  const lines = execFileSync('dpkg-query', ['--show', `--showformat=${format}`], { encoding: 'utf8' }).split('\n');
  return new Set(lines.filter((line) => line.endsWith(' installed')).map((line) => line.split(' ')[0] ?? ''));
}

function installPackages(missing: readonly Alternatives[], say: Say): void {
  const firstNames = missing.map((names) => names[0]).join(' ');
  if (process.getuid?.() !== 0) {
    throw new Error(
      `these system packages are missing; please run\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${firstNames}\nand start again`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  say(`installing system packages with apt-get: ${firstNames}`);
  apt(['update'], env);
  const chosen = missing.map((names) => names.find(isInstallable) ?? names[0] ?? '');
  withoutServices(() => apt(['install', '-y', '--no-install-recommends', ...chosen], env));
  for (const service of servicesOf(chosen)) {
    // Where there is no systemd, nothing starts by itself either.
    spawnSync('systemctl', ['disable', service], { stdio: 'ignore' });
  }
}

/** The services that came with packages. What was installed before stays as it was: somebody may need it. */
export function servicesOf(packages: readonly string[]): string[] {
  return [...new Set(packages.flatMap((name) => SERVICES[name] ?? []))];
}

/** Installs without starting what is installed; a policy that the machine has already is left alone. */
function withoutServices(install: () => void): void {
  const isOurs = !existsSync(POLICY_FILE) || readFileSync(POLICY_FILE, 'utf8') === NO_SERVICES;
  if (isOurs) writeFileSync(POLICY_FILE, NO_SERVICES, { mode: 0o755 });
  try {
    install();
  } finally {
    if (isOurs) rmSync(POLICY_FILE, { force: true });
  }
}

function apt(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, error } = spawnSync('apt-get', ['-q', ...args], { stdio: ['ignore', 2, 2], env });
  if (error) throw error;
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} ended with ${status}`);
}

function isInstallable(name: string): boolean {
  return spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0;
}
