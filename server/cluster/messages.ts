import { z } from 'zod';
import type { XiaowuError } from '../../contracts/errors.ts';
import type { Result } from '../../contracts/result.ts';
import type { CentreChange, CentreEvent, Decided } from '../calls/centre.ts';

/** What hubs say to each other. All of it goes over one channel, so that everybody hears one hub's words in their order. */
export type HubMessage =
  /** A sign of life. A hub that hears its own knows that the channel works. */
  | { readonly type: 'beat'; readonly from: string; readonly sentMs: number; readonly leads: Leading | null }
  /** A decision is wanted of the leader; sent again under the same id until it is answered. */
  | { readonly type: 'ask'; readonly from: string; readonly id: string; readonly event: CentreEvent }
  | {
      readonly type: 'answer';
      readonly from: string;
      readonly to: string;
      readonly id: string;
      readonly answer: DecisionAnswer;
    }
  /** What the leader decided; `seq` counts up from 1 for each `term`. */
  | {
      readonly type: 'change';
      readonly from: string;
      readonly term: number;
      readonly seq: number;
      readonly change: CentreChange;
    }
  | { readonly type: 'snapshot-ask'; readonly from: string }
  | {
      readonly type: 'snapshot';
      readonly from: string;
      readonly term: number;
      readonly seq: number;
      readonly changes: readonly CentreChange[];
    }
  /** All booths and desks that are connected to this hub, as the events of their coming. */
  | { readonly type: 'lines'; readonly from: string; readonly events: readonly OnlineEvent[] }
  /** A booth or desk has connected here: an older connection of it elsewhere is closed. */
  | { readonly type: 'place'; readonly from: string; readonly place: string; readonly sinceMs: number }
  /** The hub stops of its own accord. */
  | { readonly type: 'bye'; readonly from: string };

/** The leader's place in its own stream, and the hubs whose lines it knows. */
export interface Leading {
  readonly term: number;
  readonly seq: number;
  readonly knows: readonly string[];
}

export type DecisionAnswer = Result<Decided, XiaowuError>;
export type OnlineEvent = Extract<CentreEvent, { type: 'agent.online' | 'booth.online' }>;

const envelope = z.looseObject({
  type: z.enum(['beat', 'ask', 'answer', 'change', 'snapshot-ask', 'snapshot', 'lines', 'place', 'bye']),
  from: z.string().min(1),
});

/**
 * Reads a message of another hub. Only the envelope is checked: hubs of one installation run the same release, and what
 * they pass on was held against the contracts where it came in. Undefined for anything else on the channel.
 */
export function readMessage(text: string): HubMessage | undefined {
  try {
    const parsed = envelope.safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data as unknown as HubMessage) : undefined;
  } catch {
    return undefined;
  }
}

/** The one channel of an installation, as a hub sees it. */
export interface HubBus {
  /** Never throws; what cannot be sent now is sent when the line is back, or lost. */
  send(message: HubMessage): void;
  /** Hears everybody, this hub too. */
  onMessage(listener: (message: HubMessage) => void): void;
  close(): Promise<void>;
}
