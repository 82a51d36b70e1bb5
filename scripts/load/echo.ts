import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { isMain } from '../lib/project.ts';

/** A bare Socket.IO server in a process of its own: what a connection costs before anything is done with it. */
if (isMain(import.meta.url)) {
  const http = createServer();
  const server = new Server(http);
  server.on('connection', (socket) => socket.on('echo', (message, answer) => answer(message)));
  http.listen(0, '127.0.0.1', () => {
    const { port } = http.address() as AddressInfo;
    process.stdout.write(`${JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${port}` })}\n`);
  });
}
