import { type MediaConnection, Peer } from 'peerjs';
import { firstFrame, localMedia } from './harness.ts';

/** The same call with PeerJS: the agent calls, the citizen's page answers at once. */
let peer: Peer;
let media: MediaStream;
let connection: MediaConnection | undefined;
let otherId = '';

window.bench = {
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
      connection = incoming;
      incoming.answer(media);
    });
    await new Promise<void>((resolve) => peer.once('open', () => resolve()));
  },
  async accept() {
    const startMs = performance.now();
    const call = peer.call(otherId, media);
    connection = call;
    const stream = await new Promise<MediaStream>((resolve) => call.once('stream', resolve));
    await firstFrame(stream);
    return performance.now() - startMs;
  },
  request: () => Promise.resolve(),
  async hangUp() {
    connection?.close();
    connection = undefined;
  },
};
