import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import type { Agent } from '../../contracts/domain/people.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { AGENT_FILE_PATH, API_PREFIX, httpStatusOf } from '../../contracts/hub/http.ts';
import { id } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { mayLook } from '../keeping/access.ts';
import { SealBroken } from '../keeping/envelope.ts';
import { KeyMissing } from '../keeping/vault.ts';
import type { HubParts } from '../realtime/parts.ts';
import * as schema from '../store/schema.ts';
import { lookOf } from '../visits/looks.ts';
import { agentOf } from './identify.ts';

interface OpenFile {
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

/** The bytes of a file, for an agent who is or was party to its visit; every look leaves a record. */
export function fileRoutes(app: FastifyInstance, parts: HubParts): void {
  const { store } = parts;
  const identify = agentOf(parts);

  async function read(fileId: unknown, agent: Agent): Promise<Result<OpenFile, XiaowuError>> {
    const parsed = id.safeParse(fileId);
    if (!parsed.success) return err(fail('invalid_input', 'fileId'));
    const row = (await store.db.select().from(schema.files).where(eq(schema.files.id, parsed.data)))[0];
    if (!row) return err(fail('not_found', 'file'));
    const allowed = mayLook(await lookOf(store.db, row.visitId, row.id, agent));
    await store.write((work) =>
      work.audit({
        action: 'file.read',
        actor: { kind: 'agent', id: agent.id },
        visitId: row.visitId,
        subject: row.id,
        disposition: allowed ? 'success' : 'failure',
      }),
    );
    if (!allowed) return err(fail('forbidden', 'not party to this visit, or its document is of another department'));
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

  app.get(
    `${API_PREFIX}${AGENT_FILE_PATH}`,
    { schema: { summary: 'A file of a visit', tags: ['files'] } },
    async (request, reply) => {
      const who = await identify(request);
      const found = who.ok ? await read((request.params as { fileId?: unknown }).fileId, who.value.agent) : who;
      if (!found.ok) return reply.code(httpStatusOf(found.error.code)).send(found);
      return reply
        .header('content-type', found.value.mimeType)
        .header('cache-control', 'no-store')
        .header('content-disposition', 'inline')
        .send(Buffer.from(found.value.bytes));
    },
  );
}
