import { describe, expect, it } from 'vitest';
import type { PaperDocument } from '../../../contracts/domain/pages.ts';
import type { BoothBridge } from '../../../contracts/ipc/bridge.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import { VirtualClock } from '../../../contracts/time.ts';
import type { Quad } from '../../../papers/geometry.ts';
import type { PageFault } from '../../../papers/judge.ts';
import type { Still, StillError } from '../state/still.ts';
import { visit } from '../testing/scenes.ts';
import { createCapture, TAKEN_AFTER_MS } from './capture.ts';
import type { Look, Studied } from './look.ts';

const uuid = (last: number) => `01890000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const PAGE: Quad = [
  { x: 0.2, y: 0.1 },
  { x: 0.8, y: 0.1 },
  { x: 0.8, y: 0.9 },
  { x: 0.2, y: 0.9 },
];
const LOOK_MS = 200;
const PHOTO: Still = { mimeType: 'image/jpeg', bytes: new Uint8Array([1]), widthPx: 4_096, heightPx: 3_072 };
const STRAIGHT: Still = { mimeType: 'image/jpeg', bytes: new Uint8Array([2]), widthPx: 1_000, heightPx: 1_414 };
const SEEN: Studied = { straight: STRAIGHT, fault: null, isCard: false, preview: new Blob([]) };

function build() {
  const clock = new VirtualClock();
  const listeners = new Set<(look: Look) => void>();
  let asked: (payload: never) => void = () => undefined;
  const world = {
    arranged: [] as PaperDocument[],
    cues: [] as string[],
    photos: 0,
    photo: ok(PHOTO) as Result<Still, StillError>,
    studied: SEEN as Studied | null,
    given: [] as Still[],
    gives: true,
    nowMs: 1_000,
  };
  let numbers = 0;
  const bridge = {
    async call(name: string, input: { document: PaperDocument } & Still) {
      if (name === 'pages.arrange') world.arranged.push(input.document);
      if (name !== 'page.give') return ok(null);
      world.given.push(input);
      return world.gives ? ok({ fileId: uuid(500 + world.photos) }) : err({ code: 'too_large' });
    },
    on(_name: string, listener: (payload: never) => void) {
      asked = listener;
      return () => undefined;
    },
  } as unknown as BoothBridge;
  const capture = createCapture({
    bridge,
    clock,
    freshId: () => uuid(++numbers),
    onLook: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    takePhoto: async () => {
      world.photos += 1;
      return world.photo;
    },
    setKeen: () => undefined,
    study: async () => (world.studied ? ok(world.studied) : err('the worker is gone')),
    cue: (cue) => world.cues.push(cue),
    log: () => undefined,
  });
  capture.update(visit, true);
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  /** Pictures of the same thing for so long. */
  const show = async (level: number, forMs: number, fault: PageFault | null = null, corners: Quad | null = PAGE) => {
    for (const end = world.nowMs + forMs; world.nowMs < end; world.nowMs += LOOK_MS) {
      const judged = { fault, thumbnail: new Uint8Array(3_072).fill(level) };
      for (const listener of listeners) listener({ corners, frameAtMs: world.nowMs, judged });
      await settle();
    }
  };
  const away = () => show(0, 1_500, 'no-page', null);
  const ask = (fileId: string) =>
    asked({ fileId, reason: 'glare', agent: { displayName: '演示坐席' } } as unknown as never);
  const files = () => world.arranged.at(-1)?.pages.map(({ fileId }) => Number(fileId.slice(-3)));
  return { capture, world, show, away, ask, files };
}

/** A page that lies there is still from the second picture on. */
const LONG_MS = TAKEN_AFTER_MS + 3 * LOOK_MS;

describe('taking pages', () => {
  it('counts down, takes a page that lies well once, and the next one when it is laid', async () => {
    const { capture, world, show, away, files } = build();
    await show(200, LONG_MS);
    expect(world.photos).toBe(0);
    capture.begin();
    await show(200, 1_200);
    expect(capture.getSnapshot()).toMatchObject({ phase: 'counting', hint: null });
    await show(200, LONG_MS);
    expect(world.photos).toBe(1);
    await show(200, 2 * LONG_MS);
    expect(world.photos).toBe(1);
    await away();
    await show(120, LONG_MS);
    expect(files()).toEqual([501, 502]);
    expect(world.cues).toEqual(['steady', 'shutter', 'steady', 'shutter']);
  });

  it('does not take a page twice because the finder missed it in a picture', async () => {
    const { capture, world, show } = build();
    capture.begin();
    await show(200, LONG_MS);
    await show(200, LOOK_MS, 'no-page', null);
    await show(200, 2 * LONG_MS);
    expect(world.photos).toBe(1);
  });

  it('takes nothing that is not good, but by hand, and says so', async () => {
    const { capture, world, show } = build();
    capture.begin();
    await show(200, 2 * LONG_MS, 'glare');
    expect(capture.getSnapshot()).toMatchObject({ phase: 'looking', hint: 'glare' });
    world.studied = { ...SEEN, fault: 'glare' };
    capture.takeNow();
    await show(200, LOOK_MS, 'glare');
    expect(capture.getSnapshot().list.pages).toMatchObject([{ state: 'stored', flaw: 'glare' }]);
  });

  it('takes a photograph again that turned out bad, and keeps the third', async () => {
    const { capture, world, show } = build();
    capture.begin();
    world.studied = { ...SEEN, fault: 'blurred' };
    await show(200, 4 * LONG_MS);
    expect(world.photos).toBe(3);
    expect(capture.getSnapshot().list.pages).toMatchObject([{ flaw: 'blurred' }]);
  });

  it('lets a page that is wanted again take its place, and none that lay there before', async () => {
    const { capture, world, show, away, ask, files } = build();
    capture.begin();
    await show(200, LONG_MS);
    capture.finish();
    expect(world.arranged.at(-1)).toMatchObject({ done: true });
    ask(uuid(501));
    await show(200, 2 * LONG_MS);
    expect(capture.getSnapshot()).toMatchObject({ on: true, phase: 'resting' });
    expect(world.photos).toBe(1);
    await away();
    await show(200, LONG_MS);
    expect(files()).toEqual([502]);
    expect(world.arranged.at(-1)?.dropped).toEqual([uuid(501)]);
  });

  it('begins a document in the place of a photograph that it does not know', async () => {
    const { capture, world, show, ask } = build();
    ask(uuid(900));
    expect(capture.getSnapshot()).toMatchObject({ on: true, askedBy: '演示坐席' });
    await show(0, 1_000, 'no-page', null);
    await show(200, LONG_MS);
    expect(world.arranged.at(-1)).toMatchObject({ pages: [{ fileId: uuid(501) }], dropped: [uuid(900)] });
  });

  it('files the page made straight, and the photograph itself where none was found or it was not studied', async () => {
    const { capture, world, show } = build();
    capture.begin();
    await show(200, LONG_MS);
    world.studied = { ...SEEN, straight: null, fault: 'no-page' };
    capture.takeNow();
    await show(200, LOOK_MS);
    world.studied = null;
    capture.takeNow();
    await show(200, LOOK_MS);
    expect(world.given).toEqual([STRAIGHT, PHOTO, PHOTO]);
  });

  it('says when the camera gives nothing or a page does not arrive', async () => {
    const { capture, world, show } = build();
    capture.begin();
    world.photo = err({ code: 'camera_missing', detail: 'none' });
    capture.takeNow();
    await show(200, LOOK_MS);
    expect(capture.getSnapshot().problem).toBe('camera');
    world.photo = ok(PHOTO);
    world.gives = false;
    capture.takeNow();
    await show(200, LOOK_MS);
    expect(capture.getSnapshot()).toMatchObject({ problem: 'sending', list: { pages: [{ state: 'failed' }] } });
  });

  it('forgets everything with the visit', async () => {
    const { capture, show } = build();
    capture.begin();
    await show(200, LONG_MS);
    capture.update(null, false);
    expect(capture.getSnapshot()).toMatchObject({ on: false, list: { pages: [] } });
    expect(capture.getSnapshot().previews.size).toBe(0);
  });
});
