import { io, type Socket } from 'socket.io-client';
import { firstFrame, localMedia, now, waitFor } from './harness.ts';

/** The barest WebRTC call over a Socket.IO relay: no roles, no reconnect, no checks. Whoever is in it calls who accepts. */
let socket: Socket;
let media: MediaStream;
let selfId = '';
let isIn = false;
const lines = new Map<string, RTCPeerConnection>();
/** The first frame of each other side, in the order of their lines. */
const frames: Promise<number>[] = [];

interface Message {
  readonly from: string;
  /** Absent: for all. */
  readonly to?: string;
  readonly accept?: true;
  readonly candidate?: RTCIceCandidateInit | null;
  readonly description?: RTCSessionDescriptionInit | null;
}

const say = (message: Omit<Message, 'from'>) => socket.emit('relay', { from: selfId, ...message });

function connect(to: string): RTCPeerConnection {
  const made = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  for (const track of media.getTracks()) made.addTrack(track, media);
  made.onicecandidate = ({ candidate }) => say({ to, candidate });
  const stream = new Promise<MediaStream>((resolve) => {
    made.ontrack = ({ track, streams: [arrived] }) => {
      if (track.kind === 'video' && arrived) resolve(arrived);
    };
  });
  frames.push(stream.then(firstFrame));
  lines.set(to, made);
  return made;
}

async function onRelay({ from, to, accept, candidate, description }: Message): Promise<void> {
  if (to !== undefined && to !== selfId) return;
  if (accept) {
    if (!isIn) return;
    const made = connect(from);
    await made.setLocalDescription();
    say({ to: from, description: made.localDescription });
    return;
  }
  if (description?.type === 'offer') {
    const made = connect(from);
    await made.setRemoteDescription(description);
    await made.setLocalDescription();
    say({ to: from, description: made.localDescription });
  } else if (description) {
    await lines.get(from)?.setRemoteDescription(description);
  } else if (candidate && lines.get(from)?.remoteDescription) {
    await lines.get(from)?.addIceCandidate(candidate);
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
    selfId = socket.id ?? '';
  },
  async accept() {
    const atMs = now();
    isIn = true;
    say({ accept: true });
    return atMs;
  },
  firstFrame: () => waitFor(() => frames[0]),
  async lastPicture(of) {
    await waitFor(() => frames[of - 1] && true);
    return Math.max(...(await Promise.all(frames)));
  },
  async request() {
    isIn = true;
  },
  async hangUp() {
    isIn = false;
    for (const line of lines.values()) line.close();
    lines.clear();
    frames.length = 0;
  },
};
