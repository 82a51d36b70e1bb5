import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Display {
  readonly name: string;
  close(): Promise<void>;
}

/** An X display of its own, so that no test depends on the desk it runs at. */
export async function startDisplay(widthPx = 1920, heightPx = 1920): Promise<Display> {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${widthPx}x${heightPx}x24`, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const pipe = child.stdio[3];
  if (!pipe || !('once' in pipe)) throw new Error('Xvfb has no pipe for its display number');
  const number = await Promise.race([
    once(pipe, 'data').then(([chunk]) => String(chunk).trim()),
    once(child, 'error').then(([error]) =>
      Promise.reject(new Error('Xvfb cannot be started; `npm run setup` installs it', { cause: error })),
    ),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`Xvfb ended with ${code}`))),
  ]);
  return {
    name: `:${number}`,
    async close() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}
