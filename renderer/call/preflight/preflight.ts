import { readFrames } from '../figures/frames.ts';
import { record, withMicrophone } from '../figures/listening.ts';
import { levelOf } from '../figures/sound.ts';
import { measureBandwidth } from './bandwidth.ts';
import {
  doubtful,
  failed,
  fine,
  type Gathered,
  judgeBandwidth,
  judgeCamera,
  judgeMicrophone,
  judgeRefusal,
  judgeRelay,
  judgeUdp,
  type Leg,
  type LegName,
  skipped,
  weigh,
} from './legs.ts';

/** A leg that is not through by then is named slow; all run at once, so the whole takes no longer. */
const DEADLINE_MS = 9_000;
/** A relay answers in one or two round trips; after this it is out of reach. */
const GATHER_MS = 6_000;
const LISTEN_MS = 800;
/** Until a loudspeaker that was opened has taken sound. */
const SPEAKER_STARTS_MS = 2_000;
const SPEAKER_LOOK_MS = 50;

export interface PreflightOptions {
  readonly iceServers: readonly RTCIceServer[];
  /** Whether the line to the hub is up. */
  readonly isConnected: () => boolean;
  /** Ends it early: devices are given free. */
  readonly signal: AbortSignal;
}

/** Looks at every leg of a call's way before there is a call. Devices are opened for this alone, and shut again. */
export async function runPreflight({ iceServers, isConnected, signal }: PreflightOptions): Promise<readonly Leg[]> {
  const legs: Record<LegName, () => Promise<Leg>> = {
    signalling: async () => (isConnected() ? fine('signalling') : failed('signalling', 'hub-lost')),
    udp: () => askServers('udp', only(iceServers, isUdp), 'all', judgeUdp),
    'turn-udp': () =>
      askServers('turn-udp', only(iceServers, isTurnUdp), 'relay', (all) => judgeRelay('turn-udp', all)),
    'turn-tls': () =>
      askServers('turn-tls', only(iceServers, isTurnTls), 'relay', (all) => judgeRelay('turn-tls', all)),
    bandwidth: async () => judgeBandwidth(await measureBandwidth(iceServers, signal)),
    camera: () => lookAtCamera(signal),
    microphone: () => listen(signal),
    speaker: () => lookAtSpeaker(signal),
  };
  const found = await Promise.all((Object.keys(legs) as LegName[]).map((name) => inTime(name, legs[name]())));
  return weigh(found);
}

function inTime(name: LegName, leg: Promise<Leg>): Promise<Leg> {
  let late: ReturnType<typeof setTimeout>;
  const slow = new Promise<Leg>((resolve) => {
    late = setTimeout(() => resolve(doubtful(name, 'slow')), DEADLINE_MS);
  });
  return Promise.race([leg, slow]).finally(() => clearTimeout(late));
}

const isUdp = (url: string) => /^(stun|turn):/i.test(url) && !/transport=tcp$/i.test(url);
const isTurnUdp = (url: string) => /^turn:/i.test(url) && isUdp(url);
const isTurnTls = (url: string) => /^turns:/i.test(url);

function only(servers: readonly RTCIceServer[], wanted: (url: string) => boolean): RTCIceServer[] {
  return servers
    .map((server) => ({ ...server, urls: [server.urls].flat().filter(wanted) }))
    .filter(({ urls }) => urls.length > 0);
}

async function askServers(
  name: LegName,
  iceServers: RTCIceServer[],
  iceTransportPolicy: RTCIceTransportPolicy,
  judge: (gathered: Gathered) => Leg,
): Promise<Leg> {
  if (iceServers.length === 0) return skipped(name, 'none-named');
  const pc = new RTCPeerConnection({ iceServers, iceTransportPolicy });
  const errors: number[] = [];
  let [reflexive, relayed] = [0, 0];
  try {
    await new Promise<void>((resolve, reject) => {
      setTimeout(resolve, GATHER_MS);
      pc.onicecandidateerror = ({ errorCode }) => errors.push(errorCode);
      pc.onicecandidate = ({ candidate }) => {
        if (candidate === null) return resolve();
        if (candidate.type === 'srflx') reflexive++;
        if (candidate.type === 'relay') relayed++;
        // One address is enough to know.
        if (reflexive + relayed > 0) resolve();
      };
      pc.createDataChannel('preflight');
      pc.setLocalDescription().catch(reject);
    });
  } finally {
    pc.close();
  }
  return judge({ reflexive, relayed, errors });
}

const nameOf = (thrown: unknown) => (thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '');

async function lookAtCamera(signal: AbortSignal): Promise<Leg> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: true });
  } catch (thrown) {
    return judgeRefusal('camera', nameOf(thrown));
  }
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  try {
    await video.play();
    return judgeCamera(await readFrames(video, signal));
  } finally {
    video.srcObject = null;
    for (const track of stream.getTracks()) track.stop();
  }
}

async function listen(signal: AbortSignal): Promise<Leg> {
  try {
    return await withMicrophone(async (context, analyser, track) => {
      const { samples } = await record(context, analyser, LISTEN_MS, signal);
      return judgeMicrophone(track.label, levelOf(samples), track.muted);
    });
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return judgeRefusal('microphone', nameOf(thrown));
  }
}

/** Whether a loudspeaker is there and takes sound; nothing is to be heard, since people are at work around. */
async function lookAtSpeaker(signal: AbortSignal): Promise<Leg> {
  const context = new AudioContext();
  try {
    const source = new ConstantSourceNode(context, { offset: 0 });
    source.connect(context.destination);
    source.start();
    const endsMs = performance.now() + SPEAKER_STARTS_MS;
    while (performance.now() < endsMs) {
      signal.throwIfAborted();
      // Only a device that plays moves this time on.
      if ((context.getOutputTimestamp().contextTime ?? 0) > 0) return fine('speaker');
      await new Promise((resolve) => setTimeout(resolve, SPEAKER_LOOK_MS));
    }
    // A page that nobody has touched yet may not sound.
    return context.state === 'suspended' ? skipped('speaker', 'sound-waits') : failed('speaker', 'speaker-missing');
  } finally {
    await context.close();
  }
}
