import http from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';
import { describeThrown, fail, type XiaowuError } from '../../../contracts/errors.ts';
import { LINE_TEST_BYTES, LINE_TEST_PATH } from '../../../contracts/hub/line-test.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';

/** What is not through by then was slower than 300 kbit/s, below which only voices get through. */
const LIMIT_MS = 8_000;

/** What a line carries from the hub and to it, in kilobits a second. */
export interface LineSpeed {
  readonly down: number;
  readonly up: number;
}

/** Carries 300 kB from the hub and then 300 kB to it, over one connection: at most 16 s, on a line for pictures far below one. */
export async function measureLine(hubUrl: string, ca: string | null): Promise<Result<LineSpeed, XiaowuError>> {
  const url = new URL(LINE_TEST_PATH, hubUrl);
  const agent =
    url.protocol === 'https:'
      ? new https.Agent({ keepAlive: true, maxSockets: 1, ...(ca === null ? {} : { ca }) })
      : new http.Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const down = await carry(url, agent, 'GET');
    const up = await carry(url, agent, 'POST');
    return ok({ down, up });
  } catch (thrown) {
    return err(
      thrown instanceof Refusal ? fail(thrown.code, thrown.message) : fail('disconnected', describeThrown(thrown)),
    );
  } finally {
    agent.destroy();
  }
}

/** The hub answered, and gave no measure. */
class Refusal extends Error {
  readonly code: 'rate_limited' | 'device_error';

  constructor(why: string, status?: number) {
    super(why);
    this.code = status === 429 ? 'rate_limited' : 'device_error';
  }
}

/** Rejects when the hub cannot be reached or refuses. */
function carry(url: URL, agent: http.Agent, method: 'GET' | 'POST'): Promise<number> {
  const { request: open } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    let startedMs = performance.now();
    let heard = 0;
    const settle = (bytes: number) => {
      clearTimeout(late);
      resolve((bytes * 8) / Math.max(performance.now() - startedMs, 1));
    };
    const headers =
      method === 'POST' ? { 'content-type': 'application/octet-stream', 'content-length': LINE_TEST_BYTES } : {};
    const request = open(url, { method, agent, headers });
    const late = setTimeout(() => {
      request.destroy();
      // Of what was sent nobody knows how much has arrived: less than all of it.
      settle(method === 'GET' ? heard : LINE_TEST_BYTES);
    }, LIMIT_MS);
    request.once('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
    // A connection that has to be made first is no part of it.
    request.once('socket', (socket) => {
      const start = () => {
        startedMs = performance.now();
        if (method === 'POST') request.end(Buffer.alloc(LINE_TEST_BYTES, 0x5a));
      };
      if (socket.connecting) socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', start);
      else start();
    });
    request.once('response', (response) => {
      if (response.statusCode !== 200) {
        response.resume();
        clearTimeout(late);
        reject(new Refusal(`the hub says ${response.statusCode}`, response.statusCode));
        return;
      }
      response.on('data', (chunk: Buffer) => {
        heard += chunk.length;
      });
      response.once('end', () => {
        if (method === 'GET' && heard !== LINE_TEST_BYTES) {
          clearTimeout(late);
          reject(new Refusal(`the hub gave ${heard} bytes`));
        } else settle(LINE_TEST_BYTES);
      });
      // Cut off by the time's end: said already.
      response.once('error', () => undefined);
    });
    if (method === 'GET') request.end();
  });
}
