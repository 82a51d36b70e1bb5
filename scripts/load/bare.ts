import type { Socket } from 'socket.io-client';
import type { HeldMemory } from './memory-probe.ts';
import { connect } from './players.ts';
import { connectAll } from './run.ts';
import { startServer } from './server-process.ts';

/** What one more connection costs a bare Socket.IO server, measured in the way of the hub's, with as many of them. */
export async function bareConnection(count: number): Promise<HeldMemory | null> {
  const echo = await startServer('scripts/load/echo.ts', process.env);
  const sockets: Socket[] = [];
  try {
    const arrivals = Array.from({ length: count }, () => async () => {
      const socket = await connect(echo.url, 'none');
      await socket.emitWithAck('echo', 'hello');
      sockets.push(socket);
    });
    return await connectAll(arrivals, () => echo.memory());
  } finally {
    for (const socket of sockets) socket.disconnect();
    await echo.close();
  }
}
