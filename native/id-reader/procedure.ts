import type { IdentityCard } from '../../contracts/device/identity.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { Result } from '../../contracts/result.ts';
import { readCard } from './card.ts';
import { type CommandName, type SamReply, textOf } from './protocol.ts';
import { outcomeOf, type SamOutcome } from './status.ts';

/** Sends one command, with its retry. */
export type SamExchange = (name: CommandName) => Promise<Result<SamReply, XiaowuError>>;

/** What one look at the field brought. */
export type Look =
  | { readonly kind: 'read'; readonly card: IdentityCard }
  | { readonly kind: 'no-card' }
  /** A card is there and was not to be had: it moved, or it is worn. */
  | { readonly kind: 'unread'; readonly meaning: string }
  /** Looking again is of no use. */
  | { readonly kind: 'failed'; readonly error: XiaowuError };

type Step = { readonly kind: 'done'; readonly reply: SamReply } | Exclude<Look, { kind: 'read' }>;

/**
 * Find, select, read: in this order, and all three anew for every read. With `readWhenFindFails` a reader is taken at its
 * card although it finds none: some keep a card selected and refuse to find it again.
 */
export async function lookForCard(exchange: SamExchange, readWhenFindFails: boolean): Promise<Look> {
  const found = await step(exchange, 'find card');
  if (found.kind === 'failed') return found;
  const isFound = found.kind === 'done';
  if (!isFound && !readWhenFindFails) return found;
  if (isFound) {
    const selected = await step(exchange, 'select card');
    if (selected.kind === 'failed') return selected;
    if (selected.kind !== 'done' && !readWhenFindFails) return selected;
  }
  const read = await step(exchange, 'read card');
  // A field that was found empty and holds nothing to read is empty.
  if (read.kind !== 'done') return isFound || read.kind === 'failed' ? read : { kind: 'no-card' };
  const text = textOf(read.reply.data);
  if (!text) return { kind: 'failed', error: fail('bad_frame', 'a card record of unknown lengths') };
  const card = readCard(text);
  if ('field' in card) {
    return { kind: 'failed', error: fail('card_unsupported', `the card's ${card.field} has an unknown form`) };
  }
  return { kind: 'read', card };
}

async function step(exchange: SamExchange, name: CommandName): Promise<Step> {
  const reply = await exchange(name);
  return reply.ok ? judge(outcomeOf(reply.value), reply.value) : { kind: 'failed', error: reply.error };
}

function judge(outcome: SamOutcome, reply: SamReply): Step {
  switch (outcome.kind) {
    case 'done':
      return { kind: 'done', reply };
    case 'no-card':
      return { kind: 'no-card' };
    case 'unread':
    case 'nothing':
    case 'garbled':
      return { kind: 'unread', meaning: outcome.meaning };
    case 'card-error':
      return { kind: 'failed', error: fail(outcome.code, outcome.meaning) };
    case 'fault':
      return { kind: 'failed', error: fail('device_error', outcome.meaning) };
  }
}
