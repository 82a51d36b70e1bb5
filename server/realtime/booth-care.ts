import { and, eq, notInArray } from 'drizzle-orm';
import type { Handlers } from '../../contracts/channel.ts';
import { fail } from '../../contracts/errors.ts';
import type { boothCalls } from '../../contracts/hub/booth.ts';
import { err, ok } from '../../contracts/result.ts';
import { instantOf } from '../../contracts/time.ts';
import { FailureLimit } from '../auth/rate-limit.ts';
import * as schema from '../store/schema.ts';
import { storeDiagnostics, storeSelfCheck } from '../visits/booth-records.ts';
import { CODE_MAX_FAILURES, CODE_WINDOW_MS, checkCode } from '../visits/courier-codes.ts';
import { clearHealed, countOpenIncidents } from '../visits/incidents.ts';
import type { HubParts } from './parts.ts';

/** Who a booth's socket speaks for; proven by its key when it connected. */
export interface BoothContext {
  readonly boothId: string;
}

type CareCalls = Pick<
  typeof boothCalls,
  'devices' | 'self-check.give' | 'diagnostics.give' | 'courier.check' | 'technician.view' | 'technician.wire'
>;

/** What a booth says and asks beside its visits: devices, checks, technicians, couriers. */
export function boothCareHandlers(parts: HubParts): Handlers<CareCalls, BoothContext> {
  const { store, outbox } = parts;
  const codeTries = new FailureLimit(store.clock, CODE_MAX_FAILURES, CODE_WINDOW_MS);

  return {
    async devices({ devices }, { boothId }) {
      const updatedAt = instantOf(store.clock);
      await store.db.transaction(async (tx) => {
        const ids = devices.map((device) => device.id);
        await tx
          .delete(schema.deviceReports)
          .where(
            and(
              eq(schema.deviceReports.boothId, boothId),
              ids.length > 0 ? notInArray(schema.deviceReports.deviceId, ids) : undefined,
            ),
          );
        for (const report of devices) {
          await tx
            .insert(schema.deviceReports)
            .values({ boothId, deviceId: report.id, report, updatedAt })
            .onConflictDoUpdate({
              target: [schema.deviceReports.boothId, schema.deviceReports.deviceId],
              set: { report, updatedAt },
            });
        }
      });
      if ((await countOpenIncidents(store.db, boothId)).has(boothId))
        await store.write((work) => clearHealed(work, boothId));
      await parts.tellTechnicians(boothId);
      return ok(null);
    },

    async 'self-check.give'(report, { boothId }) {
      const stored = await store.write((work) => storeSelfCheck(work, boothId, report));
      if (!stored.ok) return stored;
      if (stored.value) await parts.tellTechnicians(boothId);
      return ok(null);
    },

    async 'diagnostics.give'({ records }, { boothId }) {
      const stored = await store.write((work) => storeDiagnostics(work, boothId, records));
      return stored.ok ? ok(null) : stored;
    },

    async 'courier.check'({ code }, { boothId }) {
      return store.write(async (work) => {
        // Within the turn of this writer, so that tries at the same time are all counted.
        const waitMs = codeTries.waitMs(boothId);
        const checked =
          waitMs > 0
            ? err(fail('rate_limited', `again in ${Math.ceil(waitMs / 1000)} s`))
            : await checkCode(work, parts.codeHash, boothId, code);
        const actor = { kind: 'booth', id: boothId } as const;
        if (checked.ok) {
          const { purpose, parcel } = checked.value;
          await work.audit({ action: 'courier.code-accepted', actor, subject: parcel.number, detail: purpose });
          return checked;
        }
        if (waitMs <= 0) codeTries.failed(boothId);
        const detail = checked.error.code;
        await work.audit({ action: 'courier.code-refused', actor, subject: boothId, disposition: 'failure', detail });
        return checked;
      });
    },

    'technician.view'(view, { boothId }) {
      if (view.boothId !== boothId) return err(fail('forbidden', 'view of another booth'));
      outbox.toWatchers(boothId, 'booth.view', { boothId, view });
      return ok(null);
    },

    'technician.wire'({ frames }, { boothId }) {
      outbox.toWatchers(boothId, 'booth.wire', { boothId, frames });
      return ok(null);
    },
  };
}
