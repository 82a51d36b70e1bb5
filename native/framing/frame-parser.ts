/** What the start of a buffer is. `skip` drops that many bytes and looks again. */
export type Verdict<F> =
  | { readonly kind: 'frame'; readonly frame: F; readonly length: number }
  | { readonly kind: 'more' }
  | { readonly kind: 'skip'; readonly length: number };

/** How frames of one protocol are found in a stream. */
export interface FrameRule<F> {
  /** No frame is longer; a buffer that grows beyond it holds no frame at its start. */
  readonly maxBytes: number;
  /** Judges the start of a buffer that holds at least one byte. `silent`: nothing follows, for frames that end by a pause. */
  read(buffer: Uint8Array, silent: boolean): Verdict<F>;
}

export type FrameEvent<F> =
  | { readonly kind: 'frame'; readonly frame: F; readonly bytes: Uint8Array }
  /** Bytes that belong to no frame: noise, a broken frame, or one that the line's silence cut short. */
  | { readonly kind: 'discarded'; readonly bytes: Uint8Array; readonly reason: DiscardReason };

export type DiscardReason = 'no-frame' | 'too-long' | 'silence';

export interface FrameParser<F> {
  push(bytes: Uint8Array): FrameEvent<F>[];
  /** The line fell silent: what waits is no frame's start; frames behind it are still found. */
  flush(): FrameEvent<F>[];
  /** Bytes that wait for more. */
  readonly pending: number;
}

/** Cuts a stream into frames, whatever way its bytes arrive, and finds the next frame after rubbish byte by byte. */
export function createFrameParser<F>(rule: FrameRule<F>): FrameParser<F> {
  let buffer = new Uint8Array(0);

  const run = (silent: boolean): FrameEvent<F>[] => {
    const events: FrameEvent<F>[] = [];
    let at = 0;
    let rubbishFrom = 0;
    let reason: DiscardReason = 'no-frame';
    const drop = (length: number, why: DiscardReason) => {
      if (rubbishFrom === at) reason = why;
      at = Math.min(at + length, buffer.length);
    };
    const reportRubbish = () => {
      if (at > rubbishFrom) events.push({ kind: 'discarded', bytes: buffer.slice(rubbishFrom, at), reason });
    };
    while (at < buffer.length) {
      const rest = buffer.subarray(at);
      const verdict = rule.read(rest, silent);
      if (verdict.kind === 'frame') {
        reportRubbish();
        events.push({ kind: 'frame', frame: verdict.frame, bytes: rest.slice(0, verdict.length) });
        at += verdict.length;
        rubbishFrom = at;
      } else if (verdict.kind === 'skip') drop(verdict.length, 'no-frame');
      else if (silent) drop(1, 'silence');
      else if (rest.length > rule.maxBytes) drop(1, 'too-long');
      else break;
    }
    reportRubbish();
    buffer = buffer.slice(at);
    return events;
  };

  return {
    push(bytes) {
      if (buffer.length === 0) buffer = bytes.slice();
      else {
        const joined = new Uint8Array(buffer.length + bytes.length);
        joined.set(buffer);
        joined.set(bytes, buffer.length);
        buffer = joined;
      }
      return run(false);
    },
    flush: () => run(true),
    get pending() {
      return buffer.length;
    },
  };
}
