/** What is read of a connection's statistics at one moment: totals since it began (W3C webrtc-stats). */
export interface LineSample {
  readonly atMs: number;
  readonly bytesIn: number;
  readonly voiceIn: {
    readonly packets: number;
    readonly lost: number;
    readonly samples: number;
    readonly madeUp: number;
  };
  readonly frozenMs: number;
  /** Share of our voice that the other side last said was lost; null before it said so. */
  readonly lostOut: number | null;
  readonly roundTripMs: number | null;
  /** What the sender believes the line to bear; null before it knows. */
  readonly bearsKbps: number | null;
  /** Why a picture of ours is smaller or slower than asked for. */
  readonly limitedBy: 'none' | 'cpu' | 'bandwidth';
}

/** How a line did between two samples. */
export interface LineFigures {
  readonly overMs: number;
  /** Nothing at all came in. */
  readonly silent: boolean;
  /** Share of the other side's voice packets that were lost, from 0 to 1. */
  readonly lostIn: number;
  /** Share of the sound that the decoder made up. */
  readonly madeUp: number;
  /** Share of the time in which a picture stood still. */
  readonly frozen: number;
  readonly lostOut: number;
  readonly roundTripMs: number;
  readonly bearsKbps: number | null;
  readonly limitedBy: LineSample['limitedBy'];
}

/** The statistics that are read, as `RTCStatsReport.values()` gives them; whatever a browser leaves out counts as nothing. */
export type Stat = Readonly<Record<string, unknown>>;

const numberOf = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const knownNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

export function sampleOf(stats: Iterable<Stat>, atMs: number): LineSample {
  let [bytesIn, packets, lost, samples, madeUp, frozenMs] = [0, 0, 0, 0, 0, 0];
  let lostOut: number | null = null;
  let roundTripMs: number | null = null;
  let bearsKbps: number | null = null;
  let limitedBy: LineSample['limitedBy'] = 'none';
  for (const stat of stats) {
    const isVoice = stat.kind === 'audio';
    if (stat.type === 'inbound-rtp') {
      bytesIn += numberOf(stat.bytesReceived);
      frozenMs += 1000 * numberOf(stat.totalFreezesDuration);
      if (!isVoice) continue;
      packets += numberOf(stat.packetsReceived);
      lost += numberOf(stat.packetsLost);
      samples += numberOf(stat.totalSamplesReceived);
      // What is made up for a voice that is silent is no loss.
      madeUp += numberOf(stat.concealedSamples) - numberOf(stat.silentConcealedSamples);
    } else if (stat.type === 'remote-inbound-rtp' && isVoice) {
      lostOut = knownNumber(stat.fractionLost) ?? lostOut;
    } else if (stat.type === 'outbound-rtp' && !isVoice) {
      // A short processor ails every picture; a thin line may be felt by one of them only.
      if (stat.qualityLimitationReason === 'cpu') limitedBy = 'cpu';
      else if (stat.qualityLimitationReason === 'bandwidth' && limitedBy === 'none') limitedBy = 'bandwidth';
    } else if (stat.type === 'candidate-pair' && stat.nominated === true) {
      const seconds = knownNumber(stat.currentRoundTripTime);
      if (seconds !== null) roundTripMs = 1000 * seconds;
      const bits = knownNumber(stat.availableOutgoingBitrate);
      if (bits !== null) bearsKbps = bits / 1000;
    }
  }
  const voiceIn = { packets, lost, samples, madeUp };
  return { atMs, bytesIn, voiceIn, frozenMs, lostOut, roundTripMs, bearsKbps, limitedBy };
}

export function figuresBetween(before: LineSample, after: LineSample): LineFigures {
  const overMs = Math.max(1, after.atMs - before.atMs);
  const packets = grown(before.voiceIn.packets, after.voiceIn.packets);
  const lost = grown(before.voiceIn.lost, after.voiceIn.lost);
  const samples = grown(before.voiceIn.samples, after.voiceIn.samples);
  return {
    overMs,
    silent: after.bytesIn <= before.bytesIn,
    lostIn: share(lost, packets + lost),
    madeUp: share(grown(before.voiceIn.madeUp, after.voiceIn.madeUp), samples),
    frozen: share(grown(before.frozenMs, after.frozenMs), overMs),
    lostOut: Math.min(1, Math.max(0, after.lostOut ?? 0)),
    roundTripMs: after.roundTripMs ?? 0,
    bearsKbps: after.bearsKbps,
    limitedBy: after.limitedBy,
  };
}

/** Totals begin anew with a new connection or receiver, and lost packets are taken back when they come late. */
function grown(before: number, after: number): number {
  return Math.max(0, after - before);
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}
