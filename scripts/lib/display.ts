import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Household } from './household.ts';

/** Whether a window can be shown to somebody. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Starts an X server without a screen; returns its name for DISPLAY. */
export async function startXvfb(household: Household, widthPx: number, heightPx: number): Promise<string> {
  const member = household.start('xvfb', 'Xvfb', [
    '-displayfd',
    '1',
    '-screen',
    '0',
    `${widthPx}x${heightPx}x24`,
    '-nolisten',
    'tcp',
  ]);
  return member.find((line) => (/^\d+$/.test(line.trim()) ? `:${line.trim()}` : undefined));
}

/** The same for a script that runs one thing and then ends; `close` ends the server. */
export async function startOwnXvfb(widthPx: number, heightPx: number): Promise<{ name: string; close(): void }> {
  const args = ['-displayfd', '1', '-screen', '0', `${widthPx}x${heightPx}x24`, '-nolisten', 'tcp'];
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const number = once(child.stdout, 'data').then(([chunk]) => String(chunk).trim());
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  return { name: `:${await Promise.race([number, failed])}`, close: () => child.kill() };
}
