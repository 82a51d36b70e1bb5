import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TrackRole } from '../../contracts/domain/call.ts';
import { MediaLines } from './media-lines.ts';

beforeEach(() => void vi.stubGlobal('MediaStream', class {}));
afterEach(() => vi.unstubAllGlobals());

/** A sender that names its track once it is laid, as the browser's does. */
class Sender {
  track: MediaStreamTrack | null = null;
  readonly asked: (MediaStreamTrack | null)[] = [];
  fails = false;

  async replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    this.asked.push(track);
    await Promise.resolve();
    if (this.fails) throw new Error('another kind of track');
    this.track = track;
  }
  getParameters = () => ({ encodings: [] });
}

const trackOf = (id: string) => ({ id, contentHint: '' }) as unknown as MediaStreamTrack;

/** The line of a face, negotiated, with nothing on it yet. */
function faceLine() {
  const sender = new Sender();
  const local = new Map<TrackRole, MediaStreamTrack>();
  const reported: unknown[] = [];
  const transceiver = { mid: '0', direction: 'sendrecv', currentDirection: 'sendrecv', sender };
  const lines = new MediaLines({ getTransceivers: () => [transceiver] } as unknown as RTCPeerConnection, {
    party: { partyId: 'desk', kind: 'agent', displayName: '', place: 'table', owner: false },
    local,
    silent: null,
    maySend: () => true,
    remotes: () => 1,
    report: (thrown) => reported.push(thrown),
  });
  lines.name({ '0': 'face' });
  return { lines, sender, local, reported };
}

it('lays a track once, although the browser names it only later', async () => {
  const { lines, sender, local } = faceLine();
  const face = trackOf('face');
  local.set('face', face);
  lines.lay('face', true);
  lines.lay('face', true);
  await Promise.resolve();
  lines.lay('face', true);
  expect(sender.asked).toEqual([face]);
});

it('takes a track off that was laid in the same breath', () => {
  const { lines, sender, local } = faceLine();
  const face = trackOf('face');
  local.set('face', face);
  lines.lay('face', true);
  local.delete('face');
  lines.lay('face', true);
  expect(sender.asked).toEqual([face, null]);
});

it('lays a track again that could not be laid, and reports why', async () => {
  const { lines, sender, local, reported } = faceLine();
  local.set('face', trackOf('face'));
  sender.fails = true;
  lines.lay('face', true);
  await vi.waitFor(() => expect(reported).toHaveLength(1));
  sender.fails = false;
  lines.lay('face', true);
  expect(sender.asked).toHaveLength(2);
});
