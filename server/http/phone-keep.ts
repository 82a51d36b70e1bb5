import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { API_PREFIX, httpStatusOf } from '../../contracts/hub/http.ts';
import {
  type KeptDocument,
  keptDocument,
  PHONE_DOCUMENT_PATH,
  PHONE_KEEP_ROUTES,
  phoneKeepHttp,
} from '../../contracts/hub/phone-keep.ts';
import { id } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { findBooth } from '../auth/people-store.ts';
import type { PhoneContext } from '../auth/phone-session.ts';
import { printCertificate } from '../forms/certificate-paper.ts';
import { SealBroken } from '../keeping/envelope.ts';
import { KeyMissing } from '../keeping/vault.ts';
import type { HubParts } from '../realtime/parts.ts';
import * as schema from '../store/schema.ts';
import { followedOf } from '../visits/follow.ts';
import { loadCase, loadVisit } from '../visits/visit-store.ts';
import { anybody, phoneOf } from './identify.ts';
import { registerRoute } from './register.ts';

/** Whoever follows a case looks now and then; more from one address is a machine trying codes. */
const FOLLOWS_PER_MINUTE = 30;
const documentParams = z.object({ kind: keptDocument.shape.kind, caseId: id });

/** What citizens take with them: documents for the phone of the visit, and the link to follow it. */
export function phoneKeepRoutes(app: FastifyInstance, parts: HubParts): void {
  const { store, catalogue, runner, texts } = parts;
  const identify = phoneOf(parts);

  async function documents({ visitId }: PhoneContext): Promise<Result<KeptDocument[], XiaowuError>> {
    const visit = visitId === null ? undefined : await loadVisit(store, visitId);
    if (!visit) return ok([]);
    const found: KeptDocument[] = [];
    for (const { id: caseId, serviceId, outcome } of visit.cases) {
      const signed = await signedForm(caseId);
      const title = catalogue.service(serviceId)?.name[visit.language] ?? serviceId;
      if (signed) found.push({ kind: 'form', caseId, title, at: signed.signedAt });
      if (outcome) found.push({ kind: 'certificate', caseId, title: outcome.title, at: outcome.issuedAt });
    }
    return ok(found);
  }

  /** The signature of a form that counts, with its PDF. */
  async function signedForm(caseId: string): Promise<{ fileId: string; signedAt: string } | undefined> {
    const { formSignatures: rows } = schema;
    const [row] = await store.db
      .select({ fileId: rows.fileId, signedAt: rows.signedAt })
      .from(rows)
      .where(and(eq(rows.caseId, caseId), isNull(rows.voidedAt), isNotNull(rows.fileId)))
      .orderBy(desc(rows.signedAt))
      .limit(1);
    return row?.fileId ? { fileId: row.fileId, signedAt: row.signedAt } : undefined;
  }

  async function formPdf(visitId: string, caseId: string): Promise<Result<Uint8Array, XiaowuError>> {
    const signed = await signedForm(caseId);
    const [file] = signed ? await store.db.select().from(schema.files).where(eq(schema.files.id, signed.fileId)) : [];
    if (!file?.bytes) return err(fail(file ? 'file_expired' : 'not_found', 'signed form'));
    try {
      return ok(await store.vault.openFile(store.db, visitId, file.id, file.bytes));
    } catch (thrown) {
      if (!(thrown instanceof SealBroken || thrown instanceof KeyMissing)) throw thrown;
      parts.logger.error({ err: thrown, fileId: file.id }, 'a document does not open');
      return err(fail('file_damaged', thrown.message));
    }
  }

  async function pdfOf(params: unknown, phone: PhoneContext): Promise<Result<Uint8Array, XiaowuError>> {
    const parsed = documentParams.safeParse(params);
    if (!parsed.success) return err(fail('invalid_input', 'kind, caseId'));
    const { kind, caseId } = parsed.data;
    const kase = await loadCase(store, caseId);
    const service = kase && catalogue.service(kase.serviceId);
    if (!kase || !service || kase.visitId !== phone.visitId) return err(fail('not_found', 'case'));
    const { outcome, visitId } = kase;
    const made =
      kind === 'form'
        ? await formPdf(visitId, caseId)
        : outcome
          ? await printCertificate(
              {
                kase,
                outcome,
                service,
                department: catalogue.departmentName(kase.departmentId, 'zh-CN'),
                verifyUrl: `${parts.publicUrl()}/phone/verify#${outcome.verifyCode}`,
              },
              texts,
            )
          : err(fail('not_found', 'outcome'));
    await store.write((work) =>
      work.audit({
        action: 'file.read',
        actor: { kind: 'phone', id: phone.checkinId },
        visitId,
        subject: kase.number,
        detail: kind,
        disposition: made.ok ? 'success' : 'failure',
      }),
    );
    return made;
  }

  const R = PHONE_KEEP_ROUTES;
  const H = phoneKeepHttp;
  registerRoute(app, runner, R.documents, H.documents, (_input, phone) => documents(phone), {
    identify,
    summary: 'Documents of the visit to keep',
  });
  registerRoute(
    app,
    runner,
    R.followLink,
    H.followLink,
    (_input, { visitId }) =>
      visitId === null ? err(fail('wrong_state', 'not entered yet')) : ok({ url: parts.followUrl(visitId) }),
    { identify, summary: 'The link to follow the visit after leaving' },
  );
  registerRoute(
    app,
    runner,
    R.follow,
    H.follow,
    async ({ token }) => {
      const visitId = parts.followLinks.visitOf(token);
      const visit = visitId === null ? undefined : await loadVisit(store, visitId);
      if (!visit) return err(fail('token_invalid'));
      const untilMs = parts.followUntilMs(visit);
      if (untilMs !== undefined && untilMs <= store.clock.nowMs()) return err(fail('token_expired'));
      const booth = await findBooth(store.db, visit.boothId);
      const until = untilMs === undefined ? undefined : new Date(untilMs).toISOString();
      return ok(followedOf(visit, catalogue, { boothName: booth?.name ?? visit.boothId, until }));
    },
    { identify: anybody, maxPerMinute: FOLLOWS_PER_MINUTE, summary: 'How the cases of a visit stand' },
  );

  app.get(
    `${API_PREFIX}${PHONE_DOCUMENT_PATH}`,
    { schema: { summary: 'A document of the visit as PDF', tags: ['phone'] } },
    async (request, reply) => {
      const who = await identify(request);
      const found = who.ok ? await pdfOf(request.params, who.value) : who;
      if (!found.ok) return reply.code(httpStatusOf(found.error.code)).send(found);
      return reply
        .header('content-type', 'application/pdf')
        .header('cache-control', 'no-store')
        .header('content-disposition', 'attachment')
        .send(Buffer.from(found.value));
    },
  );
}
