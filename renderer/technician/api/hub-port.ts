import { z } from 'zod';
import type { WireFrame } from '../../../contracts/device/wire.ts';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import type { technicianHubCalls } from '../../../contracts/hub/technician.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import { type TechnicianCallName, type TechnicianView, technicianCalls } from '../../../contracts/technician/calls.ts';
import type { TechnicianInput, TechnicianOutput, TechnicianPort } from '../../bench/port.ts';
import type { HubLink } from '../../ui/hub-socket.ts';

/** What the port needs of the line to the hub. */
export type HubRequest = HubLink<typeof technicianHubCalls>['request'];

/** How long a call may take at the booth; the others answer within the line's own limit. */
const LONG_CALLS_MS: Partial<Record<TechnicianCallName, number>> = {
  // Waits for a person at the booth, who has to be found first.
  'step.run': 120_000,
  'mode.request': 90_000,
  'self-check.run': 90_000,
  'device.restart': 45_000,
  'device.calibrate': 60_000,
  'device.apply-calibration': 60_000,
  'profile.swap': 60_000,
  'report.pdf': 45_000,
  'report.print': 60_000,
};

export interface HubPort extends TechnicianPort {
  readonly at: 'hub';
  /** News of this booth that the hub pushed. */
  takeView(view: TechnicianView): void;
  takeWire(frames: readonly WireFrame[]): void;
  /** Asks the hub for news from now on, and the booth for its present state. */
  watch(): Promise<void>;
}

/** The bench's way to a booth through the hub: each call is relayed, each answer held against the booth's own table. */
export function createHubPort(boothId: string, displayName: string | null, request: HubRequest): HubPort {
  const listeners = new Set<() => void>();
  const wireListeners = new Set<(frames: readonly WireFrame[]) => void>();
  let view: TechnicianView | null = null;

  const takeView = (next: TechnicianView) => {
    view = next;
    for (const listener of listeners) listener();
  };

  async function call<K extends TechnicianCallName>(
    name: K,
    input: TechnicianInput<K>,
  ): Promise<Result<TechnicianOutput<K>, XiaowuError>> {
    const answer = await request('booth.call', { boothId, name, input }, LONG_CALLS_MS[name]);
    if (!answer.ok) return answer;
    const checked = technicianCalls[name].output.safeParse(withBytes(answer.value));
    if (!checked.success) return err(fail('invalid_output', `${name}: ${z.prettifyError(checked.error)}`));
    const value = checked.data as TechnicianOutput<K>;
    // The mode is what everything on the page hangs on: it is not left to the next push.
    if (name.startsWith('mode.') && name !== 'mode.touch') void refresh();
    return ok(value);
  }

  async function refresh(): Promise<void> {
    const answer = await call('view', null);
    if (answer.ok) takeView(answer.value);
  }

  return {
    at: 'hub',
    displayName,
    getView: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onWire(listener) {
      wireListeners.add(listener);
      return () => wireListeners.delete(listener);
    },
    call,
    takeView,
    takeWire(frames) {
      for (const listener of wireListeners) listener(frames);
    },
    async watch() {
      await request('booth.watch', { boothId });
      await refresh();
    },
  };
}

/** Bytes come through the socket as `ArrayBuffer`; the contracts know them as `Uint8Array`. */
export function withBytes(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(withBytes);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withBytes(each)]));
}
