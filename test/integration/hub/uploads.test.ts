import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { eq } from 'drizzle-orm';
import { PDFDocument } from 'pdf-lib';
import { DetailedError, Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_PREFIX, PHONE_ROUTES } from '../../../contracts/hub/http.ts';
import { phoneHttp } from '../../../contracts/hub/phone.ts';
import { MAX_UPLOAD_BYTES, UPLOAD_CHUNK_BYTES, UPLOAD_PATH } from '../../../contracts/hub/upload.ts';
import { unwrap } from '../../../contracts/result.ts';
import * as schema from '../../../server/store/schema.ts';
import { type Rig, startRig, type TestAgent, type TestBooth } from './rig.ts';

const TIMEOUT_MS = 120_000;
const CUTS = 5;

describe('uploads of a phone', () => {
  let rig: Rig;
  let booth: TestBooth;
  let tax: TestAgent;
  let token: string;
  let caseId: string;
  let requiredPaperId: string;

  let big: Uint8Array;

  beforeAll(async () => {
    // Drawing it takes longer than a line may be silent, so it comes before there are lines.
    big = await bigPng();
    rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
    booth = await rig.booth();
    tax = await rig.agent('demo-tax-1');
    await tax.available();
    token = await rig.checkin();
    const wish = { consent: true, language: 'zh-CN', serviceId: 'tax-clearance' } as const;
    booth.orders['door.open'] = async () => ({ ok: true, value: null });
    const visit = unwrap((await rig.http(PHONE_ROUTES.enter, phoneHttp.enter, wish, token)).result);
    unwrap(await booth.call('call.request', { visitId: visit.id }));
    await tax.accept();
    const opened = unwrap(await tax.call('case.open', { visitId: visit.id, serviceId: 'tax-clearance' }));
    caseId = opened.id;
    requiredPaperId = opened.papers[0]?.requiredPaperId ?? '';
  }, TIMEOUT_MS);
  afterAll(() => rig?.close());

  interface Sent {
    readonly status: number;
    readonly code?: string;
    readonly fileId?: string;
  }

  /** As the phone's page sends it; `through` is a line that may break. */
  function send(bytes: Uint8Array, through = rig.hub.url, as = token): Promise<Sent> {
    return new Promise((resolve) => {
      const upload = new Upload(Buffer.from(bytes), {
        endpoint: `${through}${API_PREFIX}${UPLOAD_PATH}`,
        headers: { authorization: `Bearer ${as}` },
        metadata: { caseId, requiredPaperId },
        chunkSize: UPLOAD_CHUNK_BYTES,
        retryDelays: [0, 20, 50, 100, 200],
        onShouldRetry: ({ originalResponse }) => (originalResponse?.getStatus() ?? 0) === 0,
        onSuccess: ({ lastResponse }) => {
          const body = lastResponse.getBody();
          resolve({ status: lastResponse.getStatus(), fileId: body ? JSON.parse(body).value.fileId : undefined });
        },
        onError: (thrown) => {
          const response = thrown instanceof DetailedError ? thrown.originalResponse : null;
          const body = response?.getBody() ?? '';
          resolve({
            status: response?.getStatus() ?? 0,
            code: body.startsWith('{') ? JSON.parse(body).error.code : body,
          });
        },
      });
      upload.start();
    });
  }

  const phoneFiles = () => rig.hub.db.select().from(schema.files).where(eq(schema.files.source, 'phone'));

  it(
    'are complete and once over a line cut five times, and the agent knows soon after the last byte',
    async () => {
      const bytes = big;
      expect(bytes.length).toBeGreaterThan(0.9 * MAX_UPLOAD_BYTES);
      expect(bytes.length).toBeLessThan(MAX_UPLOAD_BYTES);
      const line = await breakingLine(rig.hub.url, bytes.length, CUTS);
      const sent = await send(bytes, line.url);
      const answeredMs = performance.now();
      expect(sent.code).toBeUndefined();
      expect(line.cuts).toBe(CUTS);
      await tax.untilVisit((one) => one.cases.some(({ papers }) => papers[0]?.state === 'uploaded'));
      process.stdout.write(`the agent knew ${Math.round(performance.now() - answeredMs)} ms after the answer\n`);
      const files = await phoneFiles();
      expect(files.map(({ mimeType, widthPx }) => [mimeType, widthPx])).toEqual([['image/png', PNG_SIDE_PX]]);
      expect(sent.fileId).toBe(files[0]?.id);
      expect(await rig.hub.db.select().from(schema.uploadParts)).toEqual([]);
      expect(await readdir(join(rig.dataDir, 'documents'))).toEqual([sent.fileId]);
      await line.close();
    },
    TIMEOUT_MS,
  );

  it('keep what has come sealed, and answer twice the same when the end was not heard', async () => {
    const small = await createCanvas(40, 40).encode('png');
    const head = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' };
    const encoded = (text: string) => Buffer.from(text).toString('base64');
    const made = await fetch(`${rig.hub.url}${API_PREFIX}${UPLOAD_PATH}`, {
      method: 'POST',
      headers: {
        ...head,
        'upload-length': String(small.length),
        'upload-metadata': `caseId ${encoded(caseId)},requiredPaperId ${encoded(requiredPaperId)}`,
      },
    });
    expect(made.status).toBe(201);
    const url = `${rig.hub.url}${made.headers.get('location')}`;
    const patch = (from: number, to: number) =>
      fetch(url, {
        method: 'PATCH',
        headers: { ...head, 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' },
        body: new Uint8Array(small.subarray(from, to)),
      });
    expect((await patch(0, 50)).headers.get('upload-offset')).toBe('50');
    const [part] = await rig.hub.db.select().from(schema.uploadParts);
    const lies = await readFile(join(rig.dataDir, 'documents', `${part?.uploadId}.0`));
    expect([lies.length > 50, lies.includes('IHDR')]).toEqual([true, false]);
    expect((await patch(20, 70)).status).toBe(409);
    const before = (await phoneFiles()).length;
    expect((await patch(50, small.length)).status).toBe(200);
    const asked = await fetch(url, { method: 'HEAD', headers: head });
    expect([asked.status, asked.headers.get('upload-offset')]).toEqual([200, String(small.length)]);
    expect((await phoneFiles()).length).toBe(before + 1);
    const stranger = await fetch(url, { method: 'HEAD', headers: { ...head, authorization: 'Bearer nobody' } });
    expect(stranger.status).toBe(401);
  });

  it('are refused clearly: too large, no paper, poisoned, without a session', async () => {
    const before = (await phoneFiles()).length;
    expect(await send(new Uint8Array(MAX_UPLOAD_BYTES + 1))).toMatchObject({ status: 413, code: 'too_large' });
    expect(await send(Buffer.from('MZ a program'))).toMatchObject({ status: 415, code: 'unsupported_type' });
    expect(await send(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(99)]))).toMatchObject({
      code: 'unreadable_image',
    });
    const carrying = await PDFDocument.create();
    carrying.addPage();
    await carrying.attach(new Uint8Array([77, 90]), 'a.exe');
    expect(await send(await carrying.save())).toMatchObject({ code: 'file_unsafe' });
    const png = await createCanvas(9, 9).encode('png');
    expect(await send(png, rig.hub.url, 'nobody')).toMatchObject({ status: 401 });
    expect((await phoneFiles()).length).toBe(before);
    const refused = await rig.hub.db.select().from(schema.audit).where(eq(schema.audit.action, 'file.refused'));
    expect(refused.map(({ detail }) => detail?.split(' ')[0])).toEqual([
      'unsupported_type',
      'unreadable_image',
      'file_unsafe',
    ]);
  });

  it('of a second phone are not taken, since its booth has a visit that is not its own', async () => {
    const png = await createCanvas(9, 9).encode('png');
    expect(await send(png, rig.hub.url, await rig.checkin())).toMatchObject({ status: 404, code: 'not_found' });
  });
});

const PNG_SIDE_PX = 2_440;

/** Noise does not compress: a picture of a little less than 20 MB. */
async function bigPng(): Promise<Uint8Array> {
  const canvas = createCanvas(PNG_SIDE_PX, PNG_SIDE_PX);
  const context = canvas.getContext('2d');
  const image = context.createImageData(PNG_SIDE_PX, PNG_SIDE_PX);
  let seed = 1;
  for (let at = 0; at < image.data.length; at++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    image.data[at] = at % 4 === 3 ? 255 : seed >>> 24;
  }
  context.putImageData(image, 0, 0);
  return canvas.encode('png');
}

interface BreakingLine {
  readonly url: string;
  readonly cuts: number;
  close(): Promise<void>;
}

/** A line to the hub that breaks in the middle of requests, evenly over the bytes that are to go through. */
async function breakingLine(hubUrl: string, totalBytes: number, times: number): Promise<BreakingLine> {
  const { hostname, port } = new URL(hubUrl);
  const open = new Set<Socket>();
  let passed = 0;
  let cuts = 0;
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => open.delete(socket));
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.on('data', (chunk) => {
      passed += chunk.length;
      far.write(chunk);
      if (cuts < times && passed > ((cuts + 1) * totalBytes) / (times + 1)) {
        cuts += 1;
        near.destroy();
      }
    });
    far.pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    get cuts() {
      return cuts;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
