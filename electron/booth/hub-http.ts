import http from 'node:http';
import https from 'node:https';

export interface HubTarget {
  readonly hubUrl: string;
  /** The authority of a hub's private certificate, PEM; null for a public one. */
  readonly ca: string | null;
  readonly token: () => string;
}

export interface HubRequest {
  readonly method: 'GET' | 'PUT';
  readonly url: URL;
  readonly body?: { readonly mimeType: string; readonly bytes: Uint8Array };
  readonly timeoutMs: number;
  /** A longer answer is an error. */
  readonly maxAnswerBytes: number;
}

export interface HubAnswer {
  readonly status: number;
  readonly mimeType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * One HTTP request to the hub with a fresh booth token. Node's own `http` is used because only it takes the authority of a
 * hub's private certificate on every runtime of the booth.
 *
 * @throws when the line, the time or the answer's length breaks it; an answer of any status is none.
 */
export function askHub({ ca, token }: HubTarget, request: HubRequest): Promise<HubAnswer> {
  const { method, url, body, timeoutMs, maxAnswerBytes } = request;
  return new Promise((resolve, reject) => {
    const options = {
      method,
      timeout: timeoutMs,
      headers: {
        authorization: `Bearer ${token()}`,
        ...(body ? { 'content-type': body.mimeType, 'content-length': body.bytes.byteLength } : {}),
      },
    };
    const sent =
      url.protocol === 'https:'
        ? https.request(url, { ...options, ...(ca === null ? {} : { ca }) }, take)
        : http.request(url, options, take);
    sent.on('timeout', () => sent.destroy(new Error(`${method} timed out`)));
    sent.on('error', reject);
    sent.end(body?.bytes);

    function take(response: http.IncomingMessage): void {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxAnswerBytes) sent.destroy(new Error('the answer is too long'));
        else chunks.push(chunk);
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          mimeType: response.headers['content-type'] ?? '',
          bytes: new Uint8Array(Buffer.concat(chunks)),
        }),
      );
    }
  });
}

/** The JSON of an answer; undefined when it is none. */
export function jsonOf({ bytes }: HubAnswer): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}
