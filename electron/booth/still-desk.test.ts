import { expect, test } from 'vitest';
import type { VisitFact } from '../../contracts/domain/timeline.ts';
import { type ErrorCode, fail } from '../../contracts/errors.ts';
import type { Id } from '../../contracts/ids.ts';
import { err, ok } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { testId } from './machine/fixtures.ts';
import { createStillDesk, STILL_TIMEOUT_MS, UPLOAD_AGAIN_MS } from './still-desk.ts';
import type { Still } from './upload.ts';

const VISIT = testId(1);
const REQUEST = testId(2);
const FILE = testId(3);
const still: Still = { mimeType: 'image/jpeg', bytes: new Uint8Array([1]), widthPx: 1, heightPx: 1 };
const reading = { fileId: FILE, kind: 'other' as const, fields: [], text: '', durationMs: 1 };

function setUp() {
  const clock = new VirtualClock();
  const asked: Id[] = [];
  const facts: VisitFact[] = [];
  const world = { visitId: VISIT as Id | null, uploads: true, refusal: 'too_large' as ErrorCode, reads: true };
  const desk = createStillDesk({
    clock,
    log: () => undefined,
    freshId: () => FILE,
    visitId: () => world.visitId,
    askScreen: (requestId) => asked.push(requestId),
    upload: async () => (world.uploads ? ok({ fileId: FILE }) : err(fail(world.refusal))),
    read: async () => (world.reads ? ok(reading) : err(fail('ocr_failed'))),
    record: (_visitId, fact) => facts.push(fact),
  });
  return { clock, asked, facts, world, desk };
}

test('a still is asked for, stored, told as a fact, and read behind', async () => {
  const { clock, asked, facts, desk } = setUp();
  const answer = desk.take(VISIT, REQUEST);
  expect(asked).toEqual([REQUEST]);
  expect(desk.delivered(REQUEST, still)).toEqual(ok(undefined));
  expect(await answer).toEqual(ok({ fileId: FILE }));
  await clock.advance(0);
  expect(facts).toEqual([
    { type: 'file.stored', fileId: FILE, source: 'document-camera' },
    { type: 'paper.read', reading },
  ]);
});

test('what is not stored is no fact; what cannot be read is an incident', async () => {
  const { clock, facts, world, desk } = setUp();
  world.uploads = false;
  const lost = desk.take(VISIT, REQUEST);
  desk.delivered(REQUEST, still);
  expect(await lost).toEqual(err(fail('too_large')));
  expect(facts).toEqual([]);
  world.uploads = true;
  world.reads = false;
  const unread = desk.take(VISIT, REQUEST);
  desk.delivered(REQUEST, still);
  await unread;
  await clock.advance(0);
  expect(facts.map(({ type }) => type)).toEqual(['file.stored', 'incident.raised']);
});

test('a still that the line loses is sent again until the hub has it, and told once', async () => {
  const { clock, facts, world, desk } = setUp();
  Object.assign(world, { uploads: false, refusal: 'disconnected' });
  const answer = desk.take(VISIT, REQUEST);
  desk.delivered(REQUEST, still);
  await clock.advance(45_000);
  expect(facts).toEqual([]);
  world.uploads = true;
  await clock.advance(UPLOAD_AGAIN_MS);
  expect(await answer).toEqual(ok({ fileId: FILE }));
  expect(facts.filter(({ type }) => type === 'file.stored')).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

test('a still of a visit that is over is not sent any more', async () => {
  const { clock, facts, world, desk } = setUp();
  Object.assign(world, { uploads: false, refusal: 'disconnected' });
  const answer = desk.take(VISIT, REQUEST);
  desk.delivered(REQUEST, still);
  await clock.advance(100);
  Object.assign(world, { uploads: true, visitId: null });
  desk.forget();
  expect(await answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(facts).toEqual([]);
  expect(clock.pending).toBe(0);
});

test('a camera that fails, a screen that is silent and a visit that is over end the wait with their reason', async () => {
  const { clock, world, desk } = setUp();
  const failed = desk.take(VISIT, REQUEST);
  desk.failed(REQUEST, fail('camera_missing'));
  expect(await failed).toEqual(err(fail('camera_missing')));
  const silent = desk.take(VISIT, REQUEST);
  await clock.advance(STILL_TIMEOUT_MS);
  expect(await silent).toMatchObject({ ok: false, error: { code: 'timeout' } });
  const over = desk.take(VISIT, REQUEST);
  desk.forget();
  expect(await over).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  world.visitId = null;
  expect(await desk.take(VISIT, REQUEST)).toMatchObject({ ok: false, error: { code: 'wrong_state' } });
  expect(desk.delivered(REQUEST, still)).toMatchObject({ ok: false, error: { code: 'not_found' } });
});

test('nothing is recorded for a visit that ended while its still was stored', async () => {
  const { facts, world, desk } = setUp();
  const late = desk.take(VISIT, REQUEST);
  desk.delivered(REQUEST, still);
  world.visitId = null;
  expect(await late).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(facts).toEqual([]);
});

test('a page of the citizen is stored and read like a still, and its document is told as a fact', async () => {
  const { clock, asked, facts, world, desk } = setUp();
  expect(await desk.give(still)).toEqual(ok({ fileId: FILE }));
  await clock.advance(0);
  const document = { id: testId(9), pages: [{ fileId: FILE }], dropped: [], done: true };
  expect(desk.arrange(document)).toEqual(ok(undefined));
  expect(asked).toEqual([]);
  expect(facts).toEqual([
    { type: 'file.stored', fileId: FILE, source: 'document-camera' },
    { type: 'paper.read', reading },
    { type: 'pages.arranged', document },
  ]);
  world.visitId = null;
  expect(await desk.give(still)).toMatchObject({ error: { code: 'wrong_state' } });
  expect(desk.arrange(document)).toMatchObject({ error: { code: 'wrong_state' } });
});
