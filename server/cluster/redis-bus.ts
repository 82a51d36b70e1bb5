import { createClient } from 'redis';
import type { Clock } from '../../contracts/time.ts';
import type { Logger } from '../log.ts';
import { type HubBus, type HubMessage, readMessage } from './messages.ts';

const CHANNEL = 'xiaowu:hubs';
/** While Redis stands still, no more than this waits in the client; hubs find out by themselves what they missed. */
const MAX_UNSENT = 2_000;
/** A hub that ends waits this long for its last words to be taken. */
const GOODBYE_MS = 500;

/** Hubs talk over one Redis channel: nothing is kept there, and whoever missed something asks for the whole. */
export async function openRedisBus(url: string, logger: Logger, clock: Clock): Promise<HubBus> {
  const speaker = createClient({ url });
  const ear = speaker.duplicate();
  const listeners: ((message: HubMessage) => void)[] = [];
  let unsent = 0;
  for (const client of [speaker, ear]) client.on('error', (error: Error) => logger.warn({ err: error }, 'redis bus'));
  await Promise.all([speaker.connect(), ear.connect()]);
  await ear.subscribe(CHANNEL, (text) => {
    const message = readMessage(text);
    if (message) for (const listener of listeners) listener(message);
    else logger.warn({ length: text.length }, 'something that is no message of a hub stands on the channel of hubs');
  });
  return {
    send(message) {
      if (unsent >= MAX_UNSENT) return;
      unsent += 1;
      speaker
        .publish(CHANNEL, JSON.stringify(message))
        .catch((thrown: unknown) => logger.warn({ err: thrown, type: message.type }, 'hubs were not told'))
        .finally(() => {
          unsent -= 1;
        });
    },
    onMessage: (listener) => void listeners.push(listener),
    async close() {
      ear.destroy();
      // The goodbye is still on its way; a Redis that stands still is not waited for.
      const timer = new Promise<void>((resolve) => clock.after(GOODBYE_MS, resolve));
      await Promise.race([speaker.close().catch(() => undefined), timer]);
      if (speaker.isOpen) speaker.destroy();
    },
  };
}
