import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from './project.ts';

/** How long a process may take to end in order; the hub folds up its database in this time. */
const END_TIMEOUT_MS = 8_000;
/** Lines of output kept in memory, for those who look for one late. All of them are in the log file. */
const KEPT_LINES = 1_000;
/** Lines shown in the message about an unexpected end. */
const TAIL_LINES = 30;
/** Time for reading what a process wrote before it ended. */
const LAST_WORDS_MS = 200;

export interface Member {
  readonly name: string;
  readonly child: ChildProcess;
  readonly logFile: string;
  /** The first line of output, on stdout or stderr, that the function makes something of. Fails when the process ends before. */
  find<T>(pick: (line: string) => T | undefined): Promise<T>;
  /** Resolves with a short word for how it ended. */
  readonly ended: Promise<string>;
  tail(): string;
}

/**
 * Processes that live and end together. Each is the leader of a group of its own, so that its helpers end with it and a
 * Ctrl-C in the terminal reaches only us, who then end them in order. A guard ends them if we are killed ourselves.
 */
export class Household {
  readonly #members: Member[] = [];
  readonly #logFolder: string;
  readonly #guard: ChildProcess;
  #stopping: Promise<void> | undefined;

  constructor(logFolder: string) {
    this.#logFolder = logFolder;
    mkdirSync(logFolder, { recursive: true });
    this.#guard = spawn('sh', [path.join(projectRoot, 'scripts/lib/guard.sh')], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#guard.unref();
  }

  start(name: string, command: string, args: readonly string[], env: Record<string, string | undefined> = {}): Member {
    const child = spawn(command, args, {
      cwd: projectRoot,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    if (child.pid !== undefined) this.#guard.stdin?.write(`${child.pid}\n`);
    const member = follow(name, child, path.join(this.#logFolder, `${name}.log`));
    this.#members.push(member);
    return member;
  }

  /** Resolves with the first member that ends by itself. */
  async anyEnd(): Promise<{ member: Member; how: string }> {
    return Promise.race(this.#members.map(async (member) => ({ member, how: await member.ended })));
  }

  /** Ends all, the last one started first, and waits until none is left. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    for (const { child, ended } of [...this.#members].reverse()) {
      if (child.pid === undefined) continue;
      // Only the leader is asked: helpers that end under it look like crashes to it.
      signal(child.pid, 'SIGTERM');
      const timeout = new AbortController();
      await Promise.race([ended, wait(END_TIMEOUT_MS, undefined, { signal: timeout.signal }).catch(() => undefined)]);
      timeout.abort();
      // The leader is gone or late; helpers that outlived it go now.
      signal(-child.pid, 'SIGKILL');
    }
    this.#guard.stdin?.end('done\n');
  }
}

/** A negative number means the group of that leader. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (cause) {
    // ESRCH: it has ended already, which is what we want.
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause;
  }
}

function follow(name: string, child: ChildProcess, logFile: string): Member {
  // Written at once: whoever reads the log after a fault wants its last lines.
  const log = openSync(logFile, 'w');
  const lines: string[] = [];
  const seekers = new Set<(line: string) => void>();
  const take = (line: string) => {
    writeSync(log, `${line}\n`);
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    for (const seeker of seekers) seeker(line);
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream as Readable }).on('line', take);
  }
  const ended = Promise.race([
    once(child, 'exit').then(async ([code, signal]) => {
      // Its last words may still be in the pipe; helpers that outlive it may keep the pipe open.
      await Promise.race([once(child, 'close'), wait(LAST_WORDS_MS)]);
      return String(signal ?? code);
    }),
    once(child, 'error').then(([error]) => String(error)),
  ]);
  const tail = () => lines.slice(-TAIL_LINES).join('\n');
  return {
    name,
    child,
    logFile,
    ended,
    tail,
    find<T>(pick: (line: string) => T | undefined): Promise<T> {
      return new Promise((resolve, reject) => {
        const seek = (line: string) => {
          const found = pick(line);
          if (found === undefined) return;
          seekers.delete(seek);
          resolve(found);
        };
        seekers.add(seek);
        for (const line of lines) seek(line);
        void ended.then((how) => reject(new Error(`${name} ended (${how}) before it was ready:\n${tail()}`)));
      });
    },
  };
}

/** Reads a line as a JSON object; undefined when it is something else. */
export function jsonLine(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    // A log line that only looks like JSON.
    return undefined;
  }
}
