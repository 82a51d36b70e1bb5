import type { Handlers } from '../../contracts/channel.ts';
import type { formCalls } from '../../contracts/hub/form.ts';
import type { PhoneContext } from '../auth/phone-session.ts';
import type { FormDesk, FormGuest } from '../forms/form-desk.ts';
import type { Store } from '../store/work.ts';
import { findVisitRow, isParty } from '../visits/visit-store.ts';
import type { AgentContext } from './agent-context.ts';
import type { BoothContext } from './booth-care.ts';

/** Who comes to shared forms, by the way they come. */

export function agentGuest(store: Store, { agent }: AgentContext): FormGuest {
  return {
    side: 'agent',
    device: 'desk',
    name: agent.displayName.slice(0, 60),
    partyId: agent.id,
    actor: { kind: 'agent', id: agent.id },
    departmentId: agent.departmentId,
    isIn: (visitId) => isParty(store.db, visitId, agent.id),
  };
}

export function boothGuest(store: Store, { boothId }: BoothContext): FormGuest & { readonly device: 'booth' } {
  return {
    side: 'citizen',
    device: 'booth',
    name: '',
    partyId: boothId,
    actor: { kind: 'booth', id: boothId },
    isIn: async (visitId) => (await findVisitRow(store.db, visitId))?.boothId === boothId,
  };
}

export function phoneGuest({ checkinId, visitId: own }: PhoneContext): FormGuest & { readonly device: 'phone' } {
  return {
    side: 'citizen',
    device: 'phone',
    name: '',
    partyId: checkinId,
    actor: { kind: 'phone', id: checkinId },
    isIn: async (visitId) => visitId === own,
  };
}

/** The calls that all have alike. */
export function formHandlers<Context>(
  forms: FormDesk,
  guestOf: (context: Context) => FormGuest,
): Handlers<typeof formCalls, Context> {
  return {
    'form.open': (input, context) => forms.open(guestOf(context), input),
    'form.edit': (input, context) => forms.edit(guestOf(context), input),
    'form.act': (input, context) => forms.act(guestOf(context), input),
    'form.look': (input, context) => forms.look(guestOf(context), input),
  };
}
