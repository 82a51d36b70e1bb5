import type { Readable } from 'node:stream';
import { DataStore, Server, Upload } from '@tus/server';
import type { FastifyInstance } from 'fastify';
import { v7 } from 'uuid';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { API_PREFIX, httpStatusOf } from '../../contracts/hub/http.ts';
import { MAX_UPLOAD_BYTES, UPLOAD_PATH, type UploadMetadata, uploadMetadata } from '../../contracts/hub/upload.ts';
import { id as idSchema } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { type PhoneContext, phoneOfToken } from '../auth/phone-session.ts';
import type { HubParts } from '../realtime/parts.ts';
import { createCleaner } from './clean.ts';
import { createUploadDesk } from './upload-desk.ts';
import { appendPart, findUpload } from './upload-rows.ts';

const TUS_BODY = 'application/offset+octet-stream';

/** A refusal as `@tus/server` wants it thrown: the wire form of the error, with its status. */
function refusal(error: XiaowuError): { status_code: number; body: string } {
  return { status_code: httpStatusOf(error.code), body: JSON.stringify({ ok: false, error }) };
}

function demand<T>(result: Result<T, XiaowuError>): T {
  if (!result.ok) throw refusal(result.error);
  return result.value;
}

/** Uploads of phones by the tus protocol: `contracts/hub/upload.ts` says how, `@tus/server` speaks it. */
export function uploadRoutes(app: FastifyInstance, parts: HubParts): void {
  const { store, tokens, logger } = parts;
  const desk = createUploadDesk(store, createCleaner());

  /** Hooks of `@tus/server` get the request alone. */
  async function phoneOf({ headers }: { headers: Headers }): Promise<PhoneContext> {
    const [, token] = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '') ?? [];
    return demand(await phoneOfToken(store, tokens, token));
  }

  class Parts extends DataStore {
    override async getUpload(uploadId: string): Promise<Upload> {
      const row = await findUpload(store.db, uploadId);
      if (!row) throw refusal(fail('not_found', 'upload'));
      return new Upload({ id: row.id, size: row.sizeBytes, offset: row.offsetBytes, creation_date: row.createdAt });
    }

    /** The row was made by `onUploadCreate`, which knows whose it is. */
    override create(upload: Upload): Promise<Upload> {
      return Promise.resolve(upload);
    }

    override async write(stream: Readable, uploadId: string, offset: number): Promise<number> {
      const row = await findUpload(store.db, uploadId);
      if (!row) throw refusal(fail('not_found', 'upload'));
      const chunks: Uint8Array[] = [];
      try {
        for await (const chunk of stream) chunks.push(chunk as Uint8Array);
      } catch (thrown) {
        // The line broke: what came before is kept, and the sender goes on from there.
        logger.debug({ err: thrown, uploadId }, 'an upload broke off');
      }
      return appendPart(store, row, offset, Buffer.concat(chunks));
    }
  }
  const datastore = new Parts();
  datastore.extensions = ['creation'];

  const server = new Server({
    path: `${API_PREFIX}${UPLOAD_PATH}`,
    relativeLocation: true,
    datastore,
    maxSize: MAX_UPLOAD_BYTES,
    namingFunction: () => v7(),
    async onUploadCreate(request, upload) {
      const phone = await phoneOf(request);
      const wish = demand(wishOf(upload));
      demand(await desk.mayBegin(wish, phone));
      await desk.begin({ id: upload.id, sizeBytes: upload.size ?? 0, ...wish }, phone);
      return {};
    },
    async onIncomingRequest(request, uploadId) {
      // Before the row is made, who sends is asked in `onUploadCreate`.
      if (request.method === 'POST') return;
      const phone = await phoneOf(request);
      if (!idSchema.safeParse(uploadId).success) throw refusal(fail('not_found', 'upload'));
      const row = demand(await desk.own(uploadId, phone));
      // A phone that did not hear the end asks where the upload stands: it hears of the end now.
      if (row.offsetBytes === row.sizeBytes) demand(await desk.finish(uploadId, phone));
    },
    async onUploadFinish(request, upload) {
      const value = demand(await desk.finish(upload.id, await phoneOf(request)));
      return {
        status_code: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ok: true, value }),
      };
    },
    onResponseError(_request, thrown) {
      if ('status_code' in thrown && thrown.body.startsWith('{')) return thrown;
      const status = 'status_code' in thrown ? thrown.status_code : 500;
      if (status === 413) return refusal(fail('too_large'));
      // What the protocol itself refuses (an offset that does not fit) the client settles by asking anew.
      if ('status_code' in thrown && status < 500) return undefined;
      logger.error({ err: thrown }, 'an upload failed');
      return refusal(fail('internal'));
    },
  });

  app.addContentTypeParser(TUS_BODY, (_request, _payload, done) => done(null));
  for (const url of [`${API_PREFIX}${UPLOAD_PATH}`, `${API_PREFIX}${UPLOAD_PATH}/*`]) {
    app.route({
      method: ['POST', 'HEAD', 'PATCH', 'OPTIONS'],
      url,
      schema: { summary: 'A paper of a case, by tus', tags: ['phone'] },
      async handler(request, reply) {
        reply.hijack();
        await server.handle(request.raw, reply.raw);
      },
    });
  }
}

function wishOf({ metadata }: Upload): Result<UploadMetadata, XiaowuError> {
  const parsed = uploadMetadata.safeParse({ caseId: metadata?.caseId, requiredPaperId: metadata?.requiredPaperId });
  return parsed.success ? ok(parsed.data) : err(fail('invalid_input', 'Upload-Metadata: caseId, requiredPaperId'));
}
