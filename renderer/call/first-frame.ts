import type { Clock, Timer } from '../../contracts/time.ts';

/** Chromium keeps a statistics report for 50 ms: asking more often gives the same answer. */
export const FIRST_FRAME_POLL_MS = 50;
/** A picture that is late (camera unplugged, line down) is asked after less often, so that waiting costs nothing. */
export const LATE_FRAME_POLL_MS = 500;
const LATE_AFTER_MS = 15_000;

/**
 * Calls back once, when a frame of the receiver was decoded. Returns the function that stops waiting.
 * `usedBefore`: the receiver had a picture earlier, so that only further frames count.
 */
export function watchFirstFrame(
  receiver: RTCRtpReceiver,
  usedBefore: boolean,
  clock: Clock,
  onFrame: () => void,
): () => void {
  const sinceMs = clock.nowMs();
  let timer: Timer | null = null;
  let stopped = false;
  let before = usedBefore ? null : 0;
  const ask = async () => {
    const decoded = await decodedFrames(receiver);
    if (stopped) return;
    before ??= decoded;
    if (decoded > before) {
      stopped = true;
      onFrame();
      return;
    }
    const late = clock.nowMs() - sinceMs > LATE_AFTER_MS;
    timer = clock.after(late ? LATE_FRAME_POLL_MS : FIRST_FRAME_POLL_MS, () => void ask());
  };
  void ask();
  return () => {
    stopped = true;
    timer?.cancel();
  };
}

/** Frames decoded so far; 0 for a receiver whose connection is closed. */
async function decodedFrames(receiver: RTCRtpReceiver): Promise<number> {
  try {
    let frames = 0;
    for (const stat of (await receiver.getStats()).values()) {
      if (stat.type === 'inbound-rtp') frames = Math.max(frames, stat.framesDecoded ?? 0);
    }
    return frames;
  } catch {
    // A closed connection has no statistics; whoever closed it stops this watch as well.
    return 0;
  }
}
