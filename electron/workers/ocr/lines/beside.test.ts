import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withReaderBeside } from './beside.ts';
import type { NetworkFiles } from './networks.ts';

/** Answers each line with its width, and counts them; a line of this width ends it. */
const DEADLY_PX = 666;
const PATIENCE_MS = 2_000;
const SCRIPT = `
import { parentPort, workerData } from 'node:worker_threads';
const { done } = workerData.readsLinesOf;
parentPort.on('message', ({ id, widthPx }) => {
  if (widthPx === ${DEADLY_PX}) process.exit(1);
  Atomics.add(done, 0, 1);
  Atomics.notify(done, 0);
  parentPort.postMessage({ id, data: new Float32Array([1]), steps: widthPx });
});
parentPort.postMessage({ id: 0, data: new Float32Array(0), steps: 0 });
`;

describe('a reader beside another', () => {
  let folder: string;
  let script: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'xiaowu-beside-'));
    script = join(folder, 'beside.mjs');
    writeFileSync(script, SCRIPT);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const open = async (own: (line: number, done: Int32Array) => void) => {
    const done = new Int32Array(new SharedArrayBuffer(4));
    let lines = 0;
    const readText = await withReaderBeside(
      async (_planes, widthPx) => {
        own(lines++, done);
        return { data: new Float32Array([0]), steps: widthPx };
      },
      script,
      { done } as unknown as NetworkFiles,
    );
    return (widthPx: number) => readText(new Float32Array(3), widthPx);
  };

  it('takes two lines for each that holds this thread, and each answer goes to who asked', async () => {
    // As a network does: this thread stands still, here until the other has done all that it was given.
    const read = await open((line, done) => {
      const given = 2 * (line + 1);
      for (let now = Atomics.load(done, 0); now < given; now = Atomics.load(done, 0)) {
        if (Atomics.wait(done, 0, now, PATIENCE_MS) === 'timed-out') return;
      }
    });
    const widths = Array.from({ length: 9 }, (_, at) => 48 + 8 * at);
    const answers = await Promise.all(widths.map(read));
    expect(answers.map(({ steps }) => steps)).toEqual(widths);
    expect(answers.filter(({ data }) => data[0] === 1)).toHaveLength(6);
  });

  it('says that the other has ended, of the line under way and of all after it', async () => {
    const read = await open(() => undefined);
    await expect(read(DEADLY_PX)).rejects.toThrow('ended');
    await expect(read(48)).rejects.toThrow('ended');
  });
});
