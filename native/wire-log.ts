import type { WireFrame } from '../contracts/device/wire.ts';
import { type Clock, instantOf, type Timer } from '../contracts/time.ts';
import type { Push, WireEntry } from './driver.ts';
import { toHex } from './framing/hex.ts';

/** At least this long between two pushes: a technician reads no faster, and the booth has more to do. */
const PUSH_INTERVAL_MS = 100;
/** What one push carries at most; of more in one interval the oldest are left out, and their numbers are missing. */
const MAX_FRAMES = 200;
const MAX_HEX_BYTES = 128;
const MAX_TEXT_CHARS = 200;

/** Takes what crosses the lines and tells it in batches, masked, while a technician looks. */
export interface WireLog {
  readonly take: (entry: WireEntry) => void;
  watch(on: boolean): void;
}

export function createWireLog({ clock, push }: { clock: Clock; push: Push }): WireLog {
  let watched = false;
  let seq = 0;
  let frames: WireFrame[] = [];
  let timer: Timer | null = null;

  const tell = () => {
    timer = null;
    push('wire.frames', { frames });
    frames = [];
  };

  return {
    take(entry) {
      if (!watched) return;
      seq += 1;
      frames.push(frameOf(entry, seq, instantOf(clock)));
      if (frames.length > MAX_FRAMES) frames.shift();
      timer ??= clock.after(PUSH_INTERVAL_MS, tell);
    },
    watch(on) {
      watched = on;
      if (on) return;
      timer?.cancel();
      timer = null;
      frames = [];
    },
  };
}

function frameOf(entry: WireEntry, seq: number, at: string): WireFrame {
  const { deviceId, direction, kind, bytes, secret } = entry;
  const what = { seq, at, deviceId, direction, kind };
  if (secret) return { ...what, hex: null, text: `${bytes.length} bytes, masked` };
  return { ...what, hex: toHex(bytes.subarray(0, MAX_HEX_BYTES)), text: entry.text.slice(0, MAX_TEXT_CHARS) };
}
