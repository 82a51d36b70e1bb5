import { createCanvas } from '@napi-rs/canvas';
import type { Page } from 'playwright';

/** A page with a red dot on a table: where the dot is seen and where ink is drawn can both be told from the pixels of a screen. */

const TABLE_PX = { width: 1_600, height: 1_200 } as const;
/** A sheet of A4 upright in the middle of the table. */
const SHEET_PX = { width: 700, height: 990 } as const;
const DOT_PX = 16;
/** Width of the sheet as a share of the picture's. */
const SHEET_SHARE = SHEET_PX.width / TABLE_PX.width;

export function dottedPage(): Buffer {
  const canvas = createCanvas(TABLE_PX.width, TABLE_PX.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#5c4a3e';
  context.fillRect(0, 0, TABLE_PX.width, TABLE_PX.height);
  const [left, top] = [(TABLE_PX.width - SHEET_PX.width) / 2, (TABLE_PX.height - SHEET_PX.height) / 2];
  context.fillStyle = '#fbfaf6';
  context.fillRect(left, top, SHEET_PX.width, SHEET_PX.height);
  context.fillStyle = '#2b2b2b';
  for (let line = 0; line < 20; line++) context.fillRect(left + 80, top + 90 + line * 42, 540 - (line % 4) * 60, 9);
  context.fillStyle = '#ff0000';
  context.beginPath();
  context.arc(left + 0.3 * SHEET_PX.width, top + 0.6 * SHEET_PX.height, DOT_PX, 0, 2 * Math.PI);
  context.fill();
  return canvas.toBuffer('image/jpeg', 92);
}

/** One side of a call that marks the live paper. */
interface MarkProbe {
  /** Presses on the dot as it is seen now; ms since the epoch. */
  press(): Promise<number>;
  /** Waits until so many marks are on the screen here; ms since the epoch of the picture that shows them. */
  seen(count: number): Promise<number>;
  marks(): Promise<number>;
  /** How far ink is from the dot, in shares of the page's width, over so many pictures. */
  apart(pictures: number): Promise<readonly number[]>;
}

declare global {
  interface Window {
    markProbe?: {
      press(): Promise<number>;
      seen(count: number): Promise<number>;
      marks(): number;
      apart(pictures: number): Promise<number[]>;
    };
  }
}

/** @param scope of the element that holds the live paper's picture and its ink */
export async function probeMarks(page: Page, scope: string): Promise<MarkProbe> {
  await page.evaluate(installProbe, [scope, SHEET_SHARE] as const);
  const probe = <T>(work: (it: NonNullable<Window['markProbe']>, value: number) => T, value = 0) =>
    page.evaluate(`(${work.toString()})(window.markProbe, ${value})`) as Promise<Awaited<T>>;
  return {
    press: () => probe((it) => it.press()),
    seen: (count) => probe((it, value) => it.seen(value), count),
    marks: () => probe((it) => it.marks()),
    apart: (pictures) => probe((it, value) => it.apart(value), pictures),
  };
}

/** Runs in the page. */
function installProbe([scope, sheetShare]: readonly [string, number]): void {
  /** More pictures than this without the dot or ink are a failure. */
  const most = 20;
  const nowMs = () => performance.timeOrigin + performance.now();
  const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
  const ink = () => document.querySelector(`${scope} canvas[data-ink]`) as HTMLCanvasElement;
  const video = () => ink().parentElement?.querySelector('video') as HTMLVideoElement;
  const picture = () => new Promise<void>((resolve) => video().requestVideoFrameCallback(() => resolve()));
  const marks = () => Number(ink().dataset.marks);

  const middleOf = (
    source: CanvasImageSource,
    width: number,
    height: number,
    weightOf: (r: number, g: number, b: number, a: number) => number,
  ) => {
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) return null;
    context.drawImage(source, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    let [sum, sumX, sumY] = [0, 0, 0];
    for (let at = 0; at < data.length; at += 4) {
      const weight = weightOf(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0, data[at + 3] ?? 0);
      if (weight === 0) continue;
      sum += weight;
      sumX += weight * ((at / 4) % width);
      sumY += weight * Math.floor(at / 4 / width);
    }
    return sum === 0 ? null : { x: (sumX / sum + 0.5) / width, y: (sumY / sum + 0.5) / height };
  };
  /** Where the dot is seen, in px of the ink's canvas. */
  const dotSeen = () => {
    const { videoWidth, videoHeight } = video();
    if (videoWidth === 0) return null;
    const dot = middleOf(video(), videoWidth, videoHeight, (r, g, b) => (r > 150 && g < 100 && b < 100 ? 1 : 0));
    const { clientWidth, clientHeight } = ink();
    const scale = Math.min(clientWidth / videoWidth, clientHeight / videoHeight);
    const [width, height] = [videoWidth * scale, videoHeight * scale];
    return (
      dot && {
        x: (clientWidth - width) / 2 + dot.x * width,
        y: (clientHeight - height) / 2 + dot.y * height,
        sheetPx: sheetShare * width,
      }
    );
  };
  // Events made here are of no pointer that could be captured.
  Element.prototype.setPointerCapture = () => undefined;

  window.markProbe = {
    async press() {
      for (;;) {
        await picture();
        const dot = dotSeen();
        if (!dot) continue;
        const rect = ink().getBoundingClientRect();
        const at = { clientX: rect.left + dot.x, clientY: rect.top + dot.y, pointerId: 1, bubbles: true };
        const pressedAtMs = nowMs();
        ink().dispatchEvent(new PointerEvent('pointerdown', at));
        ink().dispatchEvent(new PointerEvent('pointerup', at));
        return pressedAtMs;
      }
    },
    async seen(count) {
      while (marks() < count) await frame();
      // Painted in this frame, on the screen with the next.
      await frame();
      return nowMs();
    },
    marks,
    async apart(pictures) {
      const all: number[] = [];
      let missed = 0;
      while (all.length < pictures) {
        await picture();
        const dot = dotSeen();
        // The ink of this picture is drawn in the same breath, after this.
        await frame();
        const drawn = middleOf(ink(), ink().width, ink().height, (_r, _g, _b, a) => a);
        if (!dot || !drawn) {
          // A page that is looked for anew is without its ink for a picture or two.
          if (missed++ > most) throw new Error(`${dot ? 'no ink' : 'no dot'} in ${missed} pictures, ${marks()} marks`);
          continue;
        }
        const { clientWidth, clientHeight } = ink();
        all.push(Math.hypot(drawn.x * clientWidth - dot.x, drawn.y * clientHeight - dot.y) / dot.sheetPx);
      }
      return all;
    },
  };
}
