import type { Receipt } from '../../contracts/domain/visit.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { findBooth } from '../auth/people-store.ts';
import { RECEIPT } from '../keeping/places.ts';
import { nextNumber } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import type { Work } from '../store/work.ts';
import type { VisitTools } from './context.ts';
import { stepVisit } from './life.ts';
import { findReceipt, loadVisit } from './visit-store.ts';

/**
 * Gives out a receipt number with all that the slip says. Asked again it gives the same one, until the printer failed:
 * then that number is void and a new one is given.
 */
export async function prepareReceipt(
  work: Work,
  { catalogue, publicUrl, followUrl }: Pick<VisitTools, 'catalogue' | 'publicUrl' | 'followUrl'>,
  visitId: string,
): Promise<Result<Receipt, XiaowuError>> {
  const before = await findReceipt(work, visitId);
  if (before) return ok(before.data);
  const visit = await loadVisit(work, visitId);
  if (!visit) return err(fail('not_found', 'visit'));
  const booth = await findBooth(work.tx, visit.boothId);
  const { language } = visit;
  const code = visit.cases.find((one) => one.outcome)?.outcome?.verifyCode;
  const receipt: Receipt = {
    number: await nextNumber(work, 'receipt'),
    visitNumber: visit.number,
    language,
    boothName: booth?.name ?? visit.boothId,
    startedAt: visit.startedAt,
    endedAt: work.now,
    cases: visit.cases.map((one) => ({
      number: one.number,
      serviceName: catalogue.service(one.serviceId)?.name[language] ?? one.serviceId,
      departmentName: catalogue.departmentName(one.departmentId, language),
      state: one.state,
      outcomeTitle: one.outcome?.title,
    })),
    parcels: visit.parcels.map((one) => ({
      number: one.number,
      compartment: one.compartment,
      recipient: one.mailing?.recipient ?? '',
    })),
    url: code ? `${publicUrl()}/phone/verify#${code}` : followUrl(visitId),
  };
  const told = await RECEIPT.keep(work, visitId, receipt.number, { data: receipt });
  await work.tx
    .insert(schema.receipts)
    .values({ number: receipt.number, visitId, state: 'prepared', ...told, createdAt: work.now });
  await stepVisit(work, visitId, 'closing');
  const actor = { kind: 'booth', id: visit.boothId } as const;
  await work.audit({ action: 'receipt.prepared', actor, visitId, subject: receipt.number });
  work.touch(visitId);
  return ok(receipt);
}
