import type { IceServer } from '../../../contracts/hub/relay.ts';

/** What a test may ask of a page about relays. */
export interface RelayPage {
  /** Asks a relay for an address: how many it gave, and the STUN error codes (RFC 8489) of its refusals. */
  gather(servers: readonly IceServer[]): Promise<{ relayed: number; errors: readonly number[] }>;
  /** Sends a picture over the relay only; resolves with its width and the way it took once a frame was decoded. */
  picture(servers: readonly IceServer[]): Promise<{ widthPx: number; type: string; protocol: string }>;
}

declare global {
  interface Window {
    relayPage: RelayPage;
  }
}

function connect(servers: readonly IceServer[]): RTCPeerConnection {
  return new RTCPeerConnection({ iceServers: [...servers], iceTransportPolicy: 'relay' });
}

/** A drawn picture that changes, so that there is always something to send. */
function drawnTrack(): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  const context = canvas.getContext('2d');
  let turn = 0;
  setInterval(() => {
    if (!context) return;
    context.fillStyle = turn++ % 2 === 0 ? '#ffffff' : '#336699';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }, 50);
  const [track] = canvas.captureStream(20).getVideoTracks();
  if (!track) throw new Error('a canvas always gives a track');
  return track;
}

window.relayPage = {
  async gather(servers) {
    const pc = connect(servers);
    const errors: number[] = [];
    let relayed = 0;
    pc.onicecandidateerror = ({ errorCode }) => errors.push(errorCode);
    const done = new Promise<void>((resolve) => {
      pc.onicecandidate = ({ candidate }) => {
        if (candidate?.type === 'relay') relayed++;
        if (candidate === null) resolve();
      };
    });
    pc.createDataChannel('probe');
    await pc.setLocalDescription();
    await done;
    pc.close();
    return { relayed, errors };
  },

  async picture(servers) {
    const [from, to] = [connect(servers), connect(servers)];
    from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate ?? undefined);
    to.onicecandidate = ({ candidate }) => void from.addIceCandidate(candidate ?? undefined);
    const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true });
    const decoded = new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()));
    to.ontrack = ({ track }) => {
      video.srcObject = new MediaStream([track]);
    };
    from.addTrack(drawnTrack());
    await from.setLocalDescription();
    await to.setRemoteDescription(from.localDescription as RTCSessionDescription);
    await to.setLocalDescription();
    await from.setRemoteDescription(to.localDescription as RTCSessionDescription);
    await decoded;
    const stats = await from.getStats();
    const all = [...stats.values()];
    const transport = all.find((stat) => stat.type === 'transport');
    const pair = stats.get(transport?.selectedCandidatePairId ?? '');
    const local = stats.get(pair?.localCandidateId ?? '');
    const widthPx = video.videoWidth;
    from.close();
    to.close();
    return { widthPx, type: local?.candidateType ?? '', protocol: local?.relayProtocol ?? '' };
  },
};
