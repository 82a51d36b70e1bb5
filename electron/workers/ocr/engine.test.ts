import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { MAX_STILL_BYTES, ocrCalls } from '../../../contracts/device/ocr.ts';
import { paperReading } from '../../../contracts/domain/paper.ts';
import { unwrap } from '../../../contracts/result.ts';
import { VirtualClock } from '../../../contracts/time.ts';
import { servePort } from '../../booth/serve-port.ts';
import { createOcrEngine, OCR_DEADLINE_MS, OCR_IDLE_RELEASE_MS } from './engine.ts';
import { ocrHandlers } from './handlers.ts';
import type { Recogniser } from './recogniser.ts';

const FILE_ID = '019ac000-0000-7000-8000-000000000000';
const blank = jpeg.encode({ data: Buffer.alloc(200 * 100 * 4, 255), width: 200, height: 100 }, 80).data;
const still = { fileId: FILE_ID, bytes: new Uint8Array(blank), mimeType: 'image/jpeg' };

/** Engines that only count, with a switch for one that never answers. */
function rig(options: { stuck?: boolean; failStarts?: number } = {}) {
  const clock = new VirtualClock();
  const seen = { started: 0, alive: 0, pages: 0, together: 0, most: 0 };
  let failures = options.failStarts ?? 0;
  const engine = createOcrEngine({
    clock,
    start: async (): Promise<Recogniser> => {
      if (failures-- > 0) throw new Error('no data');
      seen.started++;
      seen.alive++;
      return {
        async page() {
          seen.pages++;
          seen.together++;
          seen.most = Math.max(seen.most, seen.together);
          if (options.stuck) await new Promise(() => undefined);
          await Promise.resolve();
          seen.together--;
          return [];
        },
        line: async () => [],
        async terminate() {
          seen.alive--;
        },
      };
    },
  });
  return { clock, engine, seen };
}

describe('the engine', () => {
  it('starts on first use, stays warm, and reads one page at a time', async () => {
    const { engine, seen } = rig();
    expect(engine.isWarm).toBe(false);
    const readings = await Promise.all([engine.read(still), engine.read(still), engine.warm()]);
    expect(readings.every(({ ok }) => ok)).toBe(true);
    expect(seen).toMatchObject({ started: 1, alive: 1, pages: 2, most: 1 });
  });

  it('answers in the shape of the contract, with nothing confirmed', async () => {
    const { engine } = rig();
    const reading = paperReading.parse(unwrap(await engine.read(still)));
    expect(reading).toMatchObject({ fileId: FILE_ID, kind: 'other', fields: [], text: '' });
  });

  it('gives the memory back when idle, counted from the last page', async () => {
    const { clock, engine, seen } = rig();
    await engine.read(still);
    await clock.advance(OCR_IDLE_RELEASE_MS - 1000);
    await engine.read(still);
    await clock.advance(OCR_IDLE_RELEASE_MS - 1);
    expect(seen.alive).toBe(1);
    await clock.advance(1);
    expect(seen.alive).toBe(0);
    expect(engine.isWarm).toBe(false);
    expect(clock.pending).toBe(0);
    await engine.read(still);
    expect(seen.started).toBe(2);
  });

  it('replaces an engine that does not answer', async () => {
    const { clock, engine, seen } = rig({ stuck: true });
    const reading = engine.read(still);
    await clock.advance(OCR_DEADLINE_MS);
    const result = await reading;
    expect(!result.ok && result.error.code).toBe('ocr_failed');
    expect(seen.alive).toBe(0);
  });

  it('ends what is under way on release', async () => {
    const { clock, engine, seen } = rig({ stuck: true });
    const reading = engine.read(still);
    await clock.advance(0);
    await engine.release();
    const result = await reading;
    expect(!result.ok && result.error.code).toBe('cancelled');
    expect(seen.alive).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('tells of a start that failed, and tries again at the next call', async () => {
    const { engine } = rig({ failStarts: 1 });
    const first = await engine.warm();
    expect(!first.ok && first.error).toMatchObject({ code: 'ocr_failed', detail: 'no data' });
    expect((await engine.warm()).ok).toBe(true);
  });

  it('refuses what is no picture before it wakes the engine', async () => {
    const { engine, seen } = rig();
    const codes = await Promise.all(
      [
        { ...still, mimeType: 'application/pdf' },
        { ...still, bytes: new Uint8Array(5) },
        { ...still, bytes: new Uint8Array(MAX_STILL_BYTES + 1) },
      ].map(async (wrong) => {
        const result = await engine.read(wrong);
        return result.ok ? 'ok' : result.error.code;
      }),
    );
    expect(codes).toEqual(['unsupported_type', 'unreadable_image', 'too_large']);
    expect(seen.started).toBe(0);
  });

  it('serves its calls over a port', async () => {
    const { engine } = rig();
    const posted: unknown[] = [];
    let listener: (message: unknown) => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      servePort(
        {
          post: (message) => {
            posted.push(message);
            if (posted.length === 4) resolve();
          },
          onMessage: (one) => {
            listener = one;
          },
        },
        ocrCalls,
        ocrHandlers(engine),
        () => undefined,
      );
    });
    listener({ kind: 'call', id: 1, name: 'warm', input: undefined });
    listener({ kind: 'call', id: 2, name: 'read', input: still });
    listener({ kind: 'call', id: 3, name: 'read', input: { ...still, bytes: [1, 2] } });
    listener({ kind: 'call', id: 4, name: 'nothing-such', input: undefined });
    await answered;
    const byId = new Map(posted.map((message) => [(message as { id: number }).id, message]));
    expect(byId.get(1)).toMatchObject({ kind: 'answer', result: { ok: true } });
    expect(byId.get(2)).toMatchObject({ result: { ok: true, value: { kind: 'other' } } });
    expect(byId.get(3)).toMatchObject({ result: { ok: false, error: { code: 'invalid_input' } } });
    expect(byId.get(4)).toMatchObject({ result: { ok: false, error: { code: 'unknown_channel' } } });
  });
});
