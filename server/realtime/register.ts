import type { Socket } from 'socket.io';
import type { Call, Calls, Handlers } from '../../contracts/channel.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, type Result } from '../../contracts/result.ts';
import type { CallRunner } from '../call-runner.ts';
import type { Metrics } from '../metrics.ts';

type Answer = (result: Result<unknown, XiaowuError>) => void;

export interface RegisterTools {
  readonly namespace: string;
  readonly runner: CallRunner;
  readonly metrics: Metrics;
}

/**
 * The one way to listen to a socket. Each packet is `(name, input, answer)`; it is run against its contract and answered
 * with a `Result`. A name that no contract has is answered `unknown_channel`; a packet without an answer function is
 * handled all the same, or dropped when its name is unknown. No packet reaches Socket.IO's own listeners.
 */
export function registerCalls<T extends Calls, Context>(
  socket: Socket,
  calls: T,
  handlers: Handlers<T, Context>,
  context: Context,
  { namespace, runner, metrics }: RegisterTools,
): void {
  socket.use((packet) => {
    const [name, ...rest] = packet as unknown[];
    const last = rest.at(-1);
    const answer: Answer = typeof last === 'function' ? (last as Answer) : () => undefined;
    if (typeof name !== 'string' || !Object.hasOwn(calls, name)) {
      metrics.refusedPackets.inc({ reason: 'unknown_channel' });
      answer(err(fail('unknown_channel')));
      return;
    }
    const contract = calls[name] as Call;
    const handler = handlers[name as keyof T] as (typeof handlers)[keyof T] & Handlers<Calls, Context>[string];
    const input = typeof rest[0] === 'function' ? undefined : rest[0];
    void runner.run(`${namespace}:${name}`, contract, handler, input, context).then((result) => {
      if (!result.ok && result.error.code === 'invalid_input') metrics.refusedPackets.inc({ reason: 'invalid_input' });
      answer(result);
    });
  });
}
