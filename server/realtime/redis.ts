import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createClient } from 'redis';
import type { Namespace, Server } from 'socket.io';
import { type Clock, systemClock } from '../../contracts/time.ts';
import type { Logger } from '../log.ts';

/** Messages to other hubs that may wait while Redis does not take them: a minute of a busy town. Later ones are dropped. */
const MAX_UNSENT = 50_000;
/** A question about all hubs' sockets is answered by this one alone when Redis has not said after this how many there are. */
const COUNT_PATIENCE_MS = 1_000;
/** The adapter reads from "now" until it has read something; each of these entries ends that. */
const MARKS_AFTER_MS = [200, 1_000, 3_000];
const STREAM = 'socket.io';

/** The parts of a cluster adapter that decide when this hub waits for Redis. */
interface WaitingAdapter {
  doPublish(message: unknown): Promise<string>;
  serverCount(): Promise<number>;
}

/**
 * Lets several hubs reach each other's sockets. Sockets of this hub never wait for Redis: what is sent goes to them at once,
 * and to other hubs when Redis takes it. Resolves to the closing of the connection.
 */
export async function connectRedis(
  io: Server,
  url: string,
  logger: Logger,
  clock: Clock = systemClock,
): Promise<() => Promise<void>> {
  const client = createClient({ url });
  client.on('error', (error: Error) => logger.warn({ err: error }, 'redis'));
  await client.connect();
  const unsent = { count: 0, isFull: false };
  const create = createAdapter(client, { streamName: STREAM });
  // Called with `new`, so no arrow.
  function adapterOf(namespace: Namespace) {
    const adapter = create(namespace);
    neverWait(adapter as unknown as WaitingAdapter, unsent, logger, clock);
    return adapter;
  }
  io.adapter(adapterOf as never);
  const marks = MARKS_AFTER_MS.map((delayMs) =>
    clock.after(delayMs, () => {
      client.xAdd(STREAM, '*', { mark: '' }).catch((thrown: unknown) => logger.warn({ err: thrown }, 'redis'));
    }),
  );
  return async () => {
    for (const mark of marks) mark.cancel();
    client.destroy();
  };
}

function neverWait(
  adapter: WaitingAdapter,
  unsent: { count: number; isFull: boolean },
  logger: Logger,
  clock: Clock,
): void {
  const publish = adapter.doPublish.bind(adapter);
  const count = adapter.serverCount.bind(adapter);
  adapter.doPublish = async (message) => {
    const wasFull = unsent.isFull;
    unsent.isFull = unsent.count >= MAX_UNSENT;
    if (!unsent.isFull) {
      unsent.count += 1;
      publish(message)
        .catch((thrown: unknown) => logger.warn({ err: thrown }, 'a message to other hubs was lost'))
        .finally(() => {
          unsent.count -= 1;
        });
    } else if (!wasFull)
      logger.error({ unsent: MAX_UNSENT }, 'messages to other hubs are dropped until Redis takes some');
    // The offset in the stream, which only the recovery of connection states would need.
    return '';
  };
  adapter.serverCount = () =>
    new Promise((resolve) => {
      const timer = clock.after(COUNT_PATIENCE_MS, () => resolve(1));
      count().then(
        (servers) => {
          timer.cancel();
          resolve(servers);
        },
        () => {
          timer.cancel();
          resolve(1);
        },
      );
    });
}
