import { Worker } from 'node:worker_threads';
import type { GreyImage } from '../../../papers/image.ts';
import type { NetworkFiles } from './lines/networks.ts';
import type { ReaderParts, ThreadAnswer, ThreadRequest } from './lines/protocol.ts';
import type { Look, ReadLine } from './lines/reader.ts';
import type { Slanted } from './lines/rect.ts';
import type { SecondEngineFiles } from './lines/second-engine.ts';

/** Where the parts of the recogniser lie; a packaged booth has them in its unpacked folder. */
export interface OcrPaths {
  /** The thread's script. */
  readonly thread: string;
  readonly networks: NetworkFiles;
  /** For pages of traditional print; opened when the first of them comes. */
  readonly second: SecondEngineFiles;
}

/** Reads lines of text in a thread of its own. */
export interface Recogniser {
  /** Every line of a page. */
  page(image: GreyImage): Promise<readonly ReadLine[]>;
  /** A place on the page read last. */
  line(place: Slanted, look: Look): Promise<readonly ReadLine[]>;
  /** Ends the thread; whatever was under way never answers. */
  terminate(): Promise<void>;
}

/** Longest that the start may take: half a second on two idle cores, a multiple on busy ones. */
const START_DEADLINE_MS = 55_000;

interface Waiting {
  resolve(lines: readonly ReadLine[]): void;
  reject(reason: Error): void;
}

/** `Omit` of each member of a union. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Starts a recogniser. Rejects when a network is missing or it does not start in time. */
export async function startRecogniser(paths: OcrPaths): Promise<Recogniser> {
  const { networks, second } = paths;
  const parts: ReaderParts = { networks, second };
  const thread = new Worker(paths.thread, { workerData: parts });
  const waiting = new Map<number, Waiting>();
  let count = 0;
  const failAll = (reason: Error) => {
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  thread.on('message', (answer: ThreadAnswer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('fault' in answer) asked?.reject(new Error(answer.fault));
    else asked?.resolve(answer.lines);
  });
  thread.on('error', (error) => failAll(error instanceof Error ? error : new Error(String(error))));
  thread.on('exit', () => failAll(new Error('the recogniser has ended')));
  const wait = (id: number) =>
    new Promise<readonly ReadLine[]>((resolve, reject) => waiting.set(id, { resolve, reject }));
  const ask = (request: Without<ThreadRequest, 'id'>) => {
    count++;
    const answer = wait(count);
    thread.postMessage({ ...request, id: count });
    return answer;
  };
  const late = setTimeout(() => failAll(new Error('the recogniser did not start in time')), START_DEADLINE_MS);
  try {
    await wait(0);
  } catch (thrown) {
    await thread.terminate();
    throw thrown;
  } finally {
    clearTimeout(late);
  }
  return {
    page: (image) => ask({ kind: 'page', image }),
    line: (place, look) => ask({ kind: 'line', place, look }),
    async terminate() {
      // Their pages are told by whoever ends the thread.
      waiting.clear();
      await thread.terminate();
    },
  };
}
