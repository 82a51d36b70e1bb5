import type { ErrorCode } from '../../contracts/errors.ts';
import type { Fault } from '../driver.ts';
import type { SamReply } from './protocol.ts';

/** What a reply says, as the driver acts on it; `meaning` is for technicians. */
export type SamOutcome =
  | { readonly kind: 'done' | 'nothing'; readonly meaning: string }
  /** No card in the field, or it was not to be had: looking again may help. */
  | { readonly kind: 'no-card' | 'unread'; readonly meaning: string }
  /** What reached the reader was not what was sent: worth another try. */
  | { readonly kind: 'garbled'; readonly meaning: string }
  /** This card will not be read, however long one waits. */
  | { readonly kind: 'card-error'; readonly code: ErrorCode; readonly meaning: string }
  /** The reader is at fault, not the card: no try helps. */
  | { readonly kind: 'fault'; readonly meaning: string; readonly action: Fault['action'] };

/** SW3, from two independent lists that agree (`docs/devices/sam-id-reader.md`). */
const OUTCOMES: Readonly<Record<number, SamOutcome>> = {
  144: { kind: 'done', meaning: 'success' },
  159: { kind: 'done', meaning: 'card found' },
  145: { kind: 'nothing', meaning: 'the card has no such content' },
  16: { kind: 'garbled', meaning: 'the reader got a wrong checksum' },
  17: { kind: 'garbled', meaning: 'the reader got a wrong length' },
  33: { kind: 'fault', meaning: 'the reader does not know the command', action: 'configuration' },
  35: { kind: 'fault', meaning: 'the command is beyond the authority of the reader', action: 'configuration' },
  36: { kind: 'unread', meaning: 'unrecognised error' },
  49: { kind: 'card-error', code: 'card_refused', meaning: 'the card rejected the SAM' },
  50: { kind: 'card-error', code: 'card_refused', meaning: 'the SAM rejected the card' },
  51: { kind: 'card-error', code: 'card_refused', meaning: 'what the card holds failed its verification' },
  64: { kind: 'card-error', code: 'card_unsupported', meaning: 'unrecognised type of card' },
  65: { kind: 'unread', meaning: 'reading failed' },
  71: { kind: 'unread', meaning: 'the card gave no random number' },
  96: { kind: 'fault', meaning: 'the SAM failed its self-test', action: 'maintenance' },
  102: { kind: 'fault', meaning: 'the SAM is not authorised', action: 'maintenance' },
  128: { kind: 'no-card', meaning: 'no card found' },
  129: { kind: 'unread', meaning: 'selecting failed' },
};

/** Every status byte that readers are known to send. */
export const KNOWN_SW3: readonly number[] = Object.keys(OUTCOMES).map(Number);

const hex = (byte: number) => byte.toString(16).padStart(2, '0');

/** A byte that no list names is an error of unknown kind: the card may be read on another try. */
export function outcomeOf({ sw1, sw2, sw3 }: Pick<SamReply, 'sw1' | 'sw2' | 'sw3'>): SamOutcome {
  const outcome: SamOutcome = OUTCOMES[sw3] ?? { kind: 'unread', meaning: 'a status that no list names' };
  const card = sw1 === 0 && sw2 === 0 ? '' : `, card status ${hex(sw1)} ${hex(sw2)}`;
  return { ...outcome, meaning: `${outcome.meaning} (${hex(sw3)}${card})` };
}
