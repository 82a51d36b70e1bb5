import { type Calls, type Handlers, runCall } from '../../contracts/channel.ts';
import { portMessage } from '../../contracts/device/host.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err } from '../../contracts/result.ts';

/** The child's end of a message port. */
export interface ServedPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** Answers every call that comes over the port; what is no call is reported and dropped. */
export function servePort<C extends Calls>(
  port: ServedPort,
  calls: C,
  handlers: Handlers<C, undefined>,
  onDefect: (error: XiaowuError) => void,
): void {
  port.onMessage((raw) => {
    const parsed = portMessage.safeParse(raw);
    if (!parsed.success || parsed.data.kind !== 'call') {
      onDefect(fail('invalid_input', 'no call'));
      return;
    }
    const { id, name, input } = parsed.data;
    const contract = Object.hasOwn(calls, name) ? calls[name] : undefined;
    const handler = contract ? handlers[name] : undefined;
    if (!contract || !handler) {
      port.post({ kind: 'answer', id, result: err(fail('unknown_channel', name)) });
      return;
    }
    void runCall(contract, handler, input, undefined, onDefect).then((result) =>
      port.post({ kind: 'answer', id, result }),
    );
  });
}
