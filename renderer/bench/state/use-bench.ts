import { useCallback, useEffect, useMemo, useReducer, useSyncExternalStore } from 'react';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { Result } from '../../../contracts/result.ts';
import type { CameraPart, TechnicianView } from '../../../contracts/technician/calls.ts';
import type { StepName } from '../../../contracts/technician/diagnostics.ts';
import type { TechnicianPort } from '../port.ts';
import { type BenchState, type Done, initialBenchState, type Place, reduceBench } from './bench.ts';
import type { Part } from './parts.ts';
import { emptyWireLog, reduceWireLog, type WireEvent, type WireLog } from './wire-log.ts';

export interface BenchActions {
  page(page: string): void;
  part(part: Part | null): void;
  run(step: StepName, target: string | null): void;
  cancelStep(step: StepName): void;
  verdict(recordId: string, verdict: 'good' | 'bad'): void;
  request(askCitizen: boolean): void;
  exit(): void;
  selfCheck(): void;
  restart(deviceId: string): void;
  calibrate(deviceId: string): void;
  applyCalibration(deviceId: string): void;
  swapProfile(name: string): void;
  /** Null: as the profile says. */
  chooseCamera(part: CameraPart, label: string | null): void;
  makePdf(): void;
  printReport(): void;
  wire(event: WireEvent): void;
  watchWire(on: boolean): void;
}

export interface BenchHook {
  readonly state: BenchState;
  readonly view: TechnicianView | null;
  readonly wireLog: WireLog;
  readonly act: BenchActions;
}

const PLAIN: Done = { kind: 'plain' };

/** Joins port and reducer: each action is one call, shown at its place from its begin to its end. */
export function useBench(port: TechnicianPort): BenchHook {
  const view = useSyncExternalStore(
    useCallback((listener: () => void) => port.subscribe(listener), [port]),
    () => port.getView(),
  );
  const [state, dispatch] = useReducer(reduceBench, initialBenchState);
  const [wireLog, tellWire] = useReducer(reduceWireLog, emptyWireLog);
  useEffect(() => port.onWire((frames) => tellWire({ type: 'frames', frames })), [port]);

  const phase = view?.mode.phase ?? null;
  useEffect(() => {
    if (phase === 'inactive') dispatch({ type: 'left' });
  }, [phase]);

  const act = useMemo((): BenchActions => {
    async function work<T>(
      place: Place,
      asking: Promise<Result<T, XiaowuError>>,
      done: (value: T) => Done,
      target: string | null = null,
    ): Promise<void> {
      dispatch({ type: 'began', place, target, atMs: Date.now() });
      const answer = await asking;
      if (answer.ok) dispatch({ type: 'ended', place, done: done(answer.value) });
      else dispatch({ type: 'failed', place, error: answer.error });
    }
    return {
      page: (page) => dispatch({ type: 'page', page }),
      part: (part) => dispatch({ type: 'part', part }),
      run: (step, target) =>
        void work(
          `step:${step}`,
          port.call('step.run', { step, target }),
          (result) => ({ kind: 'step', result }),
          target,
        ),
      cancelStep(step) {
        dispatch({ type: 'cancelling', place: `step:${step}` });
        void work('cancel', port.call('step.cancel', null), () => PLAIN);
      },
      verdict: (recordId, verdict) =>
        void work('verdict', port.call('step.verdict', { recordId, verdict }), (record) => ({
          kind: 'verdict',
          record,
        })),
      request: (askCitizen) => void work('mode', port.call('mode.request', { askCitizen }), () => PLAIN),
      exit: () => void work('mode', port.call('mode.exit', null), () => PLAIN),
      selfCheck: () => void work('self-check', port.call('self-check.run', null), () => PLAIN),
      restart: (deviceId) => void work(`restart:${deviceId}`, port.call('device.restart', { deviceId }), () => PLAIN),
      calibrate: (deviceId) =>
        void work(`calibrate:${deviceId}`, port.call('device.calibrate', { deviceId }), ({ proposals }) => ({
          kind: 'proposals',
          proposals,
        })),
      applyCalibration: (deviceId) =>
        void work(`apply:${deviceId}`, port.call('device.apply-calibration', { deviceId }), () => PLAIN),
      swapProfile: (name) => void work('profile', port.call('profile.swap', { name }), () => PLAIN),
      chooseCamera: (part, label) =>
        void work(`camera:${part}`, port.call('cameras.choose', { part, label }), () => PLAIN),
      makePdf: () => void work('pdf', port.call('report.pdf', null), (pdf) => ({ kind: 'pdf', pdf })),
      printReport: () =>
        void work('print', port.call('report.print', null), ({ number }) => ({ kind: 'printed', number })),
      wire: tellWire,
      watchWire: (on) => void work('wire', port.call('wire.watch', { on }), () => PLAIN),
    };
  }, [port]);
  return { state, view, wireLog, act };
}
