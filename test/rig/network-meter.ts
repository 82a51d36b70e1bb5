/** What a page hears and sees of the other sides, read from the statistics of its own connections. For any page, ours or real. */
export interface LineMeter {
  /** The first moment from `sinceMs` on at which sound of another side was played here; null when none came in time. */
  soundSince(sinceMs: number, limitMs: number): Promise<number | null>;
  received(): Promise<Received>;
  /** The way that the media take now, by the addresses chosen; null without a connection. */
  way(): Promise<Way | null>;
}

/** Counts of everything that other sides' media gave since the page began. */
export interface Received {
  /** Samples of sound that were played, and those of them that the decoder made up for lost ones. */
  readonly samples: number;
  readonly concealed: number;
  readonly pictures: readonly Picture[];
}

export interface Picture {
  readonly trackId: string;
  readonly frames: number;
  readonly widthPx: number;
  readonly freezes: number;
  readonly frozenMs: number;
}

export interface Way {
  readonly type: string;
  /** How the relay was reached: `udp`, `tcp` or `tls`; empty without a relay. */
  readonly relayProtocol: string;
}

declare global {
  interface Window {
    lineMeter: LineMeter;
  }
}

/** How often the sound is looked at: half of what a listener notices as a pause. */
const LOOK_MS = 40;
/** A tone at this level is heard; what a decoder makes up for silence is a thousand times weaker. */
const HEARD_ENERGY = 1e-4;
const TONE_HZ = 330;
const TONE_GAIN = 0.3;

/** Milliseconds on a clock that all pages of one machine share. */
const now = () => performance.timeOrigin + performance.now();

const connections: RTCPeerConnection[] = [];
/** Moments at which a look found that sound had been played since the one before. */
const heard: number[] = [];

// Whoever makes connections keeps them: what arrives is read from their own statistics.
const Native = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Native {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

/** A tone without a pause: whatever is missing at the other end, the line has lost. */
export function tone(): MediaStreamTrack {
  const context = new AudioContext();
  const source = new OscillatorNode(context, { frequency: TONE_HZ });
  const gain = new GainNode(context, { gain: TONE_GAIN });
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  source.connect(gain).connect(destination);
  source.start();
  return destination.stream.getAudioTracks()[0] as MediaStreamTrack;
}

type Counts = { samples: number; concealed: number; energy: number };

function soundOf(report: RTCStatsReport): Counts {
  const counts = { samples: 0, concealed: 0, energy: 0 };
  for (const stat of report.values()) {
    if (stat.type !== 'inbound-rtp' || stat.kind !== 'audio') continue;
    counts.samples += stat.totalSamplesReceived ?? 0;
    counts.concealed += stat.concealedSamples ?? 0;
    counts.energy += stat.totalAudioEnergy ?? 0;
  }
  return counts;
}

/** Sound is there when what was played since the last look came for the most part from the other side, and was not silence. */
async function watchSound(): Promise<void> {
  const last = new Map<RTCPeerConnection, { counts: Counts; atMs: number }>();
  for (;;) {
    for (const connection of connections) {
      if (connection.connectionState === 'closed') continue;
      const counts = soundOf(await connection.getStats());
      const atMs = now();
      const before = last.get(connection);
      last.set(connection, { counts, atMs });
      if (!before) continue;
      const samples = counts.samples - before.counts.samples;
      const concealed = counts.concealed - before.counts.concealed;
      const energy = counts.energy - before.counts.energy;
      if (samples > 0 && concealed < samples / 2 && energy > HEARD_ENERGY * ((atMs - before.atMs) / 1000)) {
        heard.push(atMs);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

window.lineMeter = {
  async soundSince(sinceMs, limitMs) {
    for (const endsMs = performance.now() + limitMs; performance.now() < endsMs; ) {
      const atMs = heard.find((one) => one >= sinceMs);
      if (atMs !== undefined) return atMs;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return null;
  },
  async received() {
    const counts = { samples: 0, concealed: 0 };
    const pictures: Picture[] = [];
    for (const connection of connections) {
      const report = await connection.getStats();
      const sound = soundOf(report);
      counts.samples += sound.samples;
      counts.concealed += sound.concealed;
      for (const stat of report.values()) {
        if (stat.type !== 'inbound-rtp' || stat.kind !== 'video') continue;
        pictures.push({
          trackId: stat.trackIdentifier,
          frames: stat.framesDecoded ?? 0,
          widthPx: stat.frameWidth ?? 0,
          freezes: stat.freezeCount ?? 0,
          frozenMs: Math.round((stat.totalFreezesDuration ?? 0) * 1000),
        });
      }
    }
    return { ...counts, pictures };
  },
  async way() {
    const connection = connections.findLast((one) => one.connectionState === 'connected');
    if (!connection) return null;
    const report = await connection.getStats();
    const transport = [...report.values()].find((stat) => stat.type === 'transport');
    const pair = report.get(transport?.selectedCandidatePairId ?? '');
    const candidate = report.get(pair?.localCandidateId ?? '');
    return { type: candidate?.candidateType ?? '', relayProtocol: candidate?.relayProtocol ?? '' };
  },
};
void watchSound();
