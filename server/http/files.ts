import { eq } from 'drizzle-orm';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Agent } from '../../contracts/domain/people.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { AGENT_FILE_PATH, API_PREFIX, BOOTH_FILE_PATH, httpStatusOf } from '../../contracts/hub/http.ts';
import { id } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { mayLook } from '../keeping/access.ts';
import { SealBroken } from '../keeping/envelope.ts';
import { KeyMissing } from '../keeping/vault.ts';
import type { HubParts } from '../realtime/parts.ts';
import * as schema from '../store/schema.ts';
import type { AuditInput } from '../store/work.ts';
import { lookOf } from '../visits/looks.ts';
import { findVisitRow } from '../visits/visit-store.ts';
import { agentOf, boothOf } from './identify.ts';

interface OpenFile {
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

/** Who looks, and whether they may. */
interface Looker {
  readonly actor: AuditInput['actor'];
  /** What to say to whoever may not. */
  readonly refusal: string;
  mayLook(file: { readonly id: string; readonly visitId: string }): Promise<boolean>;
}

/** The bytes of a file, for an agent who is or was party to its visit and for the booth of the visit; every look leaves a record. */
export function fileRoutes(app: FastifyInstance, parts: HubParts): void {
  const { store } = parts;
  const identifyAgent = agentOf(parts);
  const identifyBooth = boothOf(parts);

  async function read(params: unknown, looker: Looker): Promise<Result<OpenFile, XiaowuError>> {
    const parsed = id.safeParse((params as { fileId?: unknown }).fileId);
    if (!parsed.success) return err(fail('invalid_input', 'fileId'));
    const row = (await store.db.select().from(schema.files).where(eq(schema.files.id, parsed.data)))[0];
    if (!row) return err(fail('not_found', 'file'));
    const allowed = await looker.mayLook(row);
    await store.write((work) =>
      work.audit({
        action: 'file.read',
        actor: looker.actor,
        visitId: row.visitId,
        subject: row.id,
        disposition: allowed ? 'success' : 'failure',
      }),
    );
    if (!allowed) return err(fail('forbidden', looker.refusal));
    if (!row.bytes) return err(fail('file_expired', `at ${row.expiredAt}`));
    try {
      const bytes = await store.vault.openFile(store.db, row.visitId, row.id, row.bytes);
      return ok({ mimeType: row.mimeType, bytes });
    } catch (thrown) {
      if (!(thrown instanceof SealBroken || thrown instanceof KeyMissing)) throw thrown;
      parts.logger.error({ err: thrown, fileId: row.id }, 'a document does not open');
      return err(fail('file_damaged', thrown.message));
    }
  }

  async function answer(found: Result<OpenFile, XiaowuError>, reply: FastifyReply): Promise<FastifyReply> {
    if (!found.ok) return reply.code(httpStatusOf(found.error.code)).send(found);
    return reply
      .header('content-type', found.value.mimeType)
      .header('cache-control', 'no-store')
      .header('content-disposition', 'inline')
      .send(Buffer.from(found.value.bytes));
  }

  app.get(
    `${API_PREFIX}${AGENT_FILE_PATH}`,
    { schema: { summary: 'A file of a visit', tags: ['files'] } },
    async (request, reply) => {
      const who = await identifyAgent(request);
      return answer(who.ok ? await read(request.params, ofAgent(parts, who.value.agent)) : who, reply);
    },
  );

  app.get(
    `${API_PREFIX}${BOOTH_FILE_PATH}`,
    { schema: { summary: "A file of a booth's running visit", tags: ['booth'] } },
    async (request, reply) => {
      const who = await identifyBooth(request);
      return answer(who.ok ? await read(request.params, ofBooth(parts, who.value.boothId)) : who, reply);
    },
  );
}

function ofAgent({ store }: HubParts, agent: Agent): Looker {
  return {
    actor: { kind: 'agent', id: agent.id },
    refusal: 'not party to this visit, or its document is of another department',
    mayLook: async (file) => mayLook(await lookOf(store.db, file.visitId, file.id, agent)),
  };
}

/** What lies in the booth is the citizen's own, for as long as they are there. */
function ofBooth({ store }: HubParts, boothId: string): Looker {
  return {
    actor: { kind: 'booth', id: boothId },
    refusal: 'not a file of the visit in this booth',
    async mayLook(file) {
      const visit = await findVisitRow(store.db, file.visitId);
      return visit?.boothId === boothId && visit.state !== 'ended';
    },
  };
}
