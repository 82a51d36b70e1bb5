import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoNetworks } from '../../rig/network.ts';
import { type End, type NetworkCall, openNetworkCall } from '../../rig/network-call.ts';

const TIMEOUT_MS = 120_000;
const LOSS_PERCENT = 30;
/** `npm run bench -- network` takes five minutes. */
const LASTS_MS = 30_000;
/** One repetition leaves 9 % of such a loss (0.3²), more or less in so short a time; without it a quarter is made up. */
const CONCEALED_LIMIT = 0.14;
/** A page that correlates by less with what was drawn has lost its small strokes. */
const LIKENESS_AIM = 0.9;
const PAPER_WIDTH_PX = 1280;

const notRun = whyNoNetworks === null ? '' : ` (not run: ${whyNoNetworks})`;

describe.skipIf(whyNoNetworks !== null)(`a call that loses packets${notRun}`, { timeout: TIMEOUT_MS }, () => {
  let call: NetworkCall;

  beforeAll(async () => {
    call = await openNetworkCall();
    await call.soundBack(await call.connect());
  }, TIMEOUT_MS);

  afterAll(() => call?.close());

  it(`is understood and readable at ${LOSS_PERCENT} % in both directions`, async () => {
    const ends: readonly End[] = ['booth', 'desk'];
    call.place.loss(LOSS_PERCENT);
    const before = await Promise.all(ends.map((end) => call.received(end)));
    const framesBefore = (await call.picture('desk', 'paper'))?.frames ?? 0;
    await pass(LASTS_MS);
    const after = await Promise.all(ends.map((end) => call.received(end)));
    for (const [index, end] of ends.entries()) {
      const [first, last] = [before[index], after[index]];
      if (!first || !last) throw new Error('both were asked');
      const share = (last.concealed - first.concealed) / (last.samples - first.samples);
      expect(share, `share of the sound made up at the ${end}`).toBeLessThan(CONCEALED_LIMIT);
    }
    const paper = await call.picture('desk', 'paper');
    expect(paper?.frames).toBeGreaterThan(framesBefore);
    expect(paper?.widthPx).toBe(PAPER_WIDTH_PX);
    expect(await call.paperLikeness()).toBeGreaterThan(LIKENESS_AIM);
  });
});
