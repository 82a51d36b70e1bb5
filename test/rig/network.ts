import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Places in networks of their own, so that a test can break a line as it breaks outside. A place is a Linux network namespace
 * behind a second one, the wire, which routes between the place and this machine and loses what it is told to lose. The loss
 * happens in forwarding, so neither end is told: a rule at an end would give its programs errors that no real line gives.
 *
 *     this machine (hub, relay, desks)  ──veth──  wire  ──veth──  place (booth)
 *
 * Places reach this machine and nothing else, each other only by a relay on it.
 */

/** Names of namespaces and links begin with it; the number after it is the process that made them. */
const PREFIX = 'xw';
/** Blocks of 8 addresses in 10.192.0.0/10, one for each place: 2^19 of them. */
const BLOCKS = 2 ** 19;
const BLOCKS_BASE = 10 * 2 ** 24 + 192 * 2 ** 16;
const BLOCK_SIZE = 8;
/** Process ids of tests that run at the same time are seldom further apart than the places of one test are many. */
const PLACES_PER_PROCESS = 8;

/** Why this machine cannot have places in networks of their own; null when it can. */
export const whyNoNetworks: string | null = findObstacle();

function findObstacle(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are of Linux';
  if (process.getuid?.() !== 0) return 'only root may make network namespaces';
  for (const tool of ['ip', 'nft']) {
    if (spawnSync(tool, ['-V'], { stdio: 'ignore' }).error) return `the program ${tool} is not installed`;
  }
  removeStale();
  const probe = `${PREFIX}-${process.pid}-probe`;
  const made = spawnSync('ip', ['netns', 'add', probe], { encoding: 'utf8' });
  if (made.status !== 0) return `this machine makes no network namespaces: ${made.stderr.trim()}`;
  const ruled = spawnSync('ip', ['netns', 'exec', probe, 'nft', '-f', '-'], { input: rulesOf({}), encoding: 'utf8' });
  run('ip', ['netns', 'del', probe]);
  return ruled.status === 0 ? null : `the kernel takes no rules of nft: ${ruled.stderr.trim()}`;
}

function run(command: string, args: readonly string[], input?: string): string {
  return execFileSync(command, args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** What is wrong with a line now; all of it may be at once. */
interface Trouble {
  /** Nothing is carried and nobody is told. */
  readonly cut?: boolean;
  /** This share of all packets is lost, in each direction by itself. */
  readonly lossPercent?: number;
  readonly noUdp?: boolean;
  /** More than this in one direction is lost. */
  readonly kbitPerS?: number;
  /** The one TCP port that is let through, as by a strict office. */
  readonly onlyTcpPort?: number;
}

/** The rules of a wire, put in place at once. `nft` draws for each packet anew. */
function rulesOf({ cut, lossPercent, noUdp, onlyTcpPort, kbitPerS }: Trouble): string {
  const rules = [
    ...(cut ? ['drop'] : []),
    ...(noUdp ? ['meta l4proto udp drop'] : []),
    ...(onlyTcpPort
      ? [
          'meta l4proto != tcp drop',
          `iifname "inside" tcp dport != ${onlyTcpPort} drop`,
          `iifname "outside" tcp sport != ${onlyTcpPort} drop`,
        ]
      : []),
    ...(kbitPerS
      ? ['inside', 'outside'].map(
          (from) => `iifname "${from}" limit rate over ${Math.ceil(kbitPerS / 8)} kbytes/second drop`,
        )
      : []),
    ...(lossPercent ? [`numgen random mod 1000 < ${Math.round(lossPercent * 10)} drop`] : []),
  ];
  const chain = ['type filter hook forward priority 0', 'policy accept', ...rules].join('\n');
  // Made (unless there already), taken away and made again: one transaction, so that no packet passes in between.
  return `table inet wire {}\ndelete table inet wire\ntable inet wire {\nchain carry {\n${chain}\n}\n}\n`;
}

export interface Place {
  /** Address of this machine as the place sees it: where servers for the place listen. */
  readonly hostAddress: string;
  /** The place's own address. */
  readonly address: string;
  /** What to start in place of a program so that it runs in the place: `spawn(program, args)`. */
  command(program: string, args: readonly string[]): { readonly program: string; readonly args: readonly string[] };
  /** Path of an executable that starts a program in the place, for those who take a path only. */
  executable(program: string): string;
  /** An address here of a port of the place's own loopback, over no network: it holds while the line is cut. */
  loopback(port: number): Promise<string>;
  /** Loses everything, silently, in both directions. */
  cut(): void;
  /** The line is whole again. */
  restore(): void;
  /** Loses this share of the packets of each direction, drawn for each packet by itself. 0 ends it. */
  loss(percent: number): void;
  /** Loses what exceeds this rate in a direction; without a queue, as a hard limit does. */
  narrow(kbitPerS: number): void;
  blockUdp(): void;
  /** Lets through one TCP port of this machine, and nothing else. */
  onlyTcp(port: number): void;
  /** The place's own link goes down or up, as when somebody pulls the plug: programs in the place are told. */
  plug(isIn: boolean): void;
}

export interface Network {
  /** @param hosts names that programs in the place find at this machine; there is no other way to find names there */
  place(name: string, hosts?: readonly string[]): Place;
  /** Path of an executable that starts a program on this machine's own network, where it finds the names of a place. */
  neighbour(place: Place, program: string): string;
  close(): void;
}

let made = 0;

/** Lays a network; throws where `whyNoNetworks` says why. What tests left that died is removed first. */
export function openNetwork(): Network {
  if (whyNoNetworks !== null) throw new Error(whyNoNetworks);
  removeStale();
  const folder = mkdtempSync(join(tmpdir(), 'xiaowu-network-'));
  const namespaces: string[] = [];
  const closers: (() => unknown)[] = [];

  function place(name: string, hosts: readonly string[] = []): Place {
    const number = made++;
    const inside = `${PREFIX}-${process.pid}-${number}-${name}`;
    const wire = `${inside}-wire`;
    for (const namespace of [inside, wire]) {
      run('ip', ['netns', 'add', namespace]);
      namespaces.push(namespace);
    }
    const [hostAddress, wireOutside, wireInside, address] = addressesOf(number);
    const link = `${PREFIX}${process.pid}-${number}`;
    const commands = [
      `link add ${link} type veth peer name outside netns ${wire}`,
      `addr add ${hostAddress}/30 dev ${link}`,
      `link set ${link} up`,
      `-n ${wire} link add inside type veth peer name line netns ${inside}`,
      `-n ${wire} addr add ${wireOutside}/30 dev outside`,
      `-n ${wire} addr add ${wireInside}/30 dev inside`,
      `-n ${wire} link set outside up`,
      `-n ${wire} link set inside up`,
      `-n ${wire} route add default via ${hostAddress}`,
      `-n ${inside} addr add ${address}/30 dev line`,
      `-n ${inside} link set lo up`,
      `-n ${inside} link set line up`,
      `-n ${inside} route add default via ${wireInside}`,
      `route add ${address}/32 via ${wireOutside}`,
    ];
    // A link has addresses of IPv6 by itself, which are routed nowhere here.
    for (const namespace of [inside, wire]) {
      run('ip', ['netns', 'exec', namespace, 'sh', '-c', 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6 || true']);
    }
    run('ip', ['netns', 'exec', wire, 'sh', '-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward']);
    for (const command of commands) run('ip', command.split(' '));

    const hostsFile = join(folder, hostAddress);
    // Chromium asks for the names of relays with the dot of a full name.
    const lines = ['127.0.0.1 localhost', ...hosts.map((host) => `${hostAddress} ${host} ${host}.`), ''];
    writeFileSync(hostsFile, lines.join('\n'));
    // `ip netns exec` gives each program a view of the files of its own, so that the names are known only there.
    const enter = ['netns', 'exec', inside, 'sh', '-c', withNames(hostsFile)];

    let trouble: Trouble = {};
    const apply = (next: Trouble) => {
      trouble = next;
      run('ip', ['netns', 'exec', wire, 'nft', '-f', '-'], rulesOf(trouble));
    };
    return {
      hostAddress,
      address,
      command: (program, args) => ({ program: 'ip', args: [...enter, program, ...args] }),
      executable(program) {
        return writeStarter(`${number}${program.replaceAll('/', '-')}`, ['ip', ...enter, program]);
      },
      async loopback(port) {
        const socketPath = join(folder, `${number}-${port}`);
        const words = [...enter, process.execPath, '-e', CARRIER, socketPath, String(port)];
        const carrier = spawn('ip', words, { stdio: ['ignore', 'pipe', 'inherit'] });
        await once(carrier.stdout, 'data');
        const server = net.createServer((client) => pair(client, net.connect(socketPath)));
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        closers.push(() => server.close());
        return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      },
      cut: () => apply({ ...trouble, cut: true }),
      restore: () => apply({}),
      loss: (percent) => apply({ ...trouble, lossPercent: percent }),
      narrow: (kbitPerS) => apply({ ...trouble, kbitPerS }),
      blockUdp: () => apply({ ...trouble, noUdp: true }),
      onlyTcp: (port) => apply({ ...trouble, onlyTcpPort: port }),
      plug(isIn) {
        run('ip', ['-n', inside, 'link', 'set', 'line', isIn ? 'up' : 'down']);
        // Its routes go with a link.
        if (isIn) run('ip', ['-n', inside, 'route', 'add', 'default', 'via', wireInside]);
      },
    };
  }

  /** A script that starts a program with what is said behind its own name. */
  function writeStarter(name: string, words: readonly string[]): string {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  }

  return {
    place,
    neighbour(near, program) {
      const words = ['unshare', '--mount', 'sh', '-c', withNames(join(folder, near.hostAddress)), program];
      return writeStarter(`beside-${near.hostAddress}${program.replaceAll('/', '-')}`, words);
    },
    close() {
      for (const closer of closers.splice(0)) closer();
      for (const namespace of namespaces.splice(0)) remove(namespace);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs inside a place: carries connections to a socket in the file system on to a port of loopback. */
const CARRIER = `
const net = require('node:net');
const [path, port] = process.argv.slice(1);
net.createServer((client) => {
  const upstream = net.connect(Number(port), '127.0.0.1');
  client.pipe(upstream).pipe(client);
  client.on('error', () => upstream.destroy());
  upstream.on('error', () => client.destroy());
}).listen(path, () => console.log('listening'));
`;

function pair(one: net.Socket, other: net.Socket): void {
  one.pipe(other).pipe(one);
  one.on('error', () => other.destroy());
  other.on('error', () => one.destroy());
}

/**
 * Shell words that start a program ($0) which finds the names of a file, and is told at once that there are no others, as by
 * the resolver of a house: nobody answers on loopback, and loopback says so.
 */
function withNames(hostsFile: string): string {
  const resolver = `echo nameserver 127.0.0.1 >${hostsFile}.resolver && mount --bind ${hostsFile}.resolver /etc/resolv.conf`;
  return `mount --bind ${hostsFile} /etc/hosts && ${resolver} && exec "$0" "$@"`;
}

/** Addresses of a place's two links, from this machine inwards: each link is a net of four. */
function addressesOf(number: number): readonly [string, string, string, string] {
  const block = (process.pid * PLACES_PER_PROCESS + (number % PLACES_PER_PROCESS)) % BLOCKS;
  const at = (offset: number) => {
    const address = BLOCKS_BASE + block * BLOCK_SIZE + offset;
    return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.');
  };
  return [at(1), at(2), at(5), at(6)];
}

/** Removes the namespaces of tests that died before they tidied up, with the programs that still run in them. */
function removeStale(): void {
  const names = run('ip', ['netns', 'list'])
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');
  for (const name of names) {
    const pid = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) remove(name);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function remove(namespace: string): void {
  const pids = spawnSync('ip', ['netns', 'pids', namespace], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
  for (const pid of pids) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch (thrown) {
      // It has ended in the meantime.
      if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown;
    }
  }
  // Another test may remove the same stale one at the same time.
  spawnSync('ip', ['netns', 'del', namespace], { stdio: 'ignore' });
}
