import { ENOUGH_KBIT_PER_S, VOICE_ONLY_KBIT_PER_S } from '../../../contracts/hub/line-test.ts';
import { differenceOf, figuresOf, type GreyPicture } from '../figures/picture.ts';
import type { SoundLevel } from '../figures/sound.ts';

/** The parts of a call's way that can be broken each by itself, in the order in which they are shown. */
export const LEGS = [
  'signalling',
  'udp',
  'turn-udp',
  'turn-tls',
  'bandwidth',
  'camera',
  'microphone',
  'speaker',
] as const;
export type LegName = (typeof LEGS)[number];

/** Why a leg does not hold, or was not looked at; each has a text that says what to do. */
export type Reason =
  | 'hub-lost'
  | 'udp-blocked'
  | 'relay-udp'
  | 'relay-tls'
  | 'relay-refused'
  | 'narrow'
  | 'too-narrow'
  | 'not-measured'
  | 'camera-missing'
  | 'camera-refused'
  | 'camera-busy'
  | 'camera-black'
  | 'camera-frozen'
  | 'microphone-missing'
  | 'microphone-refused'
  | 'microphone-busy'
  | 'microphone-silent'
  | 'speaker-missing'
  | 'sound-waits'
  | 'slow'
  | 'none-named'
  | 'invented';

export interface Leg {
  readonly name: LegName;
  /** A warning leaves calls possible, only less well. */
  readonly outcome: 'ok' | 'warning' | 'failed' | 'skipped';
  /** Null when `ok`. */
  readonly reason: Reason | null;
  /** What the way carries, of the leg `bandwidth` once it was measured. */
  readonly kbitPerS?: number;
}

export const fine = (name: LegName): Leg => ({ name, outcome: 'ok', reason: null });
export const failed = (name: LegName, reason: Reason): Leg => ({ name, outcome: 'failed', reason });
export const doubtful = (name: LegName, reason: Reason): Leg => ({ name, outcome: 'warning', reason });
export const skipped = (name: LegName, reason: Reason): Leg => ({ name, outcome: 'skipped', reason });

/** A covered lens gives a few grey levels of noise. */
const BLACK_LUMA = 12;
const BLACK_DEVIATION = 6;
/** Quieter than this is no room but a switched-off microphone: even a silent studio leaves a converter's noise above it. */
const SILENT_DBFS = -90;
/** Chromium's invented devices, for development. */
const INVENTED = /^fake /i;

/** Black and frozen pictures come from cameras that say that all is well. */
export function judgeCamera(frames: readonly GreyPicture[]): Leg {
  const last = frames.at(-1);
  if (!last) return failed('camera', 'camera-frozen');
  const { meanLuma, lumaDeviation } = figuresOf(last);
  if (meanLuma < BLACK_LUMA && lumaDeviation < BLACK_DEVIATION) return failed('camera', 'camera-black');
  const motion = Math.max(0, ...frames.slice(1).map((frame, index) => differenceOf(frame, frames[index] ?? frame)));
  // A sensor's own noise changes some pixel in every frame; the same bits again are an old picture.
  return motion === 0 ? failed('camera', 'camera-frozen') : fine('camera');
}

export function judgeMicrophone(label: string, { rmsDbfs }: SoundLevel, isMuted: boolean): Leg {
  if (INVENTED.test(label)) return skipped('microphone', 'invented');
  return isMuted || rmsDbfs === null || rmsDbfs < SILENT_DBFS
    ? failed('microphone', 'microphone-silent')
    : fine('microphone');
}

/** Why a device did not open, by the name of the browser's error (Media Capture and Streams, section 10.2.1). */
export function judgeRefusal(part: 'camera' | 'microphone', errorName: string): Leg {
  if (errorName === 'NotFoundError' || errorName === 'OverconstrainedError') return failed(part, `${part}-missing`);
  return failed(part, errorName === 'NotAllowedError' ? `${part}-refused` : `${part}-busy`);
}

/** What asking relays for addresses gave. */
export interface Gathered {
  /** Own addresses as a server on the way saw them (`srflx`), and addresses on a relay. */
  readonly reflexive: number;
  readonly relayed: number;
  /** STUN error codes; 701 is a server out of reach (WebRTC, section 5.7.3), others are words of a server. */
  readonly errors: readonly number[];
}

const OUT_OF_REACH = 701;
const spoke = ({ errors }: Gathered) => errors.some((code) => code !== OUT_OF_REACH);

/** UDP gets out when any server answered over it, were it with a refusal. */
export function judgeUdp(gathered: Gathered): Leg {
  const isOpen = gathered.reflexive > 0 || gathered.relayed > 0 || spoke(gathered);
  return isOpen ? fine('udp') : doubtful('udp', 'udp-blocked');
}

export function judgeRelay(name: 'turn-udp' | 'turn-tls', gathered: Gathered): Leg {
  if (gathered.relayed > 0) return fine(name);
  if (spoke(gathered)) return failed(name, 'relay-refused');
  return doubtful(name, name === 'turn-udp' ? 'relay-udp' : 'relay-tls');
}

/** @param kbitPerS null when it could not be measured */
export function judgeBandwidth(kbitPerS: number | null): Leg {
  if (kbitPerS === null) return skipped('bandwidth', 'not-measured');
  if (kbitPerS < VOICE_ONLY_KBIT_PER_S) return { ...failed('bandwidth', 'too-narrow'), kbitPerS };
  return { ...(kbitPerS < ENOUGH_KBIT_PER_S ? doubtful('bandwidth', 'narrow') : fine('bandwidth')), kbitPerS };
}

/** Legs that each cost only quality are a failure when none of them is left to carry a call. */
export function weigh(legs: readonly Leg[]): readonly Leg[] {
  const ways = legs.filter(({ name }) => name === 'udp' || name.startsWith('turn-'));
  const isCutOff = ways.some(({ outcome }) => outcome === 'warning') && ways.every(({ outcome }) => outcome !== 'ok');
  return LEGS.flatMap((name) => legs.filter((leg) => leg.name === name)).map((leg) =>
    isCutOff && ways.includes(leg) && leg.outcome === 'warning' ? { ...leg, outcome: 'failed' } : leg,
  );
}
