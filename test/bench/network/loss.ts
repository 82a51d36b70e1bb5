import { setTimeout as pass } from 'node:timers/promises';
import { type NetworkCall, openNetworkCall } from '../../rig/network-call.ts';
import type { Received } from '../../rig/network-meter.ts';
import { type BenchRow, row } from '../row.ts';

const LOSS_PERCENT = 30;
const LASTS_MS = 5 * 60_000;
/** How often the paper is looked at. */
const LOOK_MS = 10_000;
/** Of what was played, so much may be made up by the decoder: above it speech becomes hard to follow. */
const CONCEALED_AIM = 0.08;
/** A page that correlates by less with what was drawn has lost its small strokes. */
const LIKENESS_AIM = 0.9;
const PAPER_WIDTH_PX = 1280;

/** A call at heavy random loss in both directions: how much of the sound is made up, and whether print can still be read. */
export async function* run(): AsyncGenerator<BenchRow> {
  const call = await openNetworkCall();
  try {
    await call.soundBack(await call.connect());
    call.place.loss(LOSS_PERCENT);
    const before = await both(call);
    const looks: { frames: number; widthPx: number; likeness: number }[] = [];
    let frames = (await call.picture('desk', 'paper'))?.frames ?? 0;
    for (const endsMs = performance.now() + LASTS_MS; performance.now() < endsMs; ) {
      await pass(LOOK_MS);
      const paper = await call.picture('desk', 'paper');
      looks.push({
        frames: (paper?.frames ?? 0) - frames,
        widthPx: paper?.widthPx ?? 0,
        likeness: await call.paperLikeness(),
      });
      frames = paper?.frames ?? 0;
    }
    const after = await both(call);
    const about = { group: 'network', unit: 'share' as const, baselineName: 'the aim' };
    for (const end of ['booth', 'desk'] as const) {
      const share = concealedShare(before[end], after[end]);
      const name = `sound made up at the ${end}, ${LOSS_PERCENT} % loss for ${LASTS_MS / 60_000} minutes`;
      yield { ...row({ ...about, name, target: { kind: 'at-most', ratio: 1 } }, [share], [CONCEALED_AIM]), n: 1 };
    }
    const readable = looks.filter(
      ({ frames: fresh, widthPx, likeness }) => fresh > 0 && widthPx === PAPER_WIDTH_PX && likeness >= LIKENESS_AIM,
    );
    const name = `looks at the paper, every ${LOOK_MS / 1000} s, that found it fresh, at full size and sharp`;
    const target = { kind: 'at-least', ratio: 1 } as const;
    yield { ...row({ ...about, name, target }, [readable.length / looks.length], [1]), n: looks.length };
  } finally {
    await call.close();
  }
}

async function both(call: NetworkCall): Promise<Readonly<Record<'booth' | 'desk', Received>>> {
  const [booth, desk] = await Promise.all([call.received('booth'), call.received('desk')]);
  return { booth, desk };
}

function concealedShare(before: Received, after: Received): number {
  return (after.concealed - before.concealed) / (after.samples - before.samples);
}
