import { z } from 'zod';
import { id } from '../ids.ts';
import { instant } from '../time.ts';

/**
 * The one table of audit events: who did what to what, and whether it went through. A page is generated from it
 * (`docs/audit.md`), and a test fails when the page is stale.
 */
export const AUDIT_EVENTS = {
  'hub.started': 'The hub came up and applied its migrations.',
  'login.succeeded': 'An agent, supervisor or technician logged in.',
  'login.failed': 'A log-in was refused; the reason is in the detail.',
  'booth.connected': 'A booth proved its key and connected.',
  'booth.refused': 'A booth could not prove its key.',
  'booth.disconnected': 'The link to a booth ended.',
  'phone.checked-in': 'A phone exchanged the code on the screen for a session.',
  'phone.refused': 'A check-in code was expired, used or false.',
  'consent.given': 'A citizen agreed to the terms before the door opened.',
  'visit.admitted': 'A visit began.',
  'visit.ended': 'A visit ended; how is in the detail.',
  'booking.made': 'A slot of a booth was booked.',
  'door.ordered': 'The hub ordered a door open.',
  'call.requested': 'A citizen asked for a person.',
  'call.offered': 'A call was offered to an agent.',
  'call.accepted': 'An agent took an offer.',
  'call.missed': 'An offer passed without an answer, or was declined.',
  'call.invited': 'An agent invited another department into the call.',
  'call.left': 'A party left a call.',
  'call.placed': 'A party of a call was moved to the table, aside or on hold.',
  'call.handed-over': 'An agent made a colleague the owner of a call.',
  'call.removed': 'An agent sent another out of a call.',
  'call.watched': 'A supervisor listened to a call, whispered to an agent, or came in; which is in the detail.',
  'call.away': 'The line to a party of a call was lost; their place is kept.',
  'call.noted': 'An agent wrote down how a visit went.',
  'presence.set': 'An agent came on duty, took a break or went; which and why is in the detail.',
  'follow-up.made': 'A citizen did not wait and is owed a call back or an answer.',
  'follow-up.done': 'What a citizen was owed was done.',
  'file.stored': 'A still or an upload was stored.',
  'file.read': 'A person looked at a file of a visit.',
  'file.refused': 'What a phone sent was not taken; why is in the detail.',
  'file.expired': 'A file was ended, because its time to be kept is over.',
  'visit-key.destroyed': 'The key of a visit was destroyed: the time of its documents and values is over.',
  'paper.confirmed': 'An agent confirmed what was read from a paper.',
  'notice.given': 'A one-time notice was given; its kind, how many papers it names and its rules are in the detail.',
  'notice.renumbered': 'The print of a notice broke off, so its number is void; the new one is in the detail.',
  'case.opened': 'A case was opened.',
  'case.changed': 'A case changed its state.',
  'case.blocked': 'A change of a case was refused, because a prerequisite or a paper is missing.',
  'outcome.issued': 'An outcome document was issued to the citizen.',
  'outcome.verified': 'Somebody verified an outcome document by its code.',
  'locker.asked': 'An agent asked to open a compartment.',
  'parcel.moved': 'A parcel changed its custody state.',
  'parcel.withdrawn': 'Nothing was put into a reserved compartment; it is free again.',
  'courier.code-issued': 'A technician issued a one-time code for a parcel; what for is in the detail.',
  'courier.code-accepted': 'A booth asked for a code, and it is good.',
  'courier.code-refused': 'A booth asked for a code, and it is false, used, expired, or asked for too often.',
  'courier.code-used': 'The parcel of a code left its compartment, so the code opens nothing more.',
  'slip.printed': 'A booth printed a slip, or printed one again; which copy is in the detail.',
  'incident.raised': 'Something went wrong at a booth; what is in the subject, its code in the detail.',
  'incident.cleared': 'An incident of a booth is over.',
  'self-check.stored': 'A booth checked itself; how many results were not good is in the detail.',
  'diagnostics.stored': 'A technician ran a diagnostic step at a booth, or gave a verdict on one.',
  'technician.mode': 'A technician at the hub asked for a booth, or gave it back.',
  'technician.acted': 'A technician at the hub did something at a booth; what is in the detail.',
  'technician.refused': 'A technician or supervisor at the hub was not let do something at a booth.',
  'receipt.prepared': 'A receipt number was given out.',
  'receipt.printed': 'The printer confirmed a receipt.',
  'receipt.failed': 'A receipt could not be confirmed; its number is void.',
  'rating.given': 'A citizen rated a case.',
  'booth.wiped': 'A booth confirmed that nothing of the visit is left.',
} as const satisfies Record<string, string>;

export type AuditAction = keyof typeof AUDIT_EVENTS;

const actions = Object.keys(AUDIT_EVENTS) as [AuditAction, ...AuditAction[]];

export const auditRecord = z.strictObject({
  id,
  /** Counts up without gaps. */
  seq: z.int().min(1),
  at: instant,
  action: z.enum(actions),
  actorKind: z.enum(['agent', 'booth', 'phone', 'hub', 'public']),
  actorId: z.string().max(64),
  visitId: id.nullable(),
  /** What it was done to: a case number, a file id, a booth id. */
  subject: z.string().max(120).nullable(),
  disposition: z.enum(['success', 'failure']),
  detail: z.string().max(500).nullable(),
});
export type AuditRecord = z.infer<typeof auditRecord>;
