import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface RunningProcess {
  readonly child: ChildProcess;
  /** Everything the process wrote to stderr so far. */
  log(): string;
  /** The first stdout line that is a JSON object and passes the test; fails when the process ends before. */
  line<T extends object>(test: (value: Record<string, unknown>) => boolean): Promise<T>;
  /** Asks the process to end and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a process whose stdout carries JSON lines, and keeps its stderr for error messages. */
export function startProcess(command: string, args: readonly string[], options: SpawnOptions): RunningProcess {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const seen: Record<string, unknown>[] = [];
  const waiters: { test: (value: Record<string, unknown>) => boolean; resolve: (value: never) => void }[] = [];
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-200_000);
  });
  const exited = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`${command} ${args.join(' ')} ended (${code ?? signal}):\n${errors.slice(-4000)}`)),
    );
  });
  exited.catch(() => undefined);
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const value = parseObject(line);
      if (!value) return;
      seen.push(value);
      for (const waiter of waiters.filter((each) => each.test(value))) {
        waiters.splice(waiters.indexOf(waiter), 1);
        waiter.resolve(value as never);
      }
    });
  }
  return {
    child,
    log: () => errors,
    line: (test) => {
      const early = seen.find(test);
      if (early) return Promise.resolve(early as never);
      return Promise.race([new Promise<never>((resolve) => waiters.push({ test, resolve })), exited]);
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

function parseObject(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // A log line that only looks like JSON is no message for us.
    return undefined;
  }
}
