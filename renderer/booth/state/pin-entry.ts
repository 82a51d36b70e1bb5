import type { XiaowuError } from '../../../contracts/errors.ts';

const DIGITS = 6;

/** PIN, then one-time code; both are typed anew after a refusal, because the code is good only once. */
export interface PinEntry {
  readonly stage: 'pin' | 'code' | 'checking' | 'waiting';
  readonly pin: string;
  readonly code: string;
  /** While `waiting`: when the next try is taken; null when the booth did not say. */
  readonly waitUntilMs: number | null;
  readonly problem: 'wrong' | 'unknown' | XiaowuError | null;
}

export const emptyPinEntry: PinEntry = { stage: 'pin', pin: '', code: '', waitUntilMs: null, problem: null };

export type PinEvent =
  | { readonly type: 'digit'; readonly digit: string }
  | { readonly type: 'delete' }
  | { readonly type: 'refused'; readonly error: XiaowuError; readonly nowMs: number }
  | { readonly type: 'waited' };

export function reducePinEntry(entry: PinEntry, event: PinEvent): PinEntry {
  switch (event.type) {
    case 'digit':
      return typed(entry, event.digit);
    case 'delete':
      if (entry.stage === 'code') {
        return entry.code === '' ? { ...entry, stage: 'pin' } : { ...entry, code: entry.code.slice(0, -1) };
      }
      return entry.stage === 'pin' ? { ...entry, pin: entry.pin.slice(0, -1) } : entry;
    case 'refused':
      return refused(event.error, event.nowMs);
    case 'waited':
      return entry.stage === 'waiting' ? emptyPinEntry : entry;
  }
}

function typed(entry: PinEntry, digit: string): PinEntry {
  if (entry.stage === 'pin') {
    const pin = entry.pin + digit;
    return { ...entry, pin, problem: null, stage: pin.length === DIGITS ? 'code' : 'pin' };
  }
  if (entry.stage === 'code') {
    const code = entry.code + digit;
    return { ...entry, code, stage: code.length === DIGITS ? 'checking' : 'code' };
  }
  return entry;
}

function refused(error: XiaowuError, nowMs: number): PinEntry {
  switch (error.code) {
    case 'wrong_credentials':
      return { ...emptyPinEntry, problem: 'wrong' };
    case 'not_found':
      return { ...emptyPinEntry, problem: 'unknown' };
    case 'rate_limited': {
      const seconds = secondsOf(error);
      if (seconds === null) return { ...emptyPinEntry, problem: error };
      return { ...emptyPinEntry, stage: 'waiting', waitUntilMs: nowMs + seconds * 1000 };
    }
    default:
      return { ...emptyPinEntry, problem: error };
  }
}

/** The seconds to wait, which the gate puts into the detail of `rate_limited`. */
function secondsOf({ detail }: XiaowuError): number | null {
  const found = /\d+/.exec(detail ?? '');
  return found === null ? null : Number(found[0]);
}

/** How many digits of the present field stand there. */
export function enteredDigits({ stage, pin, code }: PinEntry): number {
  return stage === 'pin' ? pin.length : stage === 'waiting' ? 0 : code.length;
}
