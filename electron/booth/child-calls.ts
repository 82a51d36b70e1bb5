import { z } from 'zod';
import type { CallInput, CallOutput, Calls, Pushes } from '../../contracts/channel.ts';
import { portMessage } from '../../contracts/device/host.ts';
import { fail, resultSchema, type XiaowuError } from '../../contracts/errors.ts';
import { err, type Result } from '../../contracts/result.ts';
import type { Clock, Timer } from '../../contracts/time.ts';
import type { Log } from './log.ts';

/** A running child process, as far as messages go. */
export interface ChildPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

export type Push<P extends Pushes> = {
  [K in keyof P]: { readonly name: K; readonly payload: z.output<P[K]> };
}[keyof P];

export interface ChildCallsOptions<C extends Calls, P extends Pushes> {
  readonly name: string;
  readonly calls: C;
  readonly pushes: P;
  /** How long each call may take before its answer is `timeout`. */
  readonly timeoutMs: Readonly<Record<keyof C, number>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onPush: (push: Push<P>) => void;
}

/** Requests to one life of a child process over its message port, in the envelope of `contracts/device/host.ts`. */
export interface ChildCalls<C extends Calls> {
  call<K extends keyof C>(name: K, input: CallInput<C[K]>): Promise<Result<CallOutput<C[K]>, XiaowuError>>;
  /** The child is gone: whoever waits gets this error. */
  fail(error: XiaowuError): void;
}

export function createChildCalls<C extends Calls, P extends Pushes>(
  port: ChildPort,
  options: ChildCallsOptions<C, P>,
): ChildCalls<C> {
  const { calls, pushes, timeoutMs, clock, log, onPush, name: child } = options;
  const waiting = new Map<number, { readonly timer: Timer; readonly settle: (answer: unknown) => void }>();
  let lastId = 0;

  port.onMessage((raw) => {
    const parsed = portMessage.safeParse(raw);
    if (!parsed.success) {
      log({ level: 'error', event: `${child}.bad-message`, detail: z.prettifyError(parsed.error) });
    } else if (parsed.data.kind === 'answer') {
      settle(parsed.data.id, parsed.data.result);
    } else if (parsed.data.kind === 'push') {
      takePush(parsed.data.name, parsed.data.payload);
    }
  });

  function settle(id: number, answer: unknown): void {
    const waiter = waiting.get(id);
    if (!waiter) return;
    waiting.delete(id);
    waiter.timer.cancel();
    waiter.settle(answer);
  }

  function takePush(name: string, payload: unknown): void {
    const schema = Object.hasOwn(pushes, name) ? pushes[name] : undefined;
    const checked = schema?.safeParse(payload);
    if (checked?.success) onPush({ name, payload: checked.data } as Push<P>);
    else {
      const detail = checked ? z.prettifyError(checked.error) : 'unknown push';
      log({ level: 'error', event: `${child}.bad-push`, detail: `${name}: ${detail}` });
    }
  }

  return {
    async call<K extends keyof C>(name: K, input: CallInput<C[K]>): Promise<Result<CallOutput<C[K]>, XiaowuError>> {
      const contract = calls[name] as C[K];
      const parsed = contract.input.safeParse(input);
      if (!parsed.success) return err(fail('invalid_input', z.prettifyError(parsed.error)));
      const id = ++lastId;
      const answer = await new Promise<unknown>((resolve) => {
        const timer = clock.after(timeoutMs[name], () => settle(id, err(fail('timeout', `${child}: ${String(name)}`))));
        waiting.set(id, { timer, settle: resolve });
        port.post({ kind: 'call', id, name, input: parsed.data });
      });
      const checked = resultSchema(contract.output).safeParse(answer);
      if (!checked.success) return err(fail('invalid_output', z.prettifyError(checked.error)));
      return checked.data as Result<CallOutput<C[K]>, XiaowuError>;
    },
    fail(error) {
      for (const id of [...waiting.keys()]) settle(id, err(error));
    },
  };
}
