import { type MediaConnection, Peer } from 'peerjs';
import { firstFrame, localMedia, now, waitFor } from './harness.ts';

/** The same call with PeerJS: the agent calls, the citizen's page answers at once. */
let peer: Peer;
let media: MediaStream;
let connection: MediaConnection | undefined;
let otherId = '';
let frame: Promise<number> | undefined;

function watch(call: MediaConnection): void {
  connection = call;
  frame = new Promise<MediaStream>((resolve) => call.once('stream', resolve)).then(firstFrame);
}

window.bench = {
  warm: () => Promise.resolve(),
  async prepare({ host, port, selfId, other }) {
    otherId = other ?? '';
    media = await localMedia();
    peer = new Peer(selfId ?? '', {
      host: host ?? '127.0.0.1',
      port: Number(port),
      path: '/',
      config: { iceServers: [] },
    });
    peer.on('call', (incoming) => {
      watch(incoming);
      incoming.answer(media);
    });
    await new Promise<void>((resolve) => peer.once('open', () => resolve()));
  },
  async accept() {
    const atMs = now();
    watch(peer.call(otherId, media));
    return atMs;
  },
  firstFrame: () => waitFor(() => frame),
  request: () => Promise.resolve(),
  async hangUp() {
    connection?.close();
    connection = undefined;
    frame = undefined;
  },
};
