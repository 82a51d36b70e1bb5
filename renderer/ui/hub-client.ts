import { z } from 'zod';
import type { Call, CallInput, CallOutput } from '../../contracts/channel.ts';
import { describeThrown, fail, resultSchema, type XiaowuError } from '../../contracts/errors.ts';
import { API_PREFIX, type HttpRoute } from '../../contracts/hub/http.ts';
import { err, type Result } from '../../contracts/result.ts';

/** Nobody waits longer than this for an answer that is a few kilobytes; then they are told. */
export const HTTP_TIMEOUT_MS = 15_000;

/**
 * One HTTP call of the hub, by its contract and route: names in the path and the query of a GET come from the input, the
 * rest is the JSON body. The answer is held against the contract's schema; whatever goes wrong on the way comes back as a
 * typed error: `disconnected` without a line, `timeout`, `invalid_output` for an answer that is not ours.
 *
 * @param token of the session, sent as `Authorization: Bearer`
 */
export async function callHub<C extends Call>(
  contract: C,
  route: HttpRoute,
  input: CallInput<C>,
  token?: string,
): Promise<Result<CallOutput<C>, XiaowuError>> {
  const { url, body } = addressOf(route, input);
  const headers: Record<string, string> = {};
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  let text: string;
  try {
    const response = await fetch(url, {
      method: route.method,
      headers,
      body,
      signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
      cache: 'no-store',
    });
    text = await response.text();
  } catch (thrown) {
    const timedOut = thrown instanceof DOMException && thrown.name === 'TimeoutError';
    return err(fail(timedOut ? 'timeout' : 'disconnected', describeThrown(thrown)));
  }
  return readAnswer(contract, text);
}

/** Address and body of a call; the whole input goes into the address where the body is a file (`raw`) or there is none. */
export function addressOf(route: HttpRoute, input: unknown): { url: string; body: string | undefined } {
  const rest = new Map(Object.entries(input ?? {}));
  const path = route.path.replace(/:(\w+)/g, (_whole, name: string) => {
    const value = String(rest.get(name));
    rest.delete(name);
    return encodeURIComponent(value);
  });
  const inAddress = route.method === 'GET' || route.raw === true;
  if (!inAddress) return { url: `${API_PREFIX}${path}`, body: JSON.stringify(Object.fromEntries(rest)) };
  const query = new URLSearchParams([...rest].map(([name, value]) => [name, String(value)])).toString();
  return { url: `${API_PREFIX}${path}${query === '' ? '' : `?${query}`}`, body: undefined };
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
