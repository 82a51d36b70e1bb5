import type { ProbeKind, ProbeReading } from '../../../contracts/technician/probe.ts';
import {
  ALWAYS,
  bad,
  type Check,
  type CheckPorts,
  type Finding,
  failedBy,
  fine,
  skipped,
  WHEN_EMPTY,
} from './check.ts';

/** A covered lens gives a few grey levels of noise; a dark booth at night is lit by its own lamp and screen. */
export const BLACK_LUMA = 12;
export const BLACK_DEVIATION = 6;
/** Quieter than this is no room but a cut cable: even a silent studio leaves a converter's noise above it. */
export const SILENT_DBFS = -90;
/** Chromium's invented devices, for development: they hear no loudspeaker and are silent between their beeps. */
const INVENTED = /^fake /i;

async function measured(
  { isMediaFree, measure }: CheckPorts,
  kind: ProbeKind,
  judge: (reading: ProbeReading) => Finding,
): Promise<readonly Finding[]> {
  if (!isMediaFree()) return [skipped(kind, 'in use by a visit')];
  const reading = await measure(kind);
  return [reading.ok ? judge(reading.value) : failedBy(kind, reading.error)];
}

function camera(kind: 'camera.face' | 'camera.document'): Check {
  return {
    name: kind,
    runsOn: ALWAYS,
    run: (ports) => measured(ports, kind, (reading) => judgeCamera(kind, reading)),
  };
}

/** Black and frozen pictures come from cameras that say that all is well. */
export function judgeCamera(name: string, reading: ProbeReading): Finding {
  if (reading.kind !== 'camera') return bad(name, 'internal', `the screen measured ${reading.kind}`);
  const { label, widthPx, heightPx, meanLuma, lumaDeviation, motion, sharpness, frames } = reading;
  const numbers = `${label}: ${widthPx}×${heightPx}, brightness ${meanLuma.toFixed(0)} ± ${lumaDeviation.toFixed(1)}, sharpness ${sharpness.toFixed(0)}`;
  if (frames === 0) return bad(name, 'camera_frozen', `${label} gave no frame`);
  if (meanLuma < BLACK_LUMA && lumaDeviation < BLACK_DEVIATION) return bad(name, 'camera_black', numbers);
  // A sensor's own noise changes some pixel in every frame; the same bits again are an old picture.
  if (motion === 0) return bad(name, 'camera_frozen', numbers);
  return fine(name, numbers);
}

export function judgeMicrophone(reading: ProbeReading): Finding {
  const name = 'microphone';
  if (reading.kind !== 'microphone') return bad(name, 'internal', `the screen measured ${reading.kind}`);
  const { label, rmsDbfs, peakDbfs, muted } = reading;
  if (INVENTED.test(label)) return skipped(name, `${label} is invented`);
  if (muted) return bad(name, 'microphone_mute', `${label} is muted`);
  if (rmsDbfs === null || rmsDbfs < SILENT_DBFS)
    return bad(name, 'microphone_mute', `${label}: ${rmsDbfs ?? 'no'} dBFS`);
  return fine(name, `${label}: ${rmsDbfs.toFixed(0)} dBFS, peak ${peakDbfs?.toFixed(0) ?? '?'} dBFS`);
}

export function judgeSpeaker(reading: ProbeReading): Finding {
  const name = 'speaker';
  if (reading.kind !== 'speaker') return bad(name, 'internal', `the screen measured ${reading.kind}`);
  if (INVENTED.test(reading.label)) return skipped(name, `${reading.label} hears no loudspeaker`);
  const numbers = `${reading.toneHz} Hz stood ${reading.heardDb.toFixed(0)} dB above the silence`;
  return reading.heard ? fine(name, numbers) : bad(name, 'speaker_silent', numbers);
}

export const mediaChecks: readonly Check[] = [
  camera('camera.face'),
  camera('camera.document'),
  { name: 'microphone', runsOn: ALWAYS, run: (ports) => measured(ports, 'microphone', judgeMicrophone) },
  // Plays a tone: not while somebody waits at the door.
  { name: 'speaker', runsOn: WHEN_EMPTY, run: (ports) => measured(ports, 'speaker', judgeSpeaker) },
];
