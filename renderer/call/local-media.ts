import { type TrackRole, trackRole } from '../../contracts/domain/call.ts';
import { cutOf } from './adaptation.ts';

export const ROLES: readonly TrackRole[] = trackRole.options;

export type LocalTracks = ReadonlyMap<TrackRole, MediaStreamTrack>;

export function kindOf(role: TrackRole): 'audio' | 'video' {
  return role === 'voice' ? 'audio' : 'video';
}

/** Print must stay legible when the line is thin, a face must stay fluent: the encoder gives up the other of the two. */
const CONTENT_HINTS: Readonly<Record<TrackRole, string>> = {
  voice: 'speech',
  face: 'motion',
  paper: 'detail',
  screen: 'detail',
  interpreter: 'motion',
};

type Limits = Readonly<
  Pick<RTCRtpEncodingParameters, 'active' | 'maxBitrate' | 'maxFramerate' | 'scaleResolutionDownBy' | 'priority'>
>;

/**
 * What each track may cost, for one, two and three other parties: each of them gets an encoding of its own, and a booth's
 * small computer bears three large moving faces no better than its uplink of 10 Mbit/s does. The paper keeps its size and
 * gives up frames. The voice goes before the face, the face before the paper.
 */
const LIMITS: Readonly<Record<TrackRole, readonly [Limits, Limits, Limits]>> = {
  voice: [
    { maxBitrate: 40_000, priority: 'high' },
    { maxBitrate: 40_000, priority: 'high' },
    { maxBitrate: 40_000, priority: 'high' },
  ],
  face: [
    { maxBitrate: 900_000, maxFramerate: 20, scaleResolutionDownBy: 1, priority: 'medium' },
    { maxBitrate: 600_000, maxFramerate: 15, scaleResolutionDownBy: 1.5, priority: 'medium' },
    { maxBitrate: 400_000, maxFramerate: 12, scaleResolutionDownBy: 2, priority: 'medium' },
  ],
  paper: [
    { maxBitrate: 2_000_000, maxFramerate: 8, scaleResolutionDownBy: 1, priority: 'low' },
    { maxBitrate: 1_500_000, maxFramerate: 5, scaleResolutionDownBy: 1, priority: 'low' },
    { maxBitrate: 1_200_000, maxFramerate: 4, scaleResolutionDownBy: 1, priority: 'low' },
  ],
  screen: [
    { maxBitrate: 1_500_000, maxFramerate: 8, scaleResolutionDownBy: 1, priority: 'low' },
    { maxBitrate: 1_200_000, maxFramerate: 5, scaleResolutionDownBy: 1, priority: 'low' },
    { maxBitrate: 1_000_000, maxFramerate: 4, scaleResolutionDownBy: 1, priority: 'low' },
  ],
  // Hands must be followed: ITU-T H-series Supplement 1 asks for 20 frames a second at least.
  interpreter: [
    { maxBitrate: 1_200_000, maxFramerate: 25, scaleResolutionDownBy: 1, priority: 'medium' },
    { maxBitrate: 900_000, maxFramerate: 25, scaleResolutionDownBy: 1.25, priority: 'medium' },
    { maxBitrate: 700_000, maxFramerate: 25, scaleResolutionDownBy: 1.5, priority: 'medium' },
  ],
};

/**
 * Where the estimate of the line begins, in kbit/s: a first picture of face and paper then leaves within a frame or two. It
 * is half of what a party may send, and the estimate falls within a second where a line bears less.
 */
export const START_KBPS = 1_500;

export function hintTrack(role: TrackRole, track: MediaStreamTrack): void {
  track.contentHint = CONTENT_HINTS[role];
}

/** Frames a second below which an encoder is not to be asked to go: 0 would mean any. */
const MIN_FRAMES_PER_S = 1;

/** The limits of a role while this many other parties are in the call, on a line that is given as much as its level says. */
export function encodingOf(role: TrackRole, remotes: number, level = 0): Limits {
  const [one, two, three] = LIMITS[role];
  const limits = remotes <= 1 ? one : remotes === 2 ? two : three;
  const { rate, frames, size, active } = cutOf(role, level);
  const { maxBitrate = 0, maxFramerate, scaleResolutionDownBy } = limits;
  return {
    ...limits,
    active,
    maxBitrate: Math.round(maxBitrate * rate),
    ...(maxFramerate !== undefined && { maxFramerate: Math.max(MIN_FRAMES_PER_S, Math.round(maxFramerate * frames)) }),
    ...(scaleResolutionDownBy !== undefined && { scaleResolutionDownBy: scaleResolutionDownBy * size }),
  };
}

/** Sets limits on a sender: one that the other side's offer made, or any when the parties or the line have changed. */
export async function capSender(sender: RTCRtpSender, limits: Limits): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  if (!encoding) return;
  Object.assign(encoding, limits);
  await sender.setParameters(parameters);
}
