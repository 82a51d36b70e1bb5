import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { Household, jsonLine } from './household.ts';

const logFolder = () => mkdtempSync(path.join(tmpdir(), 'household-'));
/** A process with a helper that ignores polite requests, as a crashed renderer may. */
const STUBBORN = 'sh -c "trap : TERM; while :; do sleep 1000; done" & echo $!; exec sleep 1000';

/** Returns when the process has ended; a process that never does fails the test by its timeout. */
function waitForEnd(pid: number): void {
  execFileSync('tail', [`--pid=${pid}`, '-f', '/dev/null']);
}

const number = (line: string) => (/^\d+$/.test(line) ? Number(line) : undefined);

test('ends processes with their helpers', async () => {
  const household = new Household(logFolder());
  const member = household.start('stubborn', 'sh', ['-c', STUBBORN]);
  const helper = await member.find(number);
  await household.stop();
  expect(await member.ended).toBe('SIGTERM');
  waitForEnd(helper);
});

test('leaves nothing when it is killed itself', async () => {
  const module = JSON.stringify(path.join(import.meta.dirname, 'household.ts'));
  const code = `const { Household } = await import(${module});
    const member = new Household(${JSON.stringify(logFolder())}).start('stubborn', 'sh', ['-c', ${JSON.stringify(STUBBORN)}]);
    console.log(member.child.pid);
    console.log(await member.find((line) => line));`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pids: number[] = [];
  for await (const line of createInterface({ input: owner.stdout })) {
    if (pids.push(Number(line)) === 2) break;
  }
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  for (const pid of pids) waitForEnd(pid);
});

test('says why somebody ended who was waited for, and keeps the log', async () => {
  const household = new Household(logFolder());
  const member = household.start('brief', 'sh', ['-c', 'echo the cause >&2; exit 3']);
  await expect(member.find(number)).rejects.toThrow(/brief ended \(3\).*\n.*the cause/);
  expect((await household.anyEnd()).how).toBe('3');
  await household.stop();
  expect(readFileSync(member.logFile, 'utf8')).toContain('the cause');
});

test('a line that only looks like JSON is none', () => {
  expect(jsonLine('{"event":"listening"}')).toEqual({ event: 'listening' });
  expect(jsonLine('{ not really')).toBeUndefined();
  expect(jsonLine('plain')).toBeUndefined();
});
