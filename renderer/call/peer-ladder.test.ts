import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Signal } from '../../contracts/hub/signal.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { Peer } from './peer.ts';
import { FakeNetwork } from './testing/fake-connection.ts';
import type { Connection } from './types.ts';

const STEP_MS = 25;
/** From one side over the hub to the other. */
const SIGNAL_MS = 100;
/** A side knows by then that its line to the hub is dead; the hub knows later. */
const OWN_LINE_MISSED_MS = 6_000;
const PARTY_MISSED_MS = 8_000;
const CUT_MS = 45_000;
/** An offer, an answer, and the finding of a path take 0.4 s here. */
const AT_ONCE_MS = 500;

const SIDES = ['booth', 'desk'] as const;
type Side = (typeof SIDES)[number];
/** Whether a signal is lost that was sent after the return: which one of its kind it is, counted from 0 for each side. */
type Loss = (from: Side, type: 'offer' | 'answer' | 'candidate', count: number) => boolean;

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

/** Two sides, and a hub between them that takes what it cannot give to a side whose line is dead. */
function call(polite: Side) {
  const up = { booth: true, desk: true };
  const now: Record<Side, Connection> = { booth: 'connecting', desk: 'connecting' };
  const errors: string[] = [];
  const made = { booth: 0, desk: 0 };
  let counts = new Map<string, number>();
  let loss: Loss = () => false;
  const send = (from: Side) => async (signal: Signal) => {
    const to = from === 'booth' ? 'desk' : 'booth';
    if (!up[from]) throw new Error('disconnected');
    const type = signal.kind !== 'description' ? 'candidate' : (signal.type as 'offer' | 'answer');
    const count = counts.get(from + type) ?? 0;
    counts.set(from + type, count + 1);
    if (type === 'offer') made[from] += 1;
    const isLost = loss(from, type, count);
    clock.after(SIGNAL_MS, () => {
      if (up[to] && !isLost) peers[to].receive(signal);
    });
  };
  const peer = (side: Side) =>
    new Peer({
      party: {
        partyId: side,
        kind: side === 'booth' ? 'citizen' : 'agent',
        displayName: '',
        place: 'table',
        owner: false,
      },
      polite: side === polite,
      iceServers: () => [],
      local: new Map(),
      silent: null,
      maySend: () => true,
      mayShow: () => true,
      remotes: () => 1,
      isMuted: () => false,
      clock,
      send: send(side),
      onConnection: (connection) => {
        now[side] = connection;
      },
      onQuality: () => undefined,
      onTracks: () => undefined,
      onDecoded: () => undefined,
      onMuted: () => undefined,
      onMark: () => undefined,
      onMarksOpen: () => undefined,
      onError: ({ message }) => errors.push(message),
    });
  const peers = { booth: peer('booth'), desk: peer('desk') };
  return {
    peers,
    up,
    now,
    errors,
    made,
    lose(next: Loss) {
      loss = next;
      counts = new Map();
    },
    isUp: () => SIDES.every((side) => now[side] === 'connected'),
  };
}

/** Moves on in steps that leave no time for a chain of promises to fall behind. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP_MS) await clock.advance(STEP_MS);
}

interface Return {
  readonly polite: Side;
  /** When, after the network, the booth's own line to the hub is back, and when the booth's screen and the desk hear of it. */
  readonly lineMs: number;
  readonly boothToldMs: number;
  readonly deskToldMs: number;
  readonly loss: Loss;
}

/** Milliseconds from the moment when both sides were told to a path between them, after a cut of the booth's network. */
async function mended({ polite, lineMs, boothToldMs, deskToldMs, loss }: Return) {
  const line = call(polite);
  await pass(2_000);
  expect(line.isUp()).toBe(true);
  network.cut();
  line.up.booth = false;
  await pass(OWN_LINE_MISSED_MS);
  line.peers.booth.signalling(false);
  await pass(PARTY_MISSED_MS - OWN_LINE_MISSED_MS);
  line.peers.desk.away(true);
  const offersBefore = line.made.desk;
  await pass(CUT_MS - PARTY_MISSED_MS);
  const offersInVain = line.made.desk - offersBefore;
  network.restore();
  line.lose(loss);
  clock.after(lineMs, () => {
    line.up.booth = true;
  });
  clock.after(boothToldMs, () => line.peers.booth.signalling(true));
  clock.after(deskToldMs, () => line.peers.desk.away(false));
  const bothMs = clock.nowMs() + Math.max(boothToldMs, deskToldMs);
  for (let passed = 0; passed < 30_000 && !line.isUp(); passed += STEP_MS) await clock.advance(STEP_MS);
  expect(line.isUp(), 'connected').toBe(true);
  const afterMs = clock.nowMs() - bothMs;
  await pass(10_000);
  expect(line.isUp(), 'and it stays').toBe(true);
  for (const side of SIDES) line.peers[side].close();
  return { afterMs, offersInVain, errors: line.errors.filter((error) => error !== 'disconnected') };
}

const none: Loss = () => false;
const first = (type: 'offer' | 'answer', times: number, side?: Side): Loss => {
  return (from, kind, count) => kind === type && count < times && (side === undefined || from === side);
};

/** When booth and desk are told, after the booth's line is back at 1 s. */
const TIMES = [
  { name: 'both at once', boothToldMs: 1_000, deskToldMs: 1_000 },
  { name: 'the booth 2 s before the desk', boothToldMs: 1_000, deskToldMs: 3_000 },
  { name: 'the desk 3 s before the booth', boothToldMs: 4_000, deskToldMs: 1_000 },
];
const LOSSES = [
  { name: 'nothing lost', loss: none, withinMs: AT_ONCE_MS },
  { name: 'the first offer of the booth lost', loss: first('offer', 1, 'booth'), withinMs: 1_000 + AT_ONCE_MS },
  { name: 'the first offer of the desk lost', loss: first('offer', 1, 'desk'), withinMs: 1_000 + AT_ONCE_MS },
  { name: 'the first offer of each lost', loss: first('offer', 1), withinMs: 1_000 + AT_ONCE_MS },
  { name: 'the first answer of each lost', loss: first('answer', 1), withinMs: 1_000 + AT_ONCE_MS },
  { name: 'two offers of each lost', loss: first('offer', 2), withinMs: 3_000 + AT_ONCE_MS },
  { name: 'two answers of each lost', loss: first('answer', 2), withinMs: 3_000 + AT_ONCE_MS },
  {
    name: 'everything lost for the first second',
    loss: (_from: Side, type: string, count: number) => type === 'candidate' || count < 1,
    withinMs: 3_000 + AT_ONCE_MS,
  },
];

describe('a line whose network was cut for 45 s', () => {
  const cases = SIDES.flatMap((polite) => TIMES.flatMap((told) => LOSSES.map((lost) => ({ polite, told, lost }))));

  it.each(cases)('is up in time: $told.name, $lost.name, $polite polite', async ({ polite, told, lost }) => {
    const { afterMs, offersInVain, errors } = await mended({ polite, lineMs: 1_000, ...told, loss: lost.loss });
    expect(afterMs).toBeLessThanOrEqual(lost.withinMs);
    expect(offersInVain, 'to somebody who is known to be away').toBe(0);
    expect(errors).toEqual([]);
  });
});
