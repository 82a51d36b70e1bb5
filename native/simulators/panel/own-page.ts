import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from our own page: neither another site's script, nor a name that was made to point here (DNS
 * rebinding).
 */
export function isOwn({ headers, method }: IncomingMessage, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!headers.host || !hosts.includes(headers.host)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (headers.origin !== undefined) return hosts.some((host) => headers.origin === `http://${host}`);
  // Browsers name the origin of whatever changes something; a body that is no JSON could come from a plain form.
  return method === 'GET' || headers['content-type'] === 'application/json';
}
