import { randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import net from 'node:net';
import { performance } from 'node:perf_hooks';
import tls from 'node:tls';
import { describeThrown, fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';

const TIMEOUT_MS = 4_000;
/** Asked again after this, because UDP may lose a packet (RFC 8489, section 6.2.1). */
const RESEND_MS = 500;
const MAGIC_COOKIE = 0x2112a442;
const BINDING_REQUEST = 0x0001;
const HEADER_BYTES = 20;

/**
 * Whether a STUN or TURN server answers a binding request (RFC 8489) at the address and over the transport that its URL
 * names (RFC 7064, RFC 7065): a relay that answers here answers calls.
 */
export function reachRelay(url: string): Promise<Result<{ roundTripMs: number }, XiaowuError>> {
  const found = /^(stuns?|turns?):(?:\[([^\]]+)\]|([^:?]+))(?::(\d+))?(?:\?transport=(udp|tcp))?$/i.exec(url);
  if (!found) return Promise.resolve(err(fail('invalid_input', `${url} is no address of a relay`)));
  const [, scheme = '', bracketed, plain, port, transport] = found;
  const isTls = scheme.toLowerCase().endsWith('s');
  const host = bracketed ?? plain ?? '';
  const address = { host, port: port === undefined ? (isTls ? 5349 : 3478) : Number(port) };
  // An address is no name that TLS could ask for (RFC 6066, section 3).
  const servername = net.isIP(host) === 0 ? host : '';
  if (isTls) return overStream((onOpen) => tls.connect({ ...address, servername }, onOpen));
  if (transport?.toLowerCase() === 'tcp') return overStream((onOpen) => net.connect(address, onOpen));
  return overUdp(address);
}

function bindingRequest(): Buffer {
  const request = Buffer.alloc(HEADER_BYTES);
  request.writeUInt16BE(BINDING_REQUEST, 0);
  request.writeUInt32BE(MAGIC_COOKIE, 4);
  randomBytes(12).copy(request, 8);
  return request;
}

/** Any answer with our transaction's id: also "unauthorised" comes from a server that is there. */
const isAnswer = (bytes: Buffer, request: Buffer) =>
  bytes.length >= HEADER_BYTES && bytes.subarray(4, HEADER_BYTES).equals(request.subarray(4));

type Reached = Result<{ roundTripMs: number }, XiaowuError>;

function overUdp({ host, port }: { host: string; port: number }): Promise<Reached> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');
    const request = bindingRequest();
    const startedMs = performance.now();
    const send = () => socket.send(request, port, host);
    const resend = setInterval(send, RESEND_MS);
    const end = (result: Reached) => {
      clearInterval(resend);
      clearTimeout(late);
      socket.close();
      resolve(result);
    };
    const late = setTimeout(() => end(err(fail('timeout', `${host}:${port} gives no answer over UDP`))), TIMEOUT_MS);
    socket.on('message', (bytes) => {
      if (isAnswer(bytes, request)) end(ok({ roundTripMs: performance.now() - startedMs }));
    });
    socket.once('error', (error) => end(err(fail('disconnected', describeThrown(error)))));
    send();
  });
}

function overStream(connect: (onOpen: () => void) => net.Socket): Promise<Reached> {
  return new Promise((resolve) => {
    const request = bindingRequest();
    const startedMs = performance.now();
    let heard = Buffer.alloc(0);
    const socket = connect(() => socket.write(request));
    const end = (result: Reached) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(TIMEOUT_MS, () => end(err(fail('timeout', 'the relay gives no answer'))));
    socket.on('data', (bytes) => {
      heard = Buffer.concat([heard, bytes]).subarray(0, 1024);
      if (isAnswer(heard, request)) end(ok({ roundTripMs: performance.now() - startedMs }));
    });
    socket.once('error', (error) => end(err(fail('disconnected', describeThrown(error)))));
    socket.once('close', () => resolve(err(fail('disconnected', 'the relay closed the line'))));
  });
}
