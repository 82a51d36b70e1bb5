import type { ErrorCode } from '../../../contracts/errors.ts';
import type { MediaPart } from '../../../contracts/ipc/booth-function.ts';
import type { MachineEvent } from './messages.ts';
import type { Turn } from './turn.ts';

type MediaEvent = Extract<MachineEvent, { type: 'media' }>;

const CODES: Readonly<Record<MediaPart, ErrorCode>> = {
  'camera.face': 'camera_missing',
  'camera.document': 'camera_missing',
  microphone: 'microphone_missing',
};

/** What the screen sees of cameras and microphone. One that goes in the middle of a visit is an incident until it is back. */
export function mediaSeen(turn: Turn, { cameras, microphones, lost }: MediaEvent): void {
  const before = turn.state.mediaLost;
  turn.patch({ media: { cameras, microphones }, mediaLost: lost });
  for (const part of lost) {
    if (before.includes(part)) continue;
    const detail = 'ended, taken by another program or pulled out during a visit';
    turn.boothFact({ type: 'incident.raised', subject: part, code: CODES[part], detail });
  }
  for (const part of before) {
    if (!lost.includes(part)) turn.boothFact({ type: 'incident.cleared', subject: part, code: CODES[part] });
  }
}
