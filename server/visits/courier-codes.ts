import { createHmac, hkdfSync, randomInt } from 'node:crypto';
import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Parcel } from '../../contracts/domain/visit.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';
import { hasLeft, mayBeTakenOut } from './rules.ts';
import { anonymousParcelOf, findParcelRow } from './visit-store.ts';

/** One-time codes for whoever takes a parcel out of a locker. */

export type TakeOutPurpose = 'collect' | 'return';

export const CODE_LIFETIME_MS = 24 * 3600_000;
/** A booth with wrong codes beyond this is somebody trying them out: 10 in 10 minutes, of a hundred million. */
export const CODE_MAX_FAILURES = 10;
export const CODE_WINDOW_MS = 10 * 60_000;
/** Kept so long after their end, so that a late try is told `used` or `expired` and not `invalid`. */
const KEPT_MS = 30 * 24 * 3600_000;
const DIGITS = 8;

/** Hashes codes under a key of this hub, by booth: the same digits at another booth are another code. */
export type CodeHash = (boothId: string, code: string) => string;

export function codeHashOf(hubSecret: Uint8Array): CodeHash {
  const key = Buffer.from(hkdfSync('sha256', hubSecret, '', 'xiaowu courier codes', 32));
  return (boothId, code) => createHmac('sha256', key).update(`${boothId}\n${code}`).digest('hex');
}

/** Gives out a code for a parcel that lies in a locker; an earlier one of the same parcel is void from then on. */
export async function issueCode(
  work: Work,
  hash: CodeHash,
  wish: { parcelId: string; purpose: TakeOutPurpose; actor: Actor },
): Promise<Result<{ code: string; validUntil: string }, XiaowuError>> {
  const { parcelId, purpose, actor } = wish;
  const row = await findParcelRow(work.tx, parcelId);
  if (!row) return err(fail('not_found', 'parcel'));
  if (row.withdrawn || !mayBeTakenOut(row.state)) return err(fail('wrong_state', row.state));
  const nowMs = Date.parse(work.now);
  await work.tx
    .delete(schema.courierCodes)
    .where(lt(schema.courierCodes.validUntil, new Date(nowMs - KEPT_MS).toISOString()));
  await work.tx.update(schema.courierCodes).set({ validUntil: work.now }).where(isLive(parcelId, work.now));
  const validUntil = new Date(nowMs + CODE_LIFETIME_MS).toISOString();
  const { boothId } = row;
  for (;;) {
    const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    const inserted = await work.tx
      .insert(schema.courierCodes)
      .values({
        id: v7(),
        boothId,
        parcelId,
        codeHash: hash(boothId, code),
        purpose,
        issuedAt: work.now,
        validUntil,
      })
      .onConflictDoNothing()
      .returning({ id: schema.courierCodes.id });
    // One in a hundred million meets the digits of a code of last month.
    if (inserted.length === 0) continue;
    await work.audit({ action: 'courier.code-issued', actor, subject: row.number, detail: `${purpose} at ${boothId}` });
    return ok({ code, validUntil });
  }
}

/** Says what a code opens. It stays good until the parcel was seen to leave, so that a door that jams can be tried again. */
export async function checkCode(
  work: Work,
  hash: CodeHash,
  boothId: string,
  code: string,
): Promise<Result<{ purpose: TakeOutPurpose; parcel: Parcel }, XiaowuError>> {
  const known = await work.tx
    .select()
    .from(schema.courierCodes)
    .where(eq(schema.courierCodes.codeHash, hash(boothId, code)));
  const row = known[0];
  if (!row) return err(fail('token_invalid'));
  if (row.usedAt !== null) return err(fail('token_used'));
  if (row.validUntil <= work.now) return err(fail('token_expired'));
  const parcel = await findParcelRow(work.tx, row.parcelId);
  if (!parcel || parcel.withdrawn) return err(fail('token_invalid', 'the parcel was withdrawn'));
  if (hasLeft(parcel.state)) return err(fail('token_used', parcel.state));
  return ok({ purpose: row.purpose, parcel: anonymousParcelOf(parcel) });
}

/** The parcel has left its compartment: no code opens it any more. */
export async function spendCodesOf(
  work: Work,
  parcel: { readonly id: string; readonly number: string },
  actor: Actor,
): Promise<void> {
  const spent = await work.tx
    .update(schema.courierCodes)
    .set({ usedAt: work.now })
    .where(isLive(parcel.id, work.now))
    .returning({ purpose: schema.courierCodes.purpose });
  for (const { purpose } of spent) {
    await work.audit({ action: 'courier.code-used', actor, subject: parcel.number, detail: purpose });
  }
}

/** Until when the code of each parcel of a booth is good; parcels without one are not in it. */
export async function liveCodes(db: Db, boothId: string, now: string): Promise<Map<string, string>> {
  const rows = await db
    .select({ parcelId: schema.courierCodes.parcelId, validUntil: schema.courierCodes.validUntil })
    .from(schema.courierCodes)
    .where(
      and(
        eq(schema.courierCodes.boothId, boothId),
        isNull(schema.courierCodes.usedAt),
        gt(schema.courierCodes.validUntil, now),
      ),
    );
  return new Map(rows.map((row) => [row.parcelId, row.validUntil]));
}

function isLive(parcelId: string, now: string) {
  return and(
    eq(schema.courierCodes.parcelId, parcelId),
    isNull(schema.courierCodes.usedAt),
    gt(schema.courierCodes.validUntil, now),
  );
}
