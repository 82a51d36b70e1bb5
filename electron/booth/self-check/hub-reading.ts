import http from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';
import { describeThrown, fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import type { Clock } from '../../../contracts/time.ts';
import type { HubReading } from './check.ts';

const TIMEOUT_MS = 5_000;
/** The Date header counts whole seconds (RFC 9110, section 6.6.1): on average it is half a second behind. */
const DATE_LAG_MS = 500;

/** One request to the hub outside the socket: how long the way is, and what time it is there. */
export function readHub(hubUrl: string, ca: string | null, clock: Clock): Promise<Result<HubReading, XiaowuError>> {
  return new Promise((resolve) => {
    const url = new URL('/health', hubUrl);
    const startedMs = performance.now();
    const take = (response: http.IncomingMessage) => {
      response.resume();
      const roundTripMs = performance.now() - startedMs;
      const hubMs = Date.parse(response.headers.date ?? '');
      if (response.statusCode !== 200) return resolve(err(fail('device_error', `the hub says ${response.statusCode}`)));
      if (Number.isNaN(hubMs)) return resolve(err(fail('invalid_output', 'the hub names no time')));
      resolve(ok({ roundTripMs, skewMs: hubMs + DATE_LAG_MS + roundTripMs / 2 - clock.nowMs() }));
    };
    const options = { timeout: TIMEOUT_MS, agent: false } as const;
    const request =
      url.protocol === 'https:'
        ? https.get(url, { ...options, ...(ca === null ? {} : { ca }) }, take)
        : http.get(url, options, take);
    request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    request.on('error', (error) => resolve(err(fail('disconnected', describeThrown(error)))));
  });
}
