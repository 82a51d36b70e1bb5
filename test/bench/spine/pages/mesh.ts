import { io, type Socket } from 'socket.io-client';
import type { Party } from '../../../../contracts/domain/visit.ts';
import { unwrap } from '../../../../contracts/result.ts';
import { createCallSession } from '../../../../renderer/call/session.ts';
import type { CallSession } from '../../../../renderer/call/types.ts';
import { firstFrame, localMedia } from './harness.ts';

/** Our call over the real hub: routing, checks, journal and roles included. */
let socket: Socket;
let media: MediaStream;
let session: CallSession | undefined;
let selfPartyId = '';
let visitId = '';
let callId = '';
let offerId: string | undefined;
let onOffer: (() => void) | undefined;
/** Signals may come before this side knows its call; they belong to it all the same. */
let early: { fromPartyId: string; signal: never }[] = [];

function join(parties: readonly Party[]): void {
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
  session.setParties(parties);
  for (const { fromPartyId, signal } of early) session.receive(fromPartyId, signal);
  early = [];
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
    onOffer?.();
  });
}

window.bench = {
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
  },
  async accept() {
    if (!offerId) {
      await new Promise<void>((resolve) => {
        onOffer = resolve;
      });
    }
    const startMs = performance.now();
    const accepted = unwrap<{ callId: string; parties: Party[] }, unknown>(
      await socket.emitWithAck('offer.accept', { offerId }),
    );
    offerId = undefined;
    callId = accepted.callId;
    join(accepted.parties);
    await firstFrame(await remoteFace());
    return performance.now() - startMs;
  },
  async hangUp() {
    session?.close();
    session = undefined;
    early = [];
    if (selfPartyId === visitId) unwrap(await socket.emitWithAck('call.hangup', { callId }));
    else unwrap(await socket.emitWithAck('wrapup.end', null));
  },
};

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
