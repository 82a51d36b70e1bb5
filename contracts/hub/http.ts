import type { ErrorCode } from '../errors.ts';
import type { boothHttp } from './booth-http.ts';
import type { loginHttp } from './login.ts';
import type { phoneHttp } from './phone.ts';

/** All HTTP of the hub lies below this path. */
export const API_PREFIX = '/api/v1';

/**
 * Method and path of each HTTP call, below `API_PREFIX`. Names after a colon and query parameters come from the call's
 * input; the rest of it is the JSON body. `raw` routes take the file itself as body and the whole input as parameters.
 *
 * Every answer is the wire form of `Result`: `{ ok: true, value }` with status 200, or `{ ok: false, error }` with the
 * status of `HTTP_STATUS`.
 */
export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly raw?: true;
}

export const PHONE_ROUTES = {
  checkin: { method: 'POST', path: '/phone/checkin' },
  catalogue: { method: 'GET', path: '/phone/catalogue' },
  slots: { method: 'GET', path: '/phone/booking/slots' },
  book: { method: 'POST', path: '/phone/booking' },
  booths: { method: 'GET', path: '/phone/booths' },
  enter: { method: 'POST', path: '/phone/enter' },
  visit: { method: 'GET', path: '/phone/visit' },
  mailing: { method: 'POST', path: '/phone/mailing' },
  verify: { method: 'GET', path: '/verify/:code' },
} as const satisfies Record<keyof typeof phoneHttp, HttpRoute>;

export const LOGIN_ROUTES = {
  login: { method: 'POST', path: '/login' },
  renew: { method: 'POST', path: '/login/renew' },
} as const satisfies Record<keyof typeof loginHttp, HttpRoute>;

/** PUT stores a still; GET gives the bytes of a file of the booth's running visit. Both with a fresh booth token. */
export const BOOTH_FILE_PATH = '/booth/visits/:visitId/files/:fileId';

export const BOOTH_ROUTES = {
  putFile: { method: 'PUT', path: BOOTH_FILE_PATH, raw: true },
} as const satisfies Record<keyof typeof boothHttp, HttpRoute>;

/** GET, the bytes of a file of a visit, for an agent (bearer session) who is or was party to that visit. */
export const AGENT_FILE_PATH = '/files/:fileId';

const STATUS_OF_CODE: Partial<Record<ErrorCode, number>> = {
  invalid_input: 400,
  unknown_channel: 404,
  forbidden_sender: 403,
  too_large: 413,
  unsupported_type: 415,
  unauthenticated: 401,
  wrong_credentials: 401,
  token_expired: 401,
  token_used: 401,
  token_invalid: 401,
  forbidden: 403,
  rate_limited: 429,
  not_found: 404,
  consent_missing: 422,
  booth_offline: 503,
  timeout: 504,
  invalid_output: 500,
  internal: 500,
};

/** HTTP status of a typed error (RFC 9110); what is not listed is a conflict with the state of things. */
export function httpStatusOf(code: ErrorCode): number {
  return STATUS_OF_CODE[code] ?? 409;
}
