import { firstDecoded } from './decoded.ts';
import { now } from './harness.ts';

/** For a real page, before anything else of it: notes when each remote person's picture was first decoded and shown. */
interface Seen {
  /** Lines that stand. */
  lines(): number;
  /** Clicks what the selector names. The moment before; null when it is not there any more. */
  click(selector: string): number | null;
  /** The moment at which the last of so many pictures of people had a first frame, of those that had none before `sinceMs`. */
  lastPicture(of: number, sinceMs: number, kind?: 'decoded' | 'shown'): Promise<number>;
  /** What happened since then, in milliseconds from it. */
  trace(sinceMs: number): readonly (readonly [string, number])[];
}

declare global {
  interface Window {
    seen: Seen;
  }
}

const connections = new Set<RTCPeerConnection>();
/** Pictures of people: a paper belongs to no stream. */
const people = new Set<MediaStreamTrack>();
const noted: { readonly what: string; readonly atMs: number }[] = [];
const waiting = new Set<() => void>();

function note(what: string, atMs = now()): void {
  noted.push({ what, atMs });
  for (const look of waiting) look();
}

function noteShown(video: HTMLVideoElement): void {
  video.requestVideoFrameCallback((_at, { receiveTime, presentationTime, width, height }) => {
    if (receiveTime !== undefined) note(`shown: received ${width}x${height}`, performance.timeOrigin + receiveTime);
    note('shown', performance.timeOrigin + presentationTime);
  });
}

const Native = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Native {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.add(this);
    this.addEventListener('track', ({ track, streams }) => {
      if (track.kind !== 'video' || streams.length === 0) return;
      people.add(track);
      void firstDecoded(track).then((atMs) => note('decoded', atMs));
    });
  }
  override close(): void {
    connections.delete(this);
    super.close();
  }
};

const replaceTrack = RTCRtpSender.prototype.replaceTrack;
RTCRtpSender.prototype.replaceTrack = function (track) {
  if (track) note(`lays ${track.kind}`);
  return replaceTrack.call(this, track);
};

const shows = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
Object.defineProperty(HTMLVideoElement.prototype, 'srcObject', {
  ...shows,
  set(this: HTMLVideoElement, stream: MediaStream | null) {
    shows?.set?.call(this, stream);
    if (stream?.getVideoTracks().some((track) => people.has(track))) {
      note('put on the screen');
      noteShown(this);
    }
  },
});

window.seen = {
  lines: () => [...connections].filter(({ connectionState }) => connectionState === 'connected').length,
  click(selector) {
    const found = document.querySelector<HTMLElement>(selector);
    if (!found) return null;
    const atMs = now();
    found.click();
    return atMs;
  },
  lastPicture: (of, sinceMs, kind = 'decoded') =>
    new Promise((resolve) => {
      const look = () => {
        const found = noted.filter(({ what, atMs }) => what === kind && atMs >= sinceMs)[of - 1];
        if (!found) return;
        waiting.delete(look);
        resolve(found.atMs);
      };
      waiting.add(look);
      look();
    }),
  trace: (sinceMs) =>
    noted.filter(({ atMs }) => atMs >= sinceMs).map(({ what, atMs }) => [what, Math.round(atMs - sinceMs)] as const),
};
