import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { VirtualClock } from '../../contracts/time.ts';
import { Peer } from './peer.ts';
import { FakeNetwork } from './testing/fake-connection.ts';

const STEP_MS = 25;
const LINE_UP_MS = 2_000;

let clock: VirtualClock;
let network: FakeNetwork;

beforeEach(() => {
  clock = new VirtualClock();
  network = new FakeNetwork(clock);
  vi.stubGlobal('RTCPeerConnection', function connect() {
    return network.connect();
  });
  vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => null });
  vi.stubGlobal('MediaStream', class {});
});
afterEach(() => vi.unstubAllGlobals());

/** Two sides with a line that was made while it rang; what the booth's says of itself is kept. */
function rings() {
  const said: string[] = [];
  const heard: boolean[] = [];
  const muted = { booth: false, desk: false };
  const peer = (side: 'booth' | 'desk'): Peer =>
    new Peer({
      party: {
        partyId: side,
        kind: side === 'booth' ? 'citizen' : 'agent',
        displayName: '',
        place: 'table',
        owner: false,
      },
      polite: side === 'booth',
      iceServers: () => [],
      local: new Map(),
      silent: ['voice', 'face'],
      maySend: () => true,
      mayShow: () => true,
      remotes: () => 1,
      isMuted: () => muted[side],
      clock,
      send: async (signal) =>
        void clock.after(STEP_MS, () => peers[side === 'booth' ? 'desk' : 'booth'].receive(signal)),
      onConnection: (connection) => {
        if (side === 'booth') said.push(connection);
      },
      onQuality: () => undefined,
      onTracks: () => undefined,
      onDecoded: () => undefined,
      onMuted: (theirs) => {
        if (side === 'booth') heard.push(theirs);
      },
      onMark: () => undefined,
      onMarksOpen: () => undefined,
      onError: ({ message }) => said.push(message),
    });
  const peers = { booth: peer('booth'), desk: peer('desk') };
  const close = () => {
    for (const each of Object.values(peers)) each.close();
  };
  return { ...peers, said, heard, muted, close };
}

it('joins in the same breath as the news of it, before a screen is drawn', async () => {
  const { booth, said, close } = rings();
  for (let passed = 0; passed < LINE_UP_MS; passed += STEP_MS) await clock.advance(STEP_MS);
  expect(said, 'nothing while it rings').toEqual([]);
  booth.join();
  expect(said).toEqual(['connected']);
  close();
});

it('joins after a description that is being taken', async () => {
  const { booth, said, close } = rings();
  // The desk's offer is on its way; an unknown candidate before it is taken in turn.
  booth.receive({ kind: 'candidate', candidate: null });
  booth.join();
  expect(said, 'in turn').toEqual([]);
  for (let passed = 0; passed < LINE_UP_MS; passed += STEP_MS) await clock.advance(STEP_MS);
  expect(said).toContain('connected');
  close();
});

it('tells who joins that a microphone is off, and when it is switched', async () => {
  const { booth, desk, heard, muted, close } = rings();
  for (let passed = 0; passed < LINE_UP_MS; passed += STEP_MS) await clock.advance(STEP_MS);
  muted.desk = true;
  desk.sayMuted();
  await clock.advance(STEP_MS);
  expect(heard, 'nothing while it rings').toEqual([]);
  booth.join();
  expect(heard.at(-1)).toBe(true);
  muted.desk = false;
  desk.sayMuted();
  await clock.advance(STEP_MS);
  expect(heard.at(-1)).toBe(false);
  close();
});
