import { type MessagePort, Worker } from 'node:worker_threads';
import { describeThrown } from '../../../../contracts/errors.ts';
import { type NetworkFiles, openReadText } from './networks.ts';
import type { ReadText } from './reader.ts';

/** What the thread beside is told when it starts. */
export interface BesideData {
  readonly readsLinesOf: NetworkFiles;
}

interface LineRequest {
  readonly id: number;
  readonly planes: Float32Array<ArrayBuffer>;
  readonly widthPx: number;
}
type LineAnswer =
  | { readonly id: number; readonly data: Float32Array; readonly steps: number }
  | { readonly id: number; readonly fault: string };

/** In the thread beside: reads lines until the thread ends. `id` 0 says that it can, or why not. */
export async function serveLines(port: MessagePort, { readsLinesOf }: BesideData): Promise<void> {
  const say = (answer: LineAnswer, given: readonly ArrayBuffer[] = []) => port.postMessage(answer, given);
  try {
    const readText = await openReadText(readsLinesOf);
    port.on('message', ({ id, planes, widthPx }: LineRequest) => {
      readText(planes, widthPx).then(
        ({ data, steps }) => say({ id, data, steps }, [data.buffer as ArrayBuffer]),
        (thrown: unknown) => say({ id, fault: describeThrown(thrown) }),
      );
    });
    say({ id: 0, data: new Float32Array(0), steps: 0 });
  } catch (thrown) {
    say({ id: 0, fault: describeThrown(thrown) });
  }
}

/** One at work and one waiting: the answer of the first is heard only between two lines of this thread. */
const LINES_THERE = 2;

/**
 * Lines are read by this thread's network and by that of a thread beside it, whichever is free: a page has ten to forty, and each
 * is on its own. Rejects when that thread cannot start.
 * @param script a script that calls `serveLines`
 */
export async function withReaderBeside(own: ReadText, script: string, files: NetworkFiles): Promise<ReadText> {
  const thread = new Worker(script, { workerData: { readsLinesOf: files } satisfies BesideData });
  const asked = new Map<number, { resolve(answer: LineAnswer): void; reject(reason: Error): void }>();
  let ended: Error | null = null;
  const failAll = (reason: Error) => {
    ended = reason;
    for (const { reject } of asked.values()) reject(reason);
    asked.clear();
  };
  thread.on('message', (answer: LineAnswer) => {
    const one = asked.get(answer.id);
    asked.delete(answer.id);
    if ('fault' in answer) one?.reject(new Error(answer.fault));
    else one?.resolve(answer);
  });
  thread.on('error', (error) => failAll(error instanceof Error ? error : new Error(String(error))));
  thread.on('exit', () => failAll(new Error('the reader beside has ended')));
  const answerTo = (id: number) =>
    new Promise<LineAnswer>((resolve, reject) => asked.set(id, { resolve, reject })).then((answer) => {
      if ('fault' in answer) throw new Error(answer.fault);
      return answer;
    });
  await answerTo(0);

  let count = 0;
  let there = 0;
  /** Lines of this thread one after another; who waits for a turn goes to whichever reader is free first. */
  let isBusy = false;
  const waiting: (() => void)[] = [];
  const next = () => waiting.shift()?.();

  return async function readText(planes, widthPx) {
    if (ended) throw ended;
    while (there >= LINES_THERE && isBusy) await new Promise<void>((resolve) => waiting.push(resolve));
    if (there < LINES_THERE) {
      there++;
      count++;
      try {
        const answer = answerTo(count);
        thread.postMessage({ id: count, planes, widthPx } satisfies LineRequest, [planes.buffer]);
        return await answer;
      } finally {
        there--;
        next();
      }
    }
    isBusy = true;
    try {
      return await own(planes, widthPx);
    } finally {
      // The network held this thread: what the thread beside has answered meanwhile is heard before the next line is given away.
      await new Promise((resolve) => setImmediate(resolve));
      isBusy = false;
      next();
    }
  };
}
