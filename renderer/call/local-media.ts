import type { TrackRole } from '../../contracts/hub/signal.ts';

export const ROLES: readonly TrackRole[] = ['voice', 'face', 'paper'];

export type LocalTracks = ReadonlyMap<TrackRole, MediaStreamTrack>;

export function kindOf(role: TrackRole): 'audio' | 'video' {
  return role === 'voice' ? 'audio' : 'video';
}

/** Print must stay legible when the line is thin, a face must stay fluent: the encoder gives up the other of the two. */
const CONTENT_HINTS: Readonly<Record<TrackRole, string>> = { voice: 'speech', face: 'motion', paper: 'detail' };

/** A mesh of four sends each picture three times; these caps keep the sum within a 10 Mbit/s uplink. */
const MAX_BITRATES: Readonly<Record<TrackRole, number>> = { voice: 40_000, face: 900_000, paper: 2_000_000 };

export function hintTrack(role: TrackRole, track: MediaStreamTrack): void {
  track.contentHint = CONTENT_HINTS[role];
}

export function encodingOf(role: TrackRole): RTCRtpEncodingParameters {
  return { maxBitrate: MAX_BITRATES[role] };
}

/** Sets the caps on a sender that the other side's offer made; `addTransceiver` sets them on our own. */
export async function capSender(role: TrackRole, sender: RTCRtpSender): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  if (!encoding) return;
  encoding.maxBitrate = MAX_BITRATES[role];
  await sender.setParameters(parameters);
}
