import { io, type Socket } from 'socket.io-client';
import type { Party } from '../../../../contracts/domain/visit.ts';
import { unwrap } from '../../../../contracts/result.ts';
import { createCallSession } from '../../../../renderer/call/session.ts';
import type { CallSession } from '../../../../renderer/call/types.ts';
import { firstFrame, localMedia, now, waitFor } from './harness.ts';

/** Our call over the real hub: routing, checks, journal and roles included. */
let socket: Socket;
let media: MediaStream;
let session: CallSession | undefined;
let selfPartyId = '';
let visitId = '';
let callId = '';
let offerId: string | undefined;
let isWarm = false;
let other: Party | undefined;
let frame: Promise<number> | undefined;
const connections: RTCPeerConnection[] = [];

// The session gives no connections: whether the line stands is seen on them.
const Native = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Native {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

/** Signals may come before this side knows its call; they belong to it all the same. */
let early: { fromPartyId: string; signal: never }[] = [];

function open(): CallSession {
  if (!session) {
    session = createCallSession({
      callId,
      selfPartyId,
      iceServers: [],
      sendSignal: async (toPartyId, signal) => {
        unwrap(await socket.emitWithAck('signal', { callId, toPartyId, signal }));
      },
      onError: (error) => console.error(error),
    });
    for (const track of media.getTracks()) session.setLocal(track.kind === 'audio' ? 'voice' : 'face', track);
  }
  return session;
}

function receiveEarly(): void {
  for (const { fromPartyId, signal } of early) session?.receive(fromPartyId, signal);
  early = [];
}

/** While it rings, as booth and desk do it. */
function expectOther(party: Party): void {
  if (!isWarm) return;
  other = party;
  open().expect([party], ['voice', 'face']);
  receiveEarly();
}

function join(parties: readonly Party[]): void {
  open().setParties(parties);
  receiveEarly();
  frame ??= remoteFace().then(firstFrame);
}

function listen(): void {
  socket.on('signal', (message) => {
    if (session) session.receive(message.fromPartyId, message.signal);
    else early.push(message);
  });
  socket.on('call.parties', (message) => {
    callId = message.callId;
    join(message.parties);
  });
  socket.on('offer.new', (offer) => {
    offerId = offer.offerId;
    callId = offer.callId;
    expectOther({ partyId: offer.visit.id, kind: 'citizen', displayName: '', place: 'table', owner: false });
  });
  socket.on('call.ringing', (message) => {
    callId = message.callId;
    expectOther({ partyId: message.agent.id, kind: 'agent', displayName: '', place: 'table', owner: false });
  });
}

window.bench = {
  async warm(on) {
    isWarm = on;
  },
  async prepare({ hubUrl, namespace, token, party, visit }) {
    selfPartyId = party ?? '';
    visitId = visit ?? '';
    media = await localMedia();
    socket = io(`${hubUrl}/${namespace}`, { transports: ['websocket'], auth: { token } });
    listen();
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    if (namespace === 'agent') {
      unwrap(await socket.emitWithAck('hello', null));
      unwrap(await socket.emitWithAck('presence.set', { presence: 'available' }));
    } else {
      unwrap(await socket.emitWithAck('hello', { version: 'bench', activeVisitId: null, lastSeq: 0 }));
      unwrap(
        await socket.emitWithAck('visit.begin', {
          visitId,
          entry: 'touch',
          language: 'zh-CN',
          bundleId: 'close-a-company',
        }),
      );
    }
  },
  async request() {
    const answer = unwrap<{ callId: string }, unknown>(await socket.emitWithAck('call.request', { visitId }));
    callId = answer.callId;
    if (isWarm) await lineStands();
  },
  async accept() {
    await waitFor(() => offerId);
    if (isWarm) await lineStands();
    const atMs = now();
    if (isWarm && other) join([other, { ...other, partyId: selfPartyId, kind: 'agent' }]);
    const accepted = unwrap<{ callId: string; parties: Party[] }, unknown>(
      await socket.emitWithAck('offer.accept', { offerId }),
    );
    offerId = undefined;
    callId = accepted.callId;
    join(accepted.parties);
    return atMs;
  },
  firstFrame: () => waitFor(() => frame),
  async hangUp() {
    session?.close();
    session = undefined;
    frame = undefined;
    connections.length = 0;
    early = [];
    if (selfPartyId === visitId) unwrap(await socket.emitWithAck('call.hangup', { callId }));
    else unwrap(await socket.emitWithAck('wrapup.end', null));
  },
};

function lineStands(): Promise<true> {
  return waitFor(() => connections.at(-1)?.connectionState === 'connected' || undefined);
}

function remoteFace(): Promise<MediaStream> {
  return new Promise((resolve) => {
    const look = () => {
      const face = session?.getState().remotes[0]?.tracks.face;
      if (face) {
        stop?.();
        resolve(new MediaStream([face]));
      }
    };
    const stop = session?.subscribe(look);
    look();
  });
}
