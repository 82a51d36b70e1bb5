import { io, type Socket } from 'socket.io-client';
import { firstFrame, localMedia, now, waitFor } from './harness.ts';

/** The barest WebRTC call over a Socket.IO relay: no roles, no mesh, no reconnect, no checks. */
let socket: Socket;
let media: MediaStream;
let connection: RTCPeerConnection | undefined;
let arrived: ((stream: MediaStream) => void) | undefined;
let frame: Promise<number> | undefined;

function connect(): RTCPeerConnection {
  const made = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  for (const track of media.getTracks()) made.addTrack(track, media);
  made.onicecandidate = ({ candidate }) => socket.emit('relay', { candidate });
  made.ontrack = ({ track, streams: [stream] }) => {
    if (track.kind === 'video' && stream) arrived?.(stream);
  };
  frame = new Promise<MediaStream>((resolve) => {
    arrived = resolve;
  }).then(firstFrame);
  connection = made;
  return made;
}

async function onRelay(message: {
  accept?: true;
  candidate?: RTCIceCandidateInit | null;
  description?: RTCSessionDescriptionInit;
}): Promise<void> {
  if (message.accept) {
    const made = connect();
    await made.setLocalDescription();
    socket.emit('relay', { description: made.localDescription });
    return;
  }
  if (message.description?.type === 'offer') {
    const made = connect();
    await made.setRemoteDescription(message.description);
    await made.setLocalDescription();
    socket.emit('relay', { description: made.localDescription });
  } else if (message.description) {
    await connection?.setRemoteDescription(message.description);
  } else if (message.candidate && connection?.remoteDescription) {
    await connection.addIceCandidate(message.candidate);
  }
}

window.bench = {
  warm: () => Promise.resolve(),
  async prepare({ relayUrl }) {
    media = await localMedia();
    socket = io(relayUrl, { transports: ['websocket'] });
    // One after the other: a candidate must not overtake its description.
    let last = Promise.resolve();
    socket.on('relay', (message) => {
      last = last.then(() => onRelay(message));
    });
    await new Promise<void>((resolve) => socket.once('connect', resolve));
  },
  async accept() {
    const atMs = now();
    socket.emit('relay', { accept: true });
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
