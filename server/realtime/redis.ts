import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createClient } from 'redis';
import type { Server } from 'socket.io';
import type { Logger } from '../log.ts';

/** Lets several hubs reach each other's sockets. Resolves to the closing of the connection. */
export async function connectRedis(io: Server, url: string, logger: Logger): Promise<() => Promise<void>> {
  const client = createClient({ url });
  client.on('error', (error: Error) => logger.error({ err: error }, 'redis'));
  await client.connect();
  io.adapter(createAdapter(client));
  return async () => client.destroy();
}
