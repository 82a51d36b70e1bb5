import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { isMain } from '../../../scripts/lib/project.ts';

/** A bare Socket.IO server in a process of its own, which tells its memory in the way of the hub's metrics. */
if (isMain(import.meta.url)) {
  const http = createServer((_request, response) =>
    response.end(`process_resident_memory_bytes ${process.memoryUsage.rss()}\n`),
  );
  const server = new Server(http);
  server.on('connection', (socket) => socket.on('echo', (message, answer) => answer(message)));
  http.listen(0, '127.0.0.1', () => {
    const { port } = http.address() as AddressInfo;
    console.log(JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${port}` }));
  });
}
