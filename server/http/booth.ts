import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { fail } from '../../contracts/errors.ts';
import { boothHttp, MAX_FILE_BYTES } from '../../contracts/hub/booth-http.ts';
import { BOOTH_ROUTES } from '../../contracts/hub/http.ts';
import { err, ok } from '../../contracts/result.ts';
import type { HubParts } from '../realtime/parts.ts';
import * as schema from '../store/schema.ts';
import { sha256Of, storeFile } from '../visits/papers.ts';
import { findVisitRow } from '../visits/visit-store.ts';
import { boothOf, rawBody } from './identify.ts';
import { lineTestRoutes } from './line-test.ts';
import { registerRoute } from './register.ts';
import { sniffType } from './sniff.ts';

/** The booth that its token proves, with the file it sends. */
interface BoothUpload {
  readonly boothId: string;
  readonly bytes: Uint8Array;
}

/** Stills of a booth's document camera, and what it measures its line by. */
export function boothRoutes(app: FastifyInstance, parts: HubParts): void {
  const { store, runner } = parts;
  const identify = boothOf(parts);
  lineTestRoutes(app);
  registerRoute<typeof boothHttp.putFile, BoothUpload>(
    app,
    runner,
    BOOTH_ROUTES.putFile,
    boothHttp.putFile,
    async ({ visitId, fileId, widthPx, heightPx }, { boothId, bytes }) => {
      const visit = await findVisitRow(store.db, visitId);
      if (!visit) return err(fail('not_found', 'visit'));
      if (visit.boothId !== boothId) return err(fail('forbidden', 'visit of another booth'));
      const sha256 = sha256Of(bytes);
      const before = (
        await store.db
          .select({ visitId: schema.files.visitId, sha256: schema.files.sha256 })
          .from(schema.files)
          .where(eq(schema.files.id, fileId))
      )[0];
      // The same upload again, because its answer was lost, is answered as stored.
      if (before) {
        const same = before.visitId === visitId && before.sha256 === sha256;
        return same ? ok({ fileId, sha256 }) : err(fail('wrong_state', 'the id holds another file'));
      }
      const mimeType = sniffType(bytes);
      if (!mimeType) return err(fail('unsupported_type'));
      const actor = { kind: 'booth', id: boothId } as const;
      await store.write((work) =>
        storeFile(work, {
          id: fileId,
          visitId,
          source: 'document-camera',
          mimeType,
          bytes,
          widthPx,
          heightPx,
          actor,
        }),
      );
      return ok({ fileId, sha256 });
    },
    {
      summary: 'Store a still of the document camera',
      bodyLimit: MAX_FILE_BYTES,
      identify: async (request) => {
        const who = await identify(request);
        return who.ok ? ok({ ...who.value, bytes: rawBody(request) }) : who;
      },
    },
  );
}
