import { writeFile } from 'node:fs/promises';
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';

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
 * can be what lies under the document camera.
 */
export function drawnFaceCamera(figure: Figure): string {
  const pictures = Array.from(
    { length: 20 },
    (_, frame) => `data:image/jpeg;base64,${drawFigure(figure, frame / 20).toString('base64')}`,
  );
  return `(${installDrawnCamera.toString()})(${JSON.stringify(pictures)})`;
}

/** Runs in the page. */
function installDrawnCamera(pictures: string[]): void {
  const devices = navigator.mediaDevices;
  const getUserMedia = devices.getUserMedia.bind(devices);
  const enumerate = devices.enumerateDevices.bind(devices);
  const id = 'drawn-face';
  const film = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const images = pictures.map((source) => Object.assign(new Image(), { src: source }));
    let frame = 0;
    setInterval(() => {
      const image = images[frame++ % images.length];
      if (image) canvas.getContext('2d')?.drawImage(image, 0, 0);
    }, 100);
    const [track] = canvas.captureStream(10).getVideoTracks();
    if (!track) throw new Error('a canvas gave no picture');
    return track;
  };
  devices.enumerateDevices = async () => {
    const drawn = { deviceId: id, groupId: id, kind: 'videoinput', label: 'drawn face', toJSON: () => ({}) };
    return [drawn as MediaDeviceInfo, ...(await enumerate())];
  };
  devices.getUserMedia = async (constraints = {}) => {
    const wanted = JSON.stringify(constraints.video ?? false);
    const named = typeof constraints.video === 'object' && 'deviceId' in constraints.video;
    if (!constraints.video || (named && !wanted.includes(id))) return getUserMedia(constraints);
    const stream = constraints.audio ? await getUserMedia({ audio: constraints.audio }) : new MediaStream();
    stream.addTrack(film());
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
