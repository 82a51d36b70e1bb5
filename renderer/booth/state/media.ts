import type { TrackRole } from '../../../contracts/domain/call.ts';
import type { BoothSetup } from '../../../contracts/ipc/booth-state.ts';
import { chooseCameras } from './cameras.ts';

/** What the booth sends. A role that could not be had is absent. */
export type LocalTracks = Readonly<Partial<Record<TrackRole, MediaStreamTrack>>>;

/** The open devices of a visit. `paperSource` is the document camera at its full size, of which `tracks.paper` is a smaller copy. */
export interface LocalMedia {
  readonly tracks: LocalTracks;
  readonly paperSource: MediaStreamTrack | null;
  /** Why parts are missing, for the log. */
  readonly problems: readonly string[];
  stop(): void;
}

const VOICE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const FACE: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 25, max: 30 },
};
/** As many pixels as the camera has: stills are read by a machine. Few frames: paper lies still. */
const PAPER_SOURCE: MediaTrackConstraints = {
  width: { ideal: 4096 },
  height: { ideal: 3072 },
  frameRate: { ideal: 10 },
};
/** The live picture of the paper: print stays legible, and a mesh of four can carry it. */
const PAPER_LIVE: MediaTrackConstraints = { width: { max: 1920 }, height: { max: 1440 }, frameRate: { max: 10 } };

type Devices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>;

function stopAll(tracks: Iterable<MediaStreamTrack | null | undefined>): void {
  for (const track of tracks) track?.stop();
}

/** Labels and ids of devices are blank until the page was once granted them. */
async function cameras(devices: Devices): Promise<MediaDeviceInfo[]> {
  const list = async () => (await devices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
  const known = await list();
  if (known.length === 0 || known.some(({ label }) => label !== '')) return known;
  const probe = await devices.getUserMedia({ video: true });
  stopAll(probe.getTracks());
  return list();
}

const live = (track: MediaStreamTrack | null | undefined) => (track?.readyState === 'live' ? track : null);

/**
 * Opens microphone and cameras. Each part that cannot be had is left out and named in `problems`: a call without a
 * picture is better than none. What `kept` still has open stays as it is: a voice is not cut because a camera is gone.
 */
export async function openLocalMedia(
  devices: Devices,
  wanted: BoothSetup['cameras'],
  kept: LocalMedia | null,
): Promise<LocalMedia> {
  const problems: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (thrown) {
      problems.push(`${what}: ${thrown instanceof Error ? `${thrown.name} ${thrown.message}` : String(thrown)}`);
      return null;
    }
  };
  const video = async (deviceId: string, constraints: MediaTrackConstraints) => {
    const stream = await devices.getUserMedia({ video: { ...constraints, deviceId: { exact: deviceId } } });
    return stream.getVideoTracks()[0] ?? null;
  };

  const keptVoice = live(kept?.tracks.voice);
  const keptSource = live(kept?.paperSource);
  const keptFace = live(kept?.tracks.face);
  const voice =
    keptVoice ??
    (await attempt('microphone', async () => {
      const stream = await devices.getUserMedia({ audio: VOICE });
      return stream.getAudioTracks()[0] ?? null;
    }));
  const choice = chooseCameras((await attempt('cameras', () => cameras(devices))) ?? [], wanted);
  if (!choice) problems.push('cameras: none found');
  // The paper first: where one camera takes both parts, the first to open it decides its size.
  const paperSource =
    keptSource ??
    (choice ? await attempt('document camera', () => video(choice.document.deviceId, PAPER_SOURCE)) : null);
  const face = keptFace ?? (choice ? await attempt('face camera', () => video(choice.face.deviceId, FACE)) : null);
  const keptPaper = keptSource && live(kept?.tracks.paper);
  const paper = keptPaper ?? paperSource?.clone() ?? null;
  if (paper && !keptPaper) await attempt('live paper', () => paper.applyConstraints(PAPER_LIVE));

  const tracks: Partial<Record<TrackRole, MediaStreamTrack>> = {};
  if (voice) tracks.voice = voice;
  if (face) tracks.face = face;
  if (paper) tracks.paper = paper;
  return { tracks, paperSource, problems, stop: () => stopAll([voice, face, paper, paperSource]) };
}
