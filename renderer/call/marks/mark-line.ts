import { type MarkMessage, markMessage } from '../../../contracts/domain/marks.ts';
import type { Clock } from '../../../contracts/time.ts';

/** The channel is agreed on beforehand: both sides make it with this number, so that it needs no word of its own. */
const CHANNEL_ID = 1;
/** A hand says its points once a drawing, 60 times a second, and an outline comes with each frame beside it. */
const MESSAGES_PER_SECOND = 150;
/** As many at once: a party that comes back says again what it has drawn, 200 marks of several messages. */
const BURST = 2_000;
/** A message of 64 points is below this. */
const MAX_MESSAGE_CHARS = 8_192;
/** More than this waiting means a line that is stuck: what is drawn now would come too late to mean anything. */
const MAX_WAITING_BYTES = 256 * 1024;

export interface MarkLineOptions {
  readonly clock: Clock;
  readonly onMessage: (message: MarkMessage) => void;
  /** From now on messages go through; what was said before is to be said again. */
  readonly onOpen: () => void;
  readonly onError: (error: Error) => void;
}

/**
 * The data channel of marks to one other party. Ordered and reliable: a mark is small, and one that lacks its end would
 * never fade. It lives as long as its connection, ICE restarts included; a fresh connection has a fresh one.
 */
export class MarkLine {
  readonly #options: MarkLineOptions;
  #pc: RTCPeerConnection | null = null;
  #channel: RTCDataChannel | null = null;
  #allowance = BURST;
  #allowedAtMs: number;
  #complained = false;

  constructor(options: MarkLineOptions) {
    this.#options = options;
    this.#allowedAtMs = options.clock.nowMs();
  }

  /**
   * Has the channel on this connection. To be called where media lines are made, before an offer or answer is: then the
   * description that is made anyway carries it.
   */
  attach(pc: RTCPeerConnection): void {
    if (this.#pc === pc) return;
    this.detach();
    this.#pc = pc;
    const channel = pc.createDataChannel('marks', { negotiated: true, id: CHANNEL_ID, ordered: true });
    this.#channel = channel;
    channel.onopen = () => this.#options.onOpen();
    channel.onmessage = ({ data }) => this.#take(data);
  }

  detach(): void {
    if (this.#channel) {
      this.#channel.onopen = null;
      this.#channel.onmessage = null;
      this.#channel.close();
    }
    this.#channel = null;
    this.#pc = null;
  }

  get isOpen(): boolean {
    return this.#channel?.readyState === 'open';
  }

  /** Sends if the channel is open; what is not sent is said again when it opens (`onOpen`). */
  send(message: MarkMessage): void {
    const channel = this.#channel;
    if (channel?.readyState !== 'open' || channel.bufferedAmount > MAX_WAITING_BYTES) return;
    channel.send(JSON.stringify(message));
  }

  #take(data: unknown): void {
    if (!this.#isAllowed()) this.#complain('marks: more messages than a hand makes');
    else if (typeof data !== 'string' || data.length > MAX_MESSAGE_CHARS) this.#complain('marks: not a message');
    else {
      const parsed = markMessage.safeParse(read(data));
      if (parsed.success) this.#options.onMessage(parsed.data);
      else this.#complain(`marks: ${parsed.error.issues[0]?.message ?? 'not a mark'}`);
    }
  }

  #isAllowed(): boolean {
    const nowMs = this.#options.clock.nowMs();
    const gained = (Math.max(0, nowMs - this.#allowedAtMs) / 1_000) * MESSAGES_PER_SECOND;
    this.#allowance = Math.min(BURST, this.#allowance + gained);
    this.#allowedAtMs = nowMs;
    if (this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }

  /** Said once for a line: whoever sends nonsense sends a lot of it. */
  #complain(text: string): void {
    if (this.#complained) return;
    this.#complained = true;
    this.#options.onError(new Error(text));
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
