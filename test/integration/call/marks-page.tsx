import { createRoot } from 'react-dom/client';
import type { MarkSurface } from '../../../contracts/domain/marks.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import type { Signal } from '../../../contracts/hub/signal.ts';
import { homography, project, type Quad, UNIT_SQUARE } from '../../../papers/geometry.ts';
import { takeStill } from '../../../renderer/booth/state/still.ts';
import { boardOf } from '../../../renderer/call/marks/board.ts';
import { createCallSession } from '../../../renderer/call/session.ts';
import type { CallSession } from '../../../renderer/call/types.ts';
import { InkSurface } from '../../../renderer/ink/InkSurface.tsx';
import { shownBox } from '../../../renderer/ink/placing.ts';

/** What a test may ask of a side of a call in which a paper is marked. */
export interface MarksPage {
  start(partyId: string, kind: Party['kind'], widthPx: number, heightPx: number): Promise<void>;
  meet(parties: readonly Party[]): void;
  receive(fromPartyId: string, signal: Signal): void;
  /** Whether the other side's marks get here, and its paper is seen. */
  isReady(): boolean;
  /** Presses on the red dot as it is seen now; the hand stays there. */
  pressOnDot(): Promise<{ readonly pressedAtMs: number }>;
  wipe(): void;
  /** The marks that were seen here, each when it was first on the screen. */
  seen(): readonly SeenHere[];
  /** How far the ink of the mark on the dot is from the dot, in shares of the page's width, over so many pictures. */
  apart(pictures: number): Promise<readonly number[]>;
  /** Lets the paper lie still, or move again. */
  move(moves: boolean): void;
  still(): Promise<{ readonly digest: string; readonly widthPx: number }>;
  errors(): readonly string[];
}

export interface SeenHere {
  readonly x: number;
  readonly y: number;
  readonly atMs: number;
}

declare global {
  interface Window {
    marksPage: MarksPage;
    sendSignal(from: string, to: string, signal: Signal): Promise<void>;
  }
}

/** Where the dot is printed on the page. */
const DOT = { x: 0.3, y: 0.6 };
const PAPER: MarkSurface = { on: 'paper' };
const FRAME_MS = 100;
/** A page pushed by hand: there and back again, turning a little. */
const SWING_MS = 3_000;

let session: CallSession;
let moves = true;
let turn = 0;
let pictureWidthPx = 0;
const errors: string[] = [];
const seen: SeenHere[] = [];
const nowMs = () => performance.timeOrigin + performance.now();

/** The page in shares of the picture, at a moment of its way. */
function lies(phase: number): Quad {
  const angle = 0.12 * Math.sin(phase);
  const [cx, cy] = [0.5 + 0.12 * Math.sin(phase), 0.5 + 0.06 * Math.cos(phase)];
  const corner = (x: number, y: number) => ({
    x: cx + (x * Math.cos(angle) - y * Math.sin(angle)) * 0.75,
    y: cy + x * Math.sin(angle) + y * Math.cos(angle),
  });
  return [corner(-0.3, -0.36), corner(0.3, -0.36), corner(0.3, 0.36), corner(-0.3, 0.36)];
}

function paperTrack(widthPx: number, heightPx: number): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width: widthPx, height: heightPx });
  const context = canvas.getContext('2d');
  setInterval(() => {
    if (!context) return;
    if (moves) turn += FRAME_MS;
    const quad = lies((2 * Math.PI * turn) / SWING_MS);
    context.fillStyle = '#3a3028';
    context.fillRect(0, 0, widthPx, heightPx);
    context.fillStyle = '#ffffff';
    context.beginPath();
    for (const { x, y } of quad) context.lineTo(x * widthPx, y * heightPx);
    context.fill();
    const dot = project(homography(UNIT_SQUARE, quad) ?? [], DOT);
    context.fillStyle = '#ff0000';
    context.beginPath();
    context.arc(dot.x * widthPx, dot.y * heightPx, widthPx / 80, 0, 2 * Math.PI);
    context.fill();
    boardOf(session).setOutline(quad, Date.now());
  }, FRAME_MS);
  const [track] = canvas.captureStream(1_000 / FRAME_MS).getVideoTracks();
  if (!track) throw new Error('a canvas always gives a track');
  return track;
}

/** The middle of all pixels that a test for their colour takes; null when there are too few. */
function middleOf(source: CanvasImageSource, width: number, height: number, is: (rgba: readonly number[]) => boolean) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  let [count, sumX, sumY] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    if (!is([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0, data[at + 3] ?? 0])) continue;
    count += 1;
    sumX += (at / 4) % width;
    sumY += Math.floor(at / 4 / width);
  }
  return count < 8 ? null : { x: (sumX / count + 0.5) / width, y: (sumY / count + 0.5) / height };
}
const isRed = ([r = 0, g = 0, b = 0]: readonly number[]) => r > 170 && g < 90 && b < 90;
const isInk = ([, , , a = 0]: readonly number[]) => a > 128;

const video = () => document.querySelector('video') as HTMLVideoElement;
const ink = () => document.querySelector('canvas[data-ink]') as HTMLCanvasElement;
const nextPicture = () => new Promise<void>((resolve) => video().requestVideoFrameCallback(() => resolve()));

/** Where the dot is seen, in px of the box around the picture. */
function dotSeen() {
  const { videoWidth, videoHeight } = video();
  const dot = middleOf(video(), videoWidth, videoHeight, isRed);
  const box = shownBox(ink().clientWidth, ink().clientHeight, videoWidth, videoHeight);
  return dot && { x: box.left + dot.x * box.width, y: box.top + dot.y * box.height, box };
}

function show(track: MediaStreamTrack, citizenId: string): void {
  const style = document.createElement('style');
  style.textContent =
    'body{margin:0}#root>div{position:relative;width:100vw;height:100vh}video{width:100%;height:100%;object-fit:contain}canvas{position:absolute;inset:0;width:100%;height:100%}';
  const root = Object.assign(document.createElement('div'), { id: 'root' });
  document.head.append(style);
  document.body.append(root);
  const board = boardOf(session);
  // Events of a test are of no pointer that could be captured.
  Element.prototype.setPointerCapture = () => undefined;
  const known = new Set<string>();
  board.subscribe(() => {
    for (const mark of board.seen(PAPER)) {
      if (known.has(mark.key)) continue;
      known.add(mark.key);
      const [x = 0, y = 0] = mark.points[0] ?? [];
      requestAnimationFrame(() => requestAnimationFrame(() => seen.push({ x, y, atMs: nowMs() })));
    }
  });
  createRoot(root).render(
    <InkSurface board={board} fileId={null} tool={{ kind: 'point', keep: 'stays' }} citizenId={citizenId} label="ink">
      <video
        autoPlay
        playsInline
        muted
        ref={(element) => {
          if (element && !element.srcObject) element.srcObject = new MediaStream([track]);
        }}
      />
    </InkSurface>,
  );
}

window.marksPage = {
  async start(partyId, kind, widthPx, heightPx) {
    pictureWidthPx = widthPx;
    session = createCallSession({
      callId: '00000000-0000-7000-8000-000000000000',
      selfPartyId: partyId,
      iceServers: [],
      sendSignal: (to, signal) => window.sendSignal(partyId, to, signal),
      onError: (error) => errors.push(error.message),
    });
    boardOf(session);
    if (kind === 'citizen') {
      const track = paperTrack(widthPx, heightPx);
      session.setLocal('paper', track);
      show(track, partyId);
      return;
    }
    const forget = session.subscribe(() => {
      const citizen = session.getState().remotes.find(({ party }) => party.kind === 'citizen');
      const track = citizen?.decoded.includes('paper') ? citizen.tracks.paper : undefined;
      if (!track || !citizen) return;
      forget();
      show(track, citizen.party.partyId);
    });
  },
  meet: (parties) => session.setParties(parties),
  receive: (from, signal) => session.receive(from, signal),
  isReady: () => video()?.videoWidth > 0 && boardOf(session).outlineAt(null) !== null,
  async pressOnDot() {
    for (;;) {
      await nextPicture();
      const dot = dotSeen();
      if (!dot) continue;
      const pressedAtMs = nowMs();
      const at = { clientX: dot.x, clientY: dot.y, pointerId: 1, bubbles: true };
      ink().dispatchEvent(new PointerEvent('pointerdown', at));
      ink().dispatchEvent(new PointerEvent('pointerup', at));
      return { pressedAtMs };
    }
  },
  wipe: () => boardOf(session).clear([PAPER]),
  seen: () => seen,
  async apart(pictures) {
    const all: number[] = [];
    while (all.length < pictures) {
      await nextPicture();
      const dot = dotSeen();
      // The ink of this picture is drawn in the same breath, after this.
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const drawn = middleOf(ink(), ink().width, ink().height, isInk);
      if (!dot || !drawn) continue;
      const { clientWidth, clientHeight } = ink();
      const pageWidthPx = 0.45 * dot.box.width;
      all.push(Math.hypot(drawn.x * clientWidth - dot.x, drawn.y * clientHeight - dot.y) / pageWidthPx);
    }
    return all;
  },
  move: (value) => {
    moves = value;
  },
  async still() {
    const track = (video().srcObject as MediaStream).getVideoTracks()[0] ?? null;
    const taken = await takeStill(track);
    if (!taken.ok) throw new Error(taken.error.detail);
    const bitmap = await createImageBitmap(new Blob([taken.value.bytes]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const pixels = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', pixels));
    if (bitmap.width !== pictureWidthPx) throw new Error(`a still of ${bitmap.width} px`);
    return { digest: digest.join(), widthPx: bitmap.width };
  },
  errors: () => errors,
};
