import { eq } from 'drizzle-orm';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import * as schema from '../store/schema.ts';
import type { Store } from '../store/work.ts';
import type { Tokens } from './tokens.ts';

/** A phone that checked in has this long to choose, consent and enter; then the code of the screen must be scanned anew. */
export const CHECKIN_TTL_S = 15 * 60;

export interface PhoneContext {
  readonly checkinId: string;
  readonly boothId: string;
  /** Null before the citizen entered. */
  readonly visitId: string | null;
}

/** Whom a phone's token stands for: a check-in that is still fresh, or a visit that has not ended. */
export async function phoneOfToken(
  store: Store,
  tokens: Tokens,
  token: string | undefined,
): Promise<Result<PhoneContext, XiaowuError>> {
  if (!token) return err(fail('unauthenticated'));
  const session = await tokens.readPhone(token);
  if (!session.ok) return session;
  const rows = await store.db
    .select({ checkin: schema.checkins, visitState: schema.visits.state })
    .from(schema.checkins)
    .leftJoin(schema.visits, eq(schema.visits.id, schema.checkins.visitId))
    .where(eq(schema.checkins.id, session.value.checkinId));
  const row = rows[0];
  if (!row) return err(fail('token_invalid'));
  const { id, boothId, visitId, createdAt } = row.checkin;
  const fresh = Date.parse(createdAt) + CHECKIN_TTL_S * 1000 > store.clock.nowMs();
  const alive = visitId === null ? fresh : row.visitState !== 'ended';
  return alive ? ok({ checkinId: id, boothId, visitId }) : err(fail('token_expired'));
}
