import { createServer, type Server } from 'node:http';
import { PeerServer } from 'peer';
import { Server as SocketServer } from 'socket.io';

/** What the pages that ours are compared with need to find each other. */

/** Passes every message on to everybody else. */
export async function startRelay(): Promise<{ url: string; close(): Promise<void> }> {
  const http = createServer();
  const sockets = new SocketServer(http);
  sockets.on('connection', (socket) => socket.on('relay', (message) => socket.broadcast.emit('relay', message)));
  const port = await listen(http);
  return { url: `http://127.0.0.1:${port}`, close: () => sockets.close() };
}

/** Resolves with its port. */
export async function startPeerServer(closers: { push(close: () => Promise<unknown>): unknown }): Promise<number> {
  const http = createServer();
  const port = await listen(http);
  http.close();
  const server = await new Promise<Server>((resolve) => {
    PeerServer({ port, host: '127.0.0.1', path: '/' }, (listening) => resolve(listening as unknown as Server));
  });
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return port;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}
