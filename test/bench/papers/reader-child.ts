import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PaperReading } from '../../../contracts/domain/paper.ts';
import type { ReaderName } from '../ocr/readers.ts';
import type { ReaderAnswer, ReaderRequest } from './reader-process.ts';

export interface TimedReading {
  readonly ms: number;
  readonly reading: Pick<PaperReading, 'kind' | 'fields'>;
}

const MS_A_TICK = 10;

/** A reader in a process of its own. */
export interface ReaderChild {
  readonly name: ReaderName;
  read(jpeg: Buffer): Promise<TimedReading>;
  /** Time on a core since the start, over all threads, in ms (utime and stime of proc(5), 100 ticks a second). */
  cpuMs(): number;
  /** Resident memory now and at its peak, in MB (`VmRSS`, `VmHWM` of proc(5)). */
  memoryMb(): { readonly now: number; readonly peak: number };
  close(): void;
}

function answerOf(child: ChildProcess): Promise<ReaderAnswer> {
  return new Promise((resolve, reject) => {
    const done = () => {
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    const onMessage = (answer: ReaderAnswer) => {
      done();
      resolve(answer);
    };
    const onExit = (code: number | null) => {
      done();
      reject(new Error(`the reader ended with ${code}`));
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}

/** Starts a reader; null when it cannot be had on this machine, which it has said on stderr. */
export async function startReader(name: ReaderName): Promise<ReaderChild | null> {
  const child = fork(path.join(import.meta.dirname, 'reader-process.ts'), [name], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const first = await answerOf(child);
  if (!('ready' in first) || !first.ready) {
    child.kill();
    return null;
  }
  return {
    name,
    async read(jpeg) {
      const answer = answerOf(child);
      child.send({ jpeg: jpeg.toString('base64') } satisfies ReaderRequest);
      const said = await answer;
      if ('reading' in said) return said;
      throw new Error(`${name}: ${'fault' in said ? said.fault : 'no reading'}`);
    },
    cpuMs() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * MS_A_TICK;
    },
    memoryMb() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const mb = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1024;
      return { now: mb('VmRSS'), peak: mb('VmHWM') };
    },
    close: () => void (child.connected ? child.disconnect() : child.kill()),
  };
}
