import { z } from 'zod';
import { id, slug } from '../ids.ts';
import { instant } from '../time.ts';

/** The words of a call: who stands where in it, who is being asked, and who therefore hears and sees whom. */

/** Where a party stands. What flows between two parties follows from their places alone (`carries`). */
export const place = z.enum([
  /** In the talk. */
  'table',
  /** 旁商: agents among themselves, unheard and unseen by the citizen. */
  'aside',
  /** 保持: waits with a notice; nobody hears or sees them, and they hear nobody. */
  'hold',
  /** 旁听: a supervisor who listens and looks, and sends nothing. */
  'gallery',
  /** 耳语: as in the gallery, and heard by one agent only (`earOf`). */
  'ear',
]);
export type Place = z.infer<typeof place>;

/** What a media stream of a call shows; stable across renegotiation. */
export const trackRole = z.enum([
  'voice',
  'face',
  'paper',
  /** A page or form that an agent shows. */
  'screen',
  /** 手语: the picture of a sign interpreter, large and fluent, pinned for everyone. */
  'interpreter',
]);
export type TrackRole = z.infer<typeof trackRole>;

/** How long a party whose line is lost keeps its place in the call; both sides see the time run. */
export const PARTY_HELD_MS = 90_000;

/** 请求: why somebody is asked into a running call. */
export const askPurpose = z.enum([
  /** The citizen's own request: the first one, or the next one after everybody left or was lost. */
  'answer',
  /** Another department comes to the table. */
  'add',
  /** A colleague is asked aside, unheard by the citizen. */
  'consult',
  /** Takes over from the one who asks, who leaves: at once (cold), or when they hand over (warm is `consult`, then `call.hand-over`). */
  'transfer',
  /** A sign or language interpreter for everyone. */
  'interpreter',
]);
export type AskPurpose = z.infer<typeof askPurpose>;

/** Why nobody has been found yet. */
export const whyWaiting = z.enum([
  /** All who could take it are with somebody. */
  'all-busy',
  /** Nobody who could ever take it is on duty. */
  'nobody-on-duty',
  /** Somebody farther away is free and will be asked when the next ring opens. */
  'nearer-first',
  /** Those who are free were asked just now and did not take it. */
  'asked-all',
]);
/** Why an estimate was put right. */
export const waitRevision = z.enum(['fewer-agents', 'more-agents', 'urgent-ahead', 'slower', 'faster']);
export type WaitRevision = z.infer<typeof waitRevision>;
/** What a citizen can do instead of waiting; `message` only at night. */
export const waitChoice = z.enum(['call-back', 'appointment', 'message']);
export type WaitChoice = z.infer<typeof waitChoice>;

/** From when to when a person is expected, from now on: four in five come within it. */
export const waitRange = z.strictObject({ fromSeconds: z.int().min(0), toSeconds: z.int().min(0) });
export type WaitRange = z.infer<typeof waitRange>;

/** Somebody who is being asked into a call. */
export const callAsk = z.strictObject({
  askId: id,
  purpose: askPurpose,
  departmentId: slug.optional(),
  /** Who asked; absent for the citizen's own request. */
  byAgentId: id.optional(),
  /** At whom it rings now; null while nobody is free. */
  ringingAgentId: id.nullable(),
  since: instant,
  place: z.int().min(1).nullable(),
  estimatedWaitSeconds: z.int().min(0).nullable(),
  range: waitRange.optional(),
  why: whyWaiting.nullable(),
});
export type CallAsk = z.infer<typeof callAsk>;

/** Urgency of a request, the most urgent first. */
export const priority = z.enum(['help', 'booked', 'second-call', 'senior', 'normal']);
export type Priority = z.infer<typeof priority>;

interface Standing {
  readonly partyId: string;
  readonly kind: 'citizen' | 'agent' | 'interpreter' | 'supervisor';
  readonly place: Place;
  readonly earOf?: string | undefined;
}

/** Roles whose sight helps those aside to judge a paper; the citizen is told so. */
const SEEN_ASIDE: readonly TrackRole[] = ['paper'];

/**
 * Whether what `from` sends in a role may reach `to`. Both ends keep to it: the sender lays no track on the line, and a
 * whisper is therefore not in the citizen's stream at all.
 */
export function carries(from: Standing, to: Standing, role: TrackRole): boolean {
  if (from.partyId === to.partyId) return false;
  if (from.place === 'hold' || to.place === 'hold') return false;
  if (from.place === 'gallery') return false;
  if (from.place === 'ear') return role === 'voice' && to.partyId === from.earOf;
  const listens = to.place === 'gallery' || to.place === 'ear';
  if (listens) return from.place === 'table';
  if (from.place === to.place) return true;
  return from.kind === 'citizen' && to.place === 'aside' && SEEN_ASIDE.includes(role);
}
