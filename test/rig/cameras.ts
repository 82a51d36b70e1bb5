import { writeFile } from 'node:fs/promises';
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Page } from 'playwright';

/** How a drawn person looks; plainly a drawing, so that nobody takes it for a real person. */
export interface Figure {
  readonly wall: string;
  readonly jacket: string;
  readonly hair: string;
  readonly skin: string;
  readonly longHair: boolean;
}

export const FIGURES = {
  market: { wall: '#D8E3E1', jacket: '#0A4347', hair: '#2A2320', skin: '#EBC4A0', longHair: true },
  tax: { wall: '#E9E0D2', jacket: '#3B4A63', hair: '#1E1A18', skin: '#E2B68F', longHair: false },
  social: { wall: '#E4E3EA', jacket: '#7A3B35', hair: '#3A2A22', skin: '#F0CDAE', longHair: true },
  fund: { wall: '#DDE5D8', jacket: '#2F5D4A', hair: '#241C18', skin: '#E8BD98', longHair: false },
  citizen: { wall: '#C9D3D8', jacket: '#8A6A4F', hair: '#4A4543', skin: '#EBC4A0', longHair: true },
} as const satisfies Record<string, Figure>;

const WIDTH_PX = 640;
const HEIGHT_PX = 480;
/** Chromium plays a `.mjpeg` file at 30 frames a second and in a loop. */
const FRAMES = 60;

/** Writes a film of a drawn person who nods and blinks, for Chromium's `--use-file-for-fake-video-capture`. */
export async function writeFigureFilm(figure: Figure, path: string): Promise<void> {
  const frames: Buffer[] = [];
  for (let frame = 0; frame < FRAMES; frame++) frames.push(drawFigure(figure, frame / FRAMES));
  await writeFile(path, Buffer.concat(frames));
}

/**
 * A script for a page whose browser can play one film only: puts a drawn person before the first camera, so that the film
 * can be what lies under the document camera. With `paperTable` the second camera is drawn, too: what lies under it is
 * whatever `layPaper` last laid there.
 */
export function drawnFaceCamera(figure: Figure, { paperTable = false } = {}): string {
  const pictures = Array.from(
    { length: 20 },
    (_, frame) => `data:image/jpeg;base64,${drawFigure(figure, frame / 20).toString('base64')}`,
  );
  return `(${installDrawnCameras.toString()})(${JSON.stringify(pictures)}, ${paperTable})`;
}

/** Lays a photograph of a paper on its table under the drawn document camera of this page, or takes it away. */
export async function layPaper(page: Page, jpeg: Buffer | null): Promise<void> {
  await page.evaluate(
    (source) => window.layPaper?.(source),
    jpeg && `data:image/jpeg;base64,${jpeg.toString('base64')}`,
  );
}

declare global {
  interface Window {
    layPaper?(source: string | null): Promise<void>;
  }
}

/** Runs in the page. */
function installDrawnCameras(pictures: string[], paperTable: boolean): void {
  const devices = navigator.mediaDevices;
  const getUserMedia = devices.getUserMedia.bind(devices);
  const enumerate = devices.enumerateDevices.bind(devices);

  /** A canvas that is drawn anew so many times a second, as a camera's track. */
  const camera = (width: number, height: number, perSecond: number, draw: (g: CanvasRenderingContext2D) => void) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no 2d context');
    const timer = setInterval(() => {
      draw(context);
      if (track?.readyState === 'ended') clearInterval(timer);
    }, 1_000 / perSecond);
    const [track] = canvas.captureStream(perSecond).getVideoTracks();
    if (!track) throw new Error('a canvas gave no picture');
    return track;
  };
  const film = () => {
    const images = pictures.map((source) => Object.assign(new Image(), { src: source }));
    let frame = 0;
    return camera(640, 480, 10, (g) => {
      const image = images[frame++ % images.length];
      if (image) g.drawImage(image, 0, 0);
    });
  };
  /** The noise of a sensor: single points a few grey levels lighter or darker. */
  const grain = Object.assign(document.createElement('canvas'), { width: 256, height: 256 });
  const dots = grain.getContext('2d');
  if (!dots) throw new Error('no 2d context');
  const points = dots.createImageData(grain.width, grain.height);
  for (let at = 0; at < points.data.length; at += 4) {
    points.data.fill(Math.random() < 0.5 ? 0 : 255, at, at + 3);
    points.data[at + 3] = Math.floor(Math.random() * 8);
  }
  dots.putImageData(points, 0, 0);
  const noise = dots.createPattern(grain, 'repeat') ?? '#808080';
  let paper: HTMLImageElement | null = null;
  let beat = 0;
  const table = () =>
    camera(1_600, 1_200, 8, (g) => {
      g.fillStyle = '#5c4a3e';
      g.fillRect(0, 0, 1_600, 1_200);
      if (paper) {
        const scale = Math.min(1_600 / paper.width, 1_200 / paper.height);
        const [width, height] = [paper.width * scale, paper.height * scale];
        g.drawImage(paper, (1_600 - width) / 2, (1_200 - height) / 2, width, height);
      }
      // No two pictures of a real camera are the same: the same bits again would be a frozen one.
      const [x, y] = [(beat * 37) % grain.width, (beat * 53) % grain.height];
      beat++;
      g.fillStyle = noise;
      g.translate(-x, -y);
      g.fillRect(0, 0, 1_600 + grain.width, 1_200 + grain.height);
      g.resetTransform();
    });
  if (paperTable) {
    window.layPaper = async (source) => {
      const image = source === null ? null : Object.assign(new Image(), { src: source });
      await image?.decode();
      paper = image;
    };
  }
  const drawn = [
    { id: 'drawn-face', label: 'drawn face', open: film },
    ...(paperTable ? [{ id: 'drawn-table', label: 'drawn document camera', open: table }] : []),
  ];
  devices.enumerateDevices = async () => [
    ...drawn.map(
      ({ id, label }) =>
        ({ deviceId: id, groupId: id, kind: 'videoinput', label, toJSON: () => ({}) }) as MediaDeviceInfo,
    ),
    ...(await enumerate()),
  ];
  devices.getUserMedia = async (constraints = {}) => {
    const wanted = JSON.stringify(constraints.video ?? false);
    const named = typeof constraints.video === 'object' && 'deviceId' in constraints.video;
    const chosen = drawn.find(({ id }) => wanted.includes(id)) ?? (named ? undefined : drawn[0]);
    if (!constraints.video || !chosen) return getUserMedia(constraints);
    const stream = constraints.audio ? await getUserMedia({ audio: constraints.audio }) : new MediaStream();
    stream.addTrack(chosen.open());
    return stream;
  };
}

function drawFigure(figure: Figure, phase: number): Buffer {
  const canvas = createCanvas(WIDTH_PX, HEIGHT_PX);
  const context = canvas.getContext('2d');
  const nod = Math.sin(phase * 2 * Math.PI) * 4;
  context.fillStyle = figure.wall;
  context.fillRect(0, 0, WIDTH_PX, HEIGHT_PX);
  drawWindow(context);
  if (figure.longHair) ellipse(context, 320, 235 + nod, 108, 140, figure.hair);
  ellipse(context, 320, 352 + nod / 2, 34, 50, shade(figure.skin));
  ellipse(context, 320, 500, 200, 165, figure.jacket);
  ellipse(context, 320, 215 + nod, 84, 104, figure.skin);
  context.save();
  context.beginPath();
  context.rect(0, 0, WIDTH_PX, 178 + nod);
  context.clip();
  ellipse(context, 320, 206 + nod, 94, 108, figure.hair);
  context.restore();
  drawFace(context, nod, phase);
  return canvas.toBuffer('image/jpeg', 88);
}

function drawWindow(context: SKRSContext2D): void {
  context.fillStyle = '#FBF9F4';
  context.fillRect(40, 40, 130, 180);
  context.fillStyle = '#FFC08F';
  context.beginPath();
  context.arc(105, 190, 44, Math.PI, 0);
  context.fill();
  context.fillStyle = '#FBF9F4';
  context.fillRect(100, 40, 8, 180);
}

function drawFace(context: SKRSContext2D, nod: number, phase: number): void {
  const blink = phase > 0.92;
  for (const x of [288, 352]) ellipse(context, x, 212 + nod, 8, blink ? 1.5 : 9, '#2A2320');
  context.strokeStyle = '#8A4A3A';
  context.lineWidth = 5;
  context.lineCap = 'round';
  context.beginPath();
  context.arc(320, 236 + nod, 34, 0.25 * Math.PI, 0.75 * Math.PI);
  context.stroke();
}

function ellipse(context: SKRSContext2D, x: number, y: number, rx: number, ry: number, fill: string): void {
  context.fillStyle = fill;
  context.beginPath();
  context.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
  context.fill();
}

/** A little darker, for the shadow under a chin. */
function shade(hex: string): string {
  const parts = [1, 3, 5].map((at) => Math.round(Number.parseInt(hex.slice(at, at + 2), 16) * 0.9));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
