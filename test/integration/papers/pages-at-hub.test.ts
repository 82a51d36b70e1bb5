import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '../../../contracts/result.ts';
import { PlainBooth } from '../booth/plain-booth.ts';
import { type Rig, startRig, type TestAgent } from '../hub/rig.ts';

let rig: Rig;
let booth: PlainBooth;
let agent: TestAgent;
let visitId: string;

beforeEach(async () => {
  rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
  booth = await PlainBooth.make(rig.hub.url, rig.dataDir, rig.clock);
  await booth.start();
  agent = await rig.agent('demo-tax-1');
  unwrap(await agent.available());
  await booth.enter();
  booth.intend({ type: 'call' });
  ({
    visit: { id: visitId },
  } = await agent.accept());
  await booth.untilStep('in-call');
});
afterEach(async () => {
  await booth.close();
  await rig.close();
});

const DOCUMENT = '01890000-0000-7000-8000-000000000777';
const STRANGER = '01890000-0000-7000-8000-000000000778';
const OUTLINE = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.9, y: 0.8 },
  { x: 0.1, y: 0.8 },
];

test('pages reach the desk in the order of the citizen, and one is asked for once more', async () => {
  const first = await booth.givePage(1);
  const page = { fileId: first, outline: OUTLINE };
  booth.arrangePages({ id: DOCUMENT, pages: [page], dropped: [], done: false });
  const begun = await agent.untilVisit(({ documents }) => documents?.[0]?.pages.length === 1);
  expect(begun.visit.files.map(({ id }) => id)).toContain(first);
  expect(begun.visit.documents).toEqual([{ id: DOCUMENT, pages: [page], dropped: [], done: false }]);

  const second = await booth.givePage(2);
  // The last word counts: turned round, with a page of nobody's that is left out.
  booth.arrangePages({
    id: DOCUMENT,
    pages: [{ fileId: second }, { fileId: STRANGER }, page],
    dropped: [],
    done: true,
  });
  const whole = await agent.untilVisit(({ documents }) => documents?.[0]?.done === true);
  expect(whole.visit.documents?.[0]?.pages.map(({ fileId }) => fileId)).toEqual([second, first]);

  unwrap(await agent.call('page.retake', { visitId, fileId: second, reason: 'glare' }));
  expect(booth.retakes).toMatchObject([{ fileId: second, reason: 'glare', agent: { id: agent.id } }]);
  expect(await agent.call('page.retake', { visitId, fileId: STRANGER, reason: 'glare' })).toMatchObject({
    error: { code: 'not_found' },
  });

  // Taken again: the new one stands in its place, the old one is kept apart.
  const again = await booth.givePage(3);
  booth.arrangePages({ id: DOCUMENT, pages: [{ fileId: again }, page], dropped: [second], done: true });
  const mended = await agent.untilVisit(({ documents }) => documents?.[0]?.dropped.includes(second) === true);
  expect(mended.visit.documents).toHaveLength(1);
  expect(mended.visit.documents?.[0]?.pages.map(({ fileId }) => fileId)).toEqual([again, first]);
});
