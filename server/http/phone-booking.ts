import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Handlers } from '../../contracts/channel.ts';
import { fail } from '../../contracts/errors.ts';
import { CHECKIN_LIFETIME_S, CHECKIN_TOKEN_AUDIENCE } from '../../contracts/hub/login.ts';
import type { phoneHttp } from '../../contracts/hub/phone.ts';
import { err, ok } from '../../contracts/result.ts';
import { findBooth, listBooths, saveBooth, spendToken } from '../auth/people-store.ts';
import { CHECKIN_TTL_S } from '../auth/phone-session.ts';
import type { HubParts } from '../realtime/parts.ts';
import { localDay } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import { bookSlot, isAhead, takenSlots } from '../visits/booking.ts';
import { checkWish } from '../visits/life.ts';
import { isBookableDay, SLOTS } from '../visits/slots.ts';
import { findActiveVisitRow } from '../visits/visit-store.ts';

type OpenCalls = Pick<typeof phoneHttp, 'checkin' | 'catalogue' | 'booths' | 'slots' | 'book' | 'verify'>;

/** What a phone may ask without a session. */
export function bookingHandlers(parts: HubParts): Handlers<OpenCalls, undefined> {
  const { store, catalogue, boothKeys, tokens, outbox } = parts;

  return {
    async checkin({ code }) {
      const proof = await boothKeys.verify(code, CHECKIN_TOKEN_AUDIENCE, CHECKIN_LIFETIME_S);
      const checkinId = v7();
      const result = await store.write(async (work) => {
        const fresh = proof.ok && (await spendToken(work, proof.value.tokenId, proof.value.expiresAtMs));
        if (!proof.ok || !fresh) {
          const error = proof.ok ? fail('token_used') : proof.error;
          const actor = { kind: 'public', id: 'phone' } as const;
          await work.audit({ action: 'phone.refused', actor, disposition: 'failure', detail: error.code });
          return err(error);
        }
        const { booth } = proof.value;
        await saveBooth(work.tx, booth);
        await work.tx.insert(schema.checkins).values({ id: checkinId, boothId: booth.id, createdAt: work.now });
        await work.audit({ action: 'phone.checked-in', actor: { kind: 'phone', id: checkinId }, subject: booth.id });
        return ok(booth);
      });
      if (!result.ok) return result;
      const booth = result.value;
      // The screen shows another code; a booth that does not hear it rotates by itself.
      void parts.quietly(outbox.order(booth.id, 'code.used', { boothId: booth.id }));
      const busy = await findActiveVisitRow(store.db, booth.id);
      return ok({
        token: await tokens.signPhone(checkinId, booth.id),
        booth,
        doorState: busy ? ('busy' as const) : ('free' as const),
        expiresInSeconds: CHECKIN_TTL_S,
      });
    },

    catalogue: () => ok(catalogue.data),

    booths: async () => ok(await listBooths(store.db)),

    async slots({ boothId, day }) {
      if (!(await findBooth(store.db, boothId))) return err(fail('not_found', 'booth'));
      if (!isBookableDay(day, localDay(store.clock.nowMs()))) return ok({ slots: [] });
      const taken = (await takenSlots(store.db, boothId, day)).get(day);
      const nowMs = store.clock.nowMs();
      return ok({ slots: SLOTS.map((time) => ({ time, free: !taken?.has(time) && isAhead(nowMs, day, time) })) });
    },

    async book({ boothId, bundleId, serviceId, day, time }) {
      if (!(await findBooth(store.db, boothId))) return err(fail('not_found', 'booth'));
      const wish = checkWish(catalogue, { bundleId, serviceId });
      return wish.ok ? bookSlot(store, { boothId, bundleId, serviceId, day, time }) : wish;
    },

    async verify({ code }) {
      const rows = await store.db.select().from(schema.cases).where(eq(schema.cases.verifyCode, code.toUpperCase()));
      const row = rows[0];
      await store.write((work) =>
        work.audit({
          action: 'outcome.verified',
          actor: { kind: 'public', id: 'public' },
          visitId: row?.visitId,
          subject: row?.number,
          disposition: row ? 'success' : 'failure',
        }),
      );
      if (!row?.outcomeTitle || !row.issuedAt) return ok({ genuine: false });
      return ok({
        genuine: true,
        title: row.outcomeTitle,
        departmentName: catalogue.departmentName(row.departmentId, 'zh-CN'),
        issuedAt: row.issuedAt,
      });
    },
  };
}
