import type { FrameRule } from '../framing/frame-parser.ts';

/** What a scanner answers to a command. */
export interface ScannerReply {
  /** Which command it answers, as far as it says so. */
  readonly about: string;
  readonly outcome: 'done' | 'unknown' | 'refused' | 'garbled';
}

export interface ScannerCommand {
  readonly name: string;
  readonly request: Uint8Array;
  /** Whether a reply answers this command; null when the scanner acts without a word. */
  readonly isReply: ((reply: ScannerReply) => boolean) | null;
}

/** How a scanner is told to read. */
export interface ScannerDialect {
  readonly replyRule: FrameRule<ScannerReply>;
  /** Sets reading by command, until the power goes. Sent again and again, it also shows that somebody is there. */
  readonly prepare: ScannerCommand;
  readonly triggerOn: ScannerCommand;
  readonly triggerOff: ScannerCommand;
}
