import { createRoot } from 'react-dom/client';
import type { MarkMessage } from '../../../contracts/domain/marks.ts';
import type { QuarterTurns } from '../../../contracts/domain/paper.ts';
import { systemClock } from '../../../contracts/time.ts';
import { MarkBoard } from '../../../renderer/call/marks/board.ts';
import type { CallSession, MarkNews } from '../../../renderer/call/types.ts';
import { FieldInk } from '../../../renderer/ink/FieldInk.tsx';
import type { InkTool } from '../../../renderer/ink/InkCanvas.tsx';
import { InkSurface } from '../../../renderer/ink/InkSurface.tsx';
import { TurnedPicture } from '../../../renderer/ink/TurnedPicture.tsx';

/** Two sides of a call in one page, each with a still and a form of its own size; their boards hear each other at once. */
export interface InkPlaces {
  /** Draws with this tool from one share to another of the still or of a field, as one side sees it. */
  draw(
    side: Side,
    on: Target,
    from: readonly [number, number],
    to: readonly [number, number],
    tool: InkTool['kind'],
  ): void;
  /** The middle of the ink that a side sees over the still or a field, in its shares; null when there is none. */
  inkOn(side: Side, on: Target): Promise<{ readonly x: number; readonly y: number } | null>;
  undo(side: Side, on: Target): boolean;
  /** Shows a side the still turned by so many quarters, clockwise. */
  turn(side: Side, turn: QuarterTurns): void;
  /** Colour of the ink that a side sees. */
  colourOn(side: Side, on: Target): Promise<string>;
}
export type Side = 'booth' | 'desk';
export type Target = 'still' | `field-${number}`;

declare global {
  interface Window {
    inkPlaces: InkPlaces;
  }
}

const CASE_ID = '0199f000-0000-7000-8000-0000000000c1';
const FILE_ID = '0199f000-0000-7000-8000-0000000000f1';
const IDS = { booth: '0199f000-0000-7000-8000-000000000009', desk: '0199f000-0000-7000-8000-000000000001' } as const;
const SIDES = ['booth', 'desk'] as const;
const STILL_PX = { width: 1_600, height: 1_200 };

const hears = new Map<Side, (news: MarkNews) => void>();
const boardOf = (side: Side): MarkBoard => {
  const other = side === 'booth' ? 'desk' : 'booth';
  return new MarkBoard(
    {
      getState: () => ({ selfPartyId: IDS[side], remotes: [] }) as unknown as ReturnType<CallSession['getState']>,
      sendMark: (message: MarkMessage) =>
        hears.get(other)?.({ type: 'message', fromPartyId: IDS[side], message: structuredClone(message) }),
      onMark: (listener) => {
        hears.set(side, listener);
        return () => hears.delete(side);
      },
    },
    systemClock,
  );
};
const boards = { booth: boardOf('booth'), desk: boardOf('desk') };
const tools: Record<Side, InkTool['kind']> = { booth: 'stroke', desk: 'stroke' };
const turns: Record<Side, QuarterTurns> = { booth: 0, desk: 0 };

/** Rows above and below each other at the booth, two beside each other at the desk, with news beneath one there. */
function Sheet({ side, url }: { side: Side; url: string }) {
  const tool = { kind: tools[side], keep: 'stays' } as const;
  const shared = { board: boards[side], tool, citizenId: IDS.booth, label: 'ink' };
  const isDesk = side === 'desk';
  return (
    <div id={side}>
      <div style={{ width: isDesk ? 720 : 300, height: isDesk ? 420 : 500, display: 'flex' }} data-box="still">
        <InkSurface {...shared} fileId={FILE_ID} className="whole" turn={turns[side]}>
          <TurnedPicture src={url} alt="" turn={turns[side]} />
        </InkSurface>
      </div>
      <FieldInk {...shared} caseId={CASE_ID}>
        <div style={{ display: 'grid', gridTemplateColumns: isDesk ? '1fr 1fr' : '1fr', width: isDesk ? 460 : 1_000 }}>
          {[0, 1, 2, 3].map((at) => (
            <div key={at} data-form-field={`field-${at}`} style={{ height: isDesk ? 60 + 20 * at : 110, margin: 6 }} />
          ))}
        </div>
      </FieldInk>
    </div>
  );
}

const root = createRoot(document.body.appendChild(document.createElement('div')));
const canvas = Object.assign(document.createElement('canvas'), STILL_PX);
canvas.getContext('2d')?.fillRect(0, 0, 10, 10);
const url = canvas.toDataURL();
const render = () => root.render(SIDES.map((side) => <Sheet key={side} side={side} url={url} />));
const style = document.createElement('style');
style.textContent =
  'body{margin:0}.whole{position:relative;width:100%;height:100%;display:flex}[data-form-field]{box-sizing:border-box}canvas{--ink-citizen:#0000ff!important;--ink-desk:#ff0000!important;--ink-halo:#fffefb!important}';
document.head.append(style);
Element.prototype.setPointerCapture = () => undefined;
render();

/** Where the still's picture or a field lies on the screen. */
function boxOf(side: Side, on: Target): DOMRect {
  if (on !== 'still') return find(side, `[data-form-field="${on}"]`).getBoundingClientRect();
  const box = find(side, '[data-box] img').getBoundingClientRect();
  // Of a picture that is turned, the rectangle is the one around it.
  const [across, down] = turns[side] % 2 === 0 ? [STILL_PX.width, STILL_PX.height] : [STILL_PX.height, STILL_PX.width];
  const scale = Math.min(box.width / across, box.height / down);
  const [width, height] = [scale * across, scale * down];
  return new DOMRect(box.left + (box.width - width) / 2, box.top + (box.height - height) / 2, width, height);
}
const find = (side: Side, query: string) => document.querySelector(`#${side} ${query}`) as HTMLElement;
const inkOf = (side: Side, on: Target) =>
  find(side, on === 'still' ? '[data-box] canvas' : '> div:last-child > canvas') as HTMLCanvasElement;
const drawn = () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

async function pixelsOn(side: Side, on: Target) {
  await drawn();
  const ink = inkOf(side, on);
  const { width, height } = ink;
  const data = ink.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  const found: { x: number; y: number; rgb: string }[] = [];
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at + 3] ?? 0) < 250) continue;
    const rgb = `${data[at]},${data[at + 1]},${data[at + 2]}`;
    found.push({ x: (at / 4) % width, y: Math.floor(at / 4 / width), rgb });
  }
  return found;
}

window.inkPlaces = {
  draw(side, on, from, to, tool) {
    tools[side] = tool;
    render();
    const box = boxOf(side, on);
    const at = ([x, y]: readonly [number, number]) => ({
      clientX: box.left + x * box.width,
      clientY: box.top + y * box.height,
      pointerId: 1,
      bubbles: true,
    });
    const ink = inkOf(side, on);
    requestAnimationFrame(() => {
      ink.dispatchEvent(new PointerEvent('pointerdown', at(from)));
      ink.dispatchEvent(new PointerEvent('pointermove', at(to)));
      ink.dispatchEvent(new PointerEvent('pointerup', at(to)));
    });
  },
  turn(side, turn) {
    turns[side] = turn;
    render();
  },
  async inkOn(side, on) {
    const found = await pixelsOn(side, on);
    if (found.length === 0) return null;
    const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    const over = inkOf(side, on).getBoundingClientRect();
    const box = boxOf(side, on);
    const [x, y] = [mean(found.map((one) => one.x)) + 0.5, mean(found.map((one) => one.y)) + 0.5];
    return {
      x: (over.left + x / devicePixelRatio - box.left) / box.width,
      y: (over.top + y / devicePixelRatio - box.top) / box.height,
    };
  },
  undo: (side, on) =>
    boards[side].undo(
      on === 'still' ? [{ on: 'still', fileId: FILE_ID }] : [{ on: 'form', caseId: CASE_ID, fieldId: on }],
    ),
  async colourOn(side, on) {
    const counts = new Map<string, number>();
    for (const { rgb } of await pixelsOn(side, on)) counts.set(rgb, (counts.get(rgb) ?? 0) + 1);
    return [...counts].toSorted(([, a], [, b]) => b - a).find(([rgb]) => rgb !== '255,254,251')?.[0] ?? '';
  },
};
