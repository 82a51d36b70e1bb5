import { connect, type Socket } from 'node:net';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { createListeners } from './listeners.ts';
import type { LineSettings, OpenPort, Port } from './port.ts';

/** A converter in the same house answers within milliseconds; one that is switched off never does. */
const CONNECT_TIMEOUT_MS = 2_000;
/** First probe of an idle connection; the system then asks once a second (Node sets TCP_KEEPINTVL to 1 s). */
const KEEP_ALIVE_MS = 1_000;

/** A serial line behind a converter that passes bytes through (raw TCP, "transparent mode"). Its baud is set there. */
export const openTcpPort: OpenPort = (line) => {
  const address = addressOf(line.path);
  if (!address) return Promise.resolve(err(fail('device_error', `${line.path}: no tcp://host:port`)));
  return new Promise((resolve) => {
    const socket = connect({ ...address, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
    const give = (result: Result<Port, XiaowuError>) => {
      socket.removeAllListeners('error');
      socket.setTimeout(0);
      resolve(result);
    };
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new Error(`no answer in ${CONNECT_TIMEOUT_MS} ms`)));
    socket.once('error', (error) => give(err(connectError(line, error))));
    socket.once('connect', () => {
      socket.removeAllListeners('timeout');
      give(ok(wrap(socket, line.path)));
    });
  });
};

function addressOf(path: string): { host: string; port: number } | null {
  const match = /^tcp:\/\/([^/:\s]+):(\d{1,5})$/.exec(path);
  const port = Number(match?.[2]);
  return match?.[1] && port > 0 && port < 65_536 ? { host: match[1], port } : null;
}

function connectError(line: LineSettings, error: NodeJS.ErrnoException): XiaowuError {
  const detail = `${line.path}: ${error.message}`;
  // A name that cannot be looked up is a wrong setting; everything else is a machine that is not there.
  return fail(error.code === 'ENOTFOUND' ? 'device_error' : 'device_missing', detail);
}

function wrap(socket: Socket, path: string): Port {
  const data = createListeners<Uint8Array>();
  const close = createListeners<string>();
  let reason = 'the converter ended the connection';
  let closedBecause: string | null = null;

  socket.on('data', data.tell);
  socket.on('error', (error) => {
    reason = error.message;
  });
  // Half an end is an end: a converter that says no more will hear no more either.
  socket.on('end', () => socket.destroy());
  socket.on('close', () => {
    closedBecause = reason;
    close.tell(reason);
    close.clear();
    data.clear();
  });

  return {
    path,
    write: (bytes) =>
      new Promise((resolve) => {
        const broken = (detail: string) => resolve(err(fail('device_offline', `${path}: ${detail}`)));
        if (closedBecause !== null || socket.destroyed) return broken(closedBecause ?? 'closed');
        socket.write(bytes, (error) => (error ? broken(error.message) : resolve(ok())));
      }),
    onData: data.add,
    onClose(listener) {
      if (closedBecause === null) return close.add(listener);
      listener(closedBecause);
      return () => undefined;
    },
    close: () =>
      new Promise((resolve) => {
        if (closedBecause !== null) return resolve();
        reason = 'closed';
        socket.once('close', () => resolve());
        socket.destroy();
      }),
  };
}
