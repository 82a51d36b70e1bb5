import { z } from 'zod';
import type { Call, CallInput, CallOutput } from '../../contracts/channel.ts';
import { describeThrown, fail, resultSchema, type XiaowuError } from '../../contracts/errors.ts';
import { err, type Result } from '../../contracts/result.ts';

/** Where the hub serves its HTTP; pages and interface have one origin, so no address is needed. */
export const API_BASE = '/api/v1';

/** Nobody waits longer than this for an answer that is a few kilobytes; then they are told. */
export const HTTP_TIMEOUT_MS = 15_000;

export interface HttpRequest<C extends Call> {
  readonly contract: C;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `API_BASE`, with its slash: `/phone/enter`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: CallInput<C>;
  /** Session token, sent as `Authorization: Bearer`. */
  readonly token?: string;
}

/**
 * One HTTP request of the hub. The answer is held against the contract's schema; whatever goes wrong on the way comes
 * back as a typed error: `disconnected` without a line, `timeout`, `invalid_output` for an answer that is not ours.
 */
export async function hubRequest<C extends Call>(request: HttpRequest<C>): Promise<Result<CallOutput<C>, XiaowuError>> {
  const headers: Record<string, string> = {};
  if (request.token !== undefined) headers.authorization = `Bearer ${request.token}`;
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(hubUrl(request.path, request.query), {
      method: request.method,
      headers,
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
      cache: 'no-store',
    });
  } catch (thrown) {
    const timedOut = thrown instanceof DOMException && thrown.name === 'TimeoutError';
    return err(fail(timedOut ? 'timeout' : 'disconnected', describeThrown(thrown)));
  }
  let text: string;
  try {
    text = await response.text();
  } catch (thrown) {
    return err(fail('disconnected', describeThrown(thrown)));
  }
  return readAnswer(request.contract, text);
}

export function hubUrl(path: string, query?: Readonly<Record<string, string>>): string {
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
  return `${API_BASE}${path}${search}`;
}

/** The `Result` in an answer's body, held against the contract. */
export function readAnswer<C extends Call>(contract: C, text: string): Result<CallOutput<C>, XiaowuError> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (thrown) {
    return err(fail('invalid_output', describeThrown(thrown)));
  }
  const checked = resultSchema(contract.output).safeParse(body);
  if (!checked.success) return err(fail('invalid_output', z.prettifyError(checked.error)));
  return checked.data as Result<CallOutput<C>, XiaowuError>;
}
