import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { Id } from '../../contracts/ids.ts';
import { err, type Result } from '../../contracts/result.ts';
import type { ProbeKind, ProbeReading } from '../../contracts/technician/probe.ts';
import type { Clock, Timer } from '../../contracts/time.ts';

/** How long the screen may take to measure; touch waits for a person who wipes over the whole screen. */
const PROBE_TIMEOUT_MS: Readonly<Record<ProbeKind, number>> = {
  'camera.face': 8_000,
  'camera.document': 8_000,
  microphone: 6_000,
  speaker: 8_000,
  touch: 120_000,
};

export interface ProbeDeskOptions {
  readonly clock: Clock;
  readonly freshId: () => Id;
  readonly askScreen: (request: { requestId: Id; kind: ProbeKind; withPicture: boolean }) => void;
  readonly cancelScreen: (requestId: Id) => void;
}

/** Measurements that only the screen's process can make: asked of it one at a time, so that none disturbs another. */
export interface ProbeDesk {
  measure(kind: ProbeKind, withPicture: boolean): Promise<Result<ProbeReading, XiaowuError>>;
  delivered(requestId: Id, result: Result<ProbeReading, XiaowuError>): Result<undefined, XiaowuError>;
  /** Ends the measurement under way, with `cancelled`. */
  cancel(): void;
}

export function createProbeDesk({ clock, freshId, askScreen, cancelScreen }: ProbeDeskOptions): ProbeDesk {
  let awaited: {
    readonly requestId: Id;
    readonly timer: Timer;
    readonly settle: (result: Result<ProbeReading, XiaowuError>) => void;
  } | null = null;
  let last: Promise<unknown> = Promise.resolve();

  function end(result: Result<ProbeReading, XiaowuError>, tellScreen: boolean): void {
    const ended = awaited;
    if (!ended) return;
    awaited = null;
    ended.timer.cancel();
    if (tellScreen) cancelScreen(ended.requestId);
    ended.settle(result);
  }

  function ask(kind: ProbeKind, withPicture: boolean): Promise<Result<ProbeReading, XiaowuError>> {
    return new Promise((settle) => {
      const requestId = freshId();
      const timer = clock.after(PROBE_TIMEOUT_MS[kind], () =>
        end(err(fail('timeout', `the screen measured no ${kind}`)), true),
      );
      awaited = { requestId, timer, settle };
      askScreen({ requestId, kind, withPicture });
    });
  }

  return {
    measure(kind, withPicture) {
      const done = last.then(() => ask(kind, withPicture));
      last = done;
      return done;
    },
    delivered(requestId, result) {
      if (awaited?.requestId !== requestId) return err(fail('not_found', 'this measurement is not awaited'));
      end(result, false);
      return { ok: true, value: undefined };
    },
    cancel: () => end(err(fail('cancelled')), true),
  };
}
