import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { projectRoot } from '../lib/project.ts';
import type { HeldMemory } from './memory-probe.ts';

/** A server in a process of its own that says where it listens, and what memory it holds. */
export interface ServerProcess {
  readonly url: string;
  memory(): Promise<HeldMemory>;
  close(): Promise<void>;
}

/** Starts a server of ours by its path in the project; rejects when it ends before it listens. */
export async function startServer(script: string, env: NodeJS.ProcessEnv): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--expose-gc', '--import', './scripts/load/memory-probe.ts', script], {
    cwd: projectRoot,
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended (${code})`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const said: { event?: unknown; url?: unknown } = line.startsWith('{') ? JSON.parse(line) : {};
      if (said.event === 'listening' && typeof said.url === 'string') resolve(said.url);
    });
  });
  return {
    url,
    async memory() {
      const answer = once(child, 'message');
      child.send('memory');
      const gone = ended.then(([code]) => Promise.reject(new Error(`${script} ended (${code})`)));
      const [held] = await Promise.race([answer, gone]);
      return held as HeldMemory;
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}
