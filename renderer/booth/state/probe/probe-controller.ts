import { fail, type XiaowuError } from '../../../../contracts/errors.ts';
import type { BoothSetup } from '../../../../contracts/ipc/booth-state.ts';
import type { BoothBridge } from '../../../../contracts/ipc/bridge.ts';
import { err, ok, type Result } from '../../../../contracts/result.ts';
import type { ProbeKind, ProbeReading } from '../../../../contracts/technician/probe.ts';

export type MeasureMedia = (
  kind: Exclude<ProbeKind, 'touch'>,
  cameras: BoothSetup['cameras'],
  withPicture: boolean,
  signal: AbortSignal,
) => Promise<Result<ProbeReading, XiaowuError>>;

export interface ProbeControllerOptions {
  readonly bridge: BoothBridge;
  readonly measure: MeasureMedia;
  /** Which cameras the profile names; null until main has told. */
  readonly cameras: () => BoothSetup['cameras'] | null;
  readonly log: (text: string) => void;
}

/** The touch grid, while main waits for it. */
export interface TouchProbe {
  done(cells: number, touched: number): void;
  cancel(): void;
}

/** Measures what main asks for; the touch grid is for the screen to draw. Knows no React. */
export interface ProbeController {
  /** Null while no touch grid is wanted. */
  getTouchProbe(): TouchProbe | null;
  subscribe(listener: () => void): () => void;
  stop(): void;
}

export function createProbeController({ bridge, measure, cameras, log }: ProbeControllerOptions): ProbeController {
  const listeners = new Set<() => void>();
  const running = new Map<string, AbortController>();
  let touch: { readonly requestId: string; readonly probe: TouchProbe } | null = null;

  const setTouch = (next: typeof touch) => {
    touch = next;
    for (const listener of listeners) listener();
  };

  async function deliver(requestId: string, result: Result<ProbeReading, XiaowuError>): Promise<void> {
    running.delete(requestId);
    const answer = await bridge.call('probe.deliver', { requestId, result });
    // A measurement that main gave up meanwhile is no fault of ours.
    if (!answer.ok && answer.error.code !== 'not_found') log(`probe.deliver: ${JSON.stringify(answer.error)}`);
  }

  function take(requestId: string, kind: ProbeKind, withPicture: boolean): void {
    if (kind === 'touch') {
      const end = (result: Result<ProbeReading, XiaowuError>) => {
        if (touch?.requestId !== requestId) return;
        setTouch(null);
        void deliver(requestId, result);
      };
      setTouch({
        requestId,
        probe: {
          done: (cells, touched) => end(ok({ kind: 'touch', cells, touched })),
          cancel: () => end(err(fail('cancelled'))),
        },
      });
      return;
    }
    const named = cameras();
    if (!named) {
      void deliver(requestId, err(fail('wrong_state', 'the screen has no setup yet')));
      return;
    }
    const abort = new AbortController();
    running.set(requestId, abort);
    void measure(kind, named, withPicture, abort.signal).then((result) => deliver(requestId, result));
  }

  const forget = [
    bridge.on('probe.take', ({ requestId, kind, withPicture }) => take(requestId, kind, withPicture)),
    bridge.on('probe.cancel', ({ requestId }) => {
      running.get(requestId)?.abort();
      if (touch?.requestId === requestId) setTouch(null);
    }),
  ];

  return {
    getTouchProbe: () => touch?.probe ?? null,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      for (const stop of forget) stop();
      for (const abort of running.values()) abort.abort();
      listeners.clear();
    },
  };
}
