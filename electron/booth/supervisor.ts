import type { CallInput, CallOutput, Calls, Pushes } from '../../contracts/channel.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, type Result } from '../../contracts/result.ts';
import type { Timer } from '../../contracts/time.ts';
import { type ChildCalls, type ChildCallsOptions, type ChildPort, createChildCalls } from './child-calls.ts';

/** First and longest pause before a dead child is started again. */
export const RESTART_MIN_MS = 250;
export const RESTART_MAX_MS = 15_000;
/** A child that lived this long was well: its next end counts as the first again. */
export const STABLE_MS = 60_000;

/** A question that a healthy child always answers; one that does not is hung and is ended. */
export interface Health<C extends Calls> {
  readonly call: keyof C;
  readonly everyMs: number;
}

export interface SupervisorOptions<C extends Calls, P extends Pushes> extends ChildCallsOptions<C, P> {
  readonly spawn: () => ChildPort;
  readonly health: Health<C> | null;
  /** The child is gone; it will be started again. */
  readonly onDown: () => void;
}

/** Keeps one child process alive, and is the way to ask it. */
export interface Supervisor<C extends Calls> {
  start(): void;
  /** Never rejects; without a living child the answer is `device_offline`. */
  call<K extends keyof C>(name: K, input: CallInput<C[K]>): Promise<Result<CallOutput<C[K]>, XiaowuError>>;
  /** Ends the child and starts it anew, as after a crash. */
  restart(): void;
  /** Ends the child for good. */
  stop(): void;
}

interface Life<C extends Calls> {
  readonly port: ChildPort;
  readonly calls: ChildCalls<C>;
  readonly startedMs: number;
}

export function createSupervisor<C extends Calls, P extends Pushes>(options: SupervisorOptions<C, P>): Supervisor<C> {
  const { name, spawn, clock, log, health, onDown } = options;
  let life: Life<C> | null = null;
  let failures = 0;
  let timer: Timer | null = null;
  let isStopped = false;

  function start(): void {
    timer = null;
    if (isStopped || life) return;
    const port = spawn();
    const started: Life<C> = { port, calls: createChildCalls(port, options), startedMs: clock.nowMs() };
    life = started;
    port.onExit((code) => exited(started, code));
    if (health) checkLater(started, health);
  }

  function exited(ended: Life<C>, code: number | null): void {
    if (life !== ended) return;
    life = null;
    timer?.cancel();
    ended.calls.fail(fail('device_offline', `${name} ended (${code ?? 'killed'})`));
    if (isStopped) return;
    failures = clock.nowMs() - ended.startedMs >= STABLE_MS ? 1 : failures + 1;
    const pauseMs = Math.min(RESTART_MIN_MS * 2 ** (failures - 1), RESTART_MAX_MS);
    log({ level: 'error', event: `${name}.ended`, detail: `code ${code ?? 'none'}, again in ${pauseMs} ms` });
    onDown();
    timer = clock.after(pauseMs, start);
  }

  function checkLater(checked: Life<C>, { call, everyMs }: Health<C>): void {
    timer = clock.after(everyMs, () => {
      void checked.calls.call(call, undefined as CallInput<C[keyof C]>).then((answer) => {
        if (life !== checked || isStopped) return;
        if (answer.ok) checkLater(checked, { call, everyMs });
        else {
          log({ level: 'error', event: `${name}.hung`, error: answer.error });
          checked.port.kill();
        }
      });
    });
  }

  return {
    start,
    call: async (callName, input) => (life ? life.calls.call(callName, input) : err(fail('device_offline', name))),
    restart() {
      // A restart that was asked for is no failure to be slowed down for.
      failures = 0;
      life?.port.kill();
    },
    stop() {
      isStopped = true;
      timer?.cancel();
      life?.port.kill();
    },
  };
}
