import type { XiaowuError } from '../../contracts/errors.ts';

/** One line of the booth's own log; it never holds what a citizen said, wrote or showed. */
export interface LogLine {
  readonly level: 'info' | 'warning' | 'error';
  readonly event: string;
  readonly detail?: string;
  readonly error?: XiaowuError;
}

export type Log = (line: LogLine) => void;

/** Writes JSON lines to standard error, where the service manager keeps them. */
export function stderrLog(nowMs: () => number): Log {
  return (line) => {
    process.stderr.write(`${JSON.stringify({ at: new Date(nowMs()).toISOString(), ...line })}\n`);
  };
}
