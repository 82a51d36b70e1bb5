import { setTimeout as pass } from 'node:timers/promises';
import { type NetworkCall, openNetworkCall, SOUND_LIMIT_MS } from '../../rig/network-call.ts';
import { type BenchRow, row } from '../row.ts';

/** Between two cuts the call is left alone for so long, so that none falls into the recovery from the one before. */
const REST_MS = 5_000;

interface Series {
  readonly name: string;
  readonly cutMs: number;
  readonly turns: number;
  /** From the return of the network to sound at the slower end. */
  readonly aimMs: number;
  readonly cut: (call: NetworkCall) => void;
}

const everything = (call: NetworkCall) => call.place.cut();

const SERIES: readonly Series[] = [
  { name: 'cut of 2 s', cutMs: 2_000, turns: 5, aimMs: 2_000, cut: everything },
  { name: 'cut of 10 s', cutMs: 10_000, turns: 5, aimMs: 5_000, cut: everything },
  { name: 'cut of 45 s', cutMs: 45_000, turns: 3, aimMs: 8_000, cut: everything },
  { name: 'blackout of 8 s', cutMs: 8_000, turns: 20, aimMs: 300, cut: everything },
  { name: 'blackout of 8 s, media alone', cutMs: 8_000, turns: 20, aimMs: 300, cut: (call) => call.place.blockUdp() },
];

/** A booth's network is cut during a call and comes back: how long until both ends hear each other. The slowest turn counts. */
export async function* run(): AsyncGenerator<BenchRow> {
  for (const series of SERIES) {
    const backMs: number[] = [];
    let call: NetworkCall | undefined;
    try {
      for (let turn = 0; turn < series.turns; turn++) {
        call ??= await talking();
        await pass(REST_MS);
        const slower = await breakOnce(call, series);
        backMs.push(slower ?? SOUND_LIMIT_MS);
        if (slower !== null) continue;
        await call.close();
        call = undefined;
      }
    } finally {
      await call?.close();
    }
    const slowest = row(
      {
        group: 'network',
        name: `${series.name}: sound back at both ends, slowest of ${series.turns}`,
        unit: 'ms',
        baselineName: 'the aim',
        target: { kind: 'at-most', ratio: 1 },
      },
      [Math.max(...backMs)],
      [series.aimMs],
    );
    yield { ...slowest, n: series.turns };
  }
}

async function talking(): Promise<NetworkCall> {
  const call = await openNetworkCall();
  await call.soundBack(await call.connect());
  return call;
}

/** Milliseconds until the slower end heard the other again; null when it did not. */
async function breakOnce(call: NetworkCall, { name, cut, cutMs }: Series): Promise<number | null> {
  cut(call);
  await pass(cutMs);
  const restoredMs = Date.now();
  call.place.restore();
  try {
    const { booth, desk } = await call.soundBack(restoredMs);
    const hub = await call.hubBack('booth', restoredMs);
    console.error(
      `${name}: sound back at the booth after ${booth} ms, at the desk after ${desk} ms, the booth's hub after ${hub ?? '-'} ms`,
    );
    return Math.max(booth, desk);
  } catch (error) {
    console.error(`${name}:`, error);
    return null;
  }
}
