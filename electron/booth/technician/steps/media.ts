import { fail } from '../../../../contracts/errors.ts';
import type { ProbeKind, ProbeReading } from '../../../../contracts/technician/probe.ts';
import type { Finding } from '../../self-check/check.ts';
import { judgeCamera, judgeMicrophone, judgeSpeaker } from '../../self-check/media.ts';
import { errorOfFinding, evidence, failed, type Outcome, passed, type Step } from './step.ts';

function outcomeOf(finding: Finding, found: Outcome['evidence']): Outcome {
  const isWell = finding.outcome === 'ok' || finding.outcome === 'skipped';
  return isWell ? passed(...found) : failed(errorOfFinding(finding), ...found);
}

function camera(name: Extract<ProbeKind, `camera.${string}`>): Step {
  return {
    name,
    duringVisit: false,
    async run(_target, { measure }) {
      const reading = await measure(name, true);
      if (!reading.ok) return failed(reading.error);
      const outcome = outcomeOf(judgeCamera(name, reading.value), cameraEvidence(reading.value));
      const picture = reading.value.kind === 'camera' ? reading.value.picture : null;
      return picture ? { ...outcome, picture: { mimeType: 'image/jpeg', bytes: picture } } : outcome;
    },
  };
}

function cameraEvidence(reading: ProbeReading): Outcome['evidence'] {
  if (reading.kind !== 'camera') return [];
  return [
    evidence('sharpness', reading.sharpness.toFixed(0)),
    evidence('brightness', reading.meanLuma.toFixed(0)),
    evidence('motion', reading.motion.toFixed(2)),
    evidence('resolution', `${reading.widthPx}×${reading.heightPx}`, 'px'),
    evidence('label', reading.label),
  ];
}

const microphone: Step = {
  name: 'microphone',
  duringVisit: false,
  async run(_target, { measure }) {
    const reading = await measure('microphone', false);
    if (!reading.ok) return failed(reading.error);
    const { value } = reading;
    const found =
      value.kind === 'microphone'
        ? [
            evidence('level', value.rmsDbfs?.toFixed(0) ?? '—', 'dBFS'),
            evidence('peak', value.peakDbfs?.toFixed(0) ?? '—', 'dBFS'),
            evidence('label', value.label),
          ]
        : [];
    return outcomeOf(judgeMicrophone(value), found);
  },
};

const speaker: Step = {
  name: 'speaker',
  duringVisit: false,
  async run(_target, { measure }) {
    const reading = await measure('speaker', false);
    if (!reading.ok) return failed(reading.error);
    const { value } = reading;
    const found =
      value.kind === 'speaker'
        ? [evidence('tone', value.toneHz, 'Hz'), evidence('heard', value.heardDb.toFixed(0), 'dB')]
        : [];
    return outcomeOf(judgeSpeaker(value), found);
  },
};

/** The technician wipes over the whole screen; cells that were not reached are dead spots. */
const touch: Step = {
  name: 'touch',
  duringVisit: false,
  async run(_target, { measure }) {
    const reading = await measure('touch', false);
    if (!reading.ok) return failed(reading.error);
    if (reading.value.kind !== 'touch') return failed(fail('internal', `the screen measured ${reading.value.kind}`));
    const { cells, touched } = reading.value;
    const found = [evidence('touched', touched), evidence('cells', cells)];
    return touched === cells
      ? passed(...found)
      : failed(fail('device_error', `${cells - touched} cells dead`), ...found);
  },
};

export const mediaSteps: readonly Step[] = [
  camera('camera.face'),
  camera('camera.document'),
  microphone,
  speaker,
  touch,
];
