import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Handlers } from '../../contracts/channel.ts';
import { fail } from '../../contracts/errors.ts';
import type { phoneHttp } from '../../contracts/hub/phone.ts';
import { err, ok } from '../../contracts/result.ts';
import type { PhoneContext } from '../auth/phone-session.ts';
import type { HubParts } from '../realtime/parts.ts';
import * as schema from '../store/schema.ts';
import { admit, checkWish, endVisit, takeBooking } from '../visits/life.ts';
import { storeMailing } from '../visits/papers.ts';
import { findActiveVisitRow } from '../visits/visit-store.ts';

type OwnCalls = Pick<typeof phoneHttp, 'enter' | 'visit' | 'mailing'>;

/** What a phone with a session may do: enter, and then take part in its own visit. */
export function phoneVisitHandlers(parts: HubParts): Handlers<OwnCalls, PhoneContext> {
  const { store, catalogue, outbox, publisher } = parts;

  const actorOf = (phone: PhoneContext) => ({ kind: 'phone', id: phone.checkinId }) as const;

  async function shown(visitId: string) {
    const visit = await publisher.show(visitId);
    return visit ? ok(visit) : err(fail('not_found', 'visit'));
  }

  return {
    async enter({ language, bookingCode, bundleId, serviceId }, phone) {
      const { boothId, checkinId } = phone;
      // The same tap twice is one visit.
      if (phone.visitId !== null) return shown(phone.visitId);
      const wish = checkWish(catalogue, { serviceId, bundleId });
      if (!wish.ok) return wish;
      if (!(await outbox.isBoothOnline(boothId))) return err(fail('booth_offline'));
      const visitId = v7();
      const actor = actorOf(phone);
      const admitted = await store.write(async (work) => {
        if (await findActiveVisitRow(work.tx, boothId)) return err(fail('booth_busy'));
        const booked = bookingCode === undefined ? ok({}) : await takeBooking(work, boothId, bookingCode);
        if (!booked.ok) return booked;
        const entry = bookingCode === undefined ? 'walk-in' : 'booking';
        await admit(work, { visitId, boothId, entry, language, serviceId, bundleId, ...booked.value, actor });
        await work.tx.update(schema.checkins).set({ visitId }).where(eq(schema.checkins.id, checkinId));
        const fact = { type: 'visit.admitted', entry, language } as const;
        await work.addFact({ visitId, source: 'phone', sourceId: checkinId, fact });
        await work.audit({ action: 'door.ordered', actor, visitId, subject: boothId });
        return ok();
      });
      if (!admitted.ok) return admitted;
      parts.phoneLink.bind(checkinId, visitId);
      const visit = await shown(visitId);
      if (!visit.ok) return visit;
      outbox.toPhone(visitId, 'door.changed', { state: 'ordered' });
      const opened = await outbox.order(boothId, 'door.open', { visit: visit.value });
      if (opened.ok) return visit;
      // The booth did not take the order: nobody can come in, so the visit is over and the code may be scanned anew.
      outbox.toPhone(visitId, 'door.changed', { state: 'failed' });
      await store.write(async (work) => {
        await endVisit(work, visitId, 'not-entered', { kind: 'hub', id: 'hub' });
        const fact = { type: 'visit.ended', end: 'not-entered' } as const;
        await work.addFact({ visitId, source: 'hub', sourceId: 'hub', fact });
      });
      return opened;
    },

    visit: (_input, { visitId }) => (visitId === null ? err(fail('not_found', 'not entered yet')) : shown(visitId)),

    async mailing(mailing, { visitId, checkinId }) {
      if (visitId === null) return err(fail('wrong_state', 'not entered yet'));
      await store.write(async (work) => {
        if (!(await storeMailing(work, visitId, mailing))) return;
        const fact = { type: 'mailing.given', mailing, by: 'phone' } as const;
        await work.addFact({ visitId, source: 'phone', sourceId: checkinId, fact });
      });
      return ok(null);
    },
  };
}
