import type { CallInput, CallOutput } from '../../contracts/channel.ts';
import type { WireFrame } from '../../contracts/device/wire.ts';
import type { XiaowuError } from '../../contracts/errors.ts';
import type { Result } from '../../contracts/result.ts';
import type { TechnicianCallName, TechnicianView, technicianCalls } from '../../contracts/technician/calls.ts';

type Table = typeof technicianCalls;
export type TechnicianInput<K extends TechnicianCallName> = CallInput<Table[K]>;
export type TechnicianOutput<K extends TechnicianCallName> = CallOutput<Table[K]>;

/** The one way from the bench to a booth, over IPC at its own screen or through the hub. */
export interface TechnicianPort {
  /** Where the bench stands: it decides what can be offered (paper here, a file there). */
  readonly at: 'booth' | 'hub';
  /** Name of the technician who looks, where the bench knows it; who holds the booth is compared with it. */
  readonly displayName: string | null;
  /** The latest news of the booth; null until the first has come. */
  getView(): TechnicianView | null;
  subscribe(listener: () => void): () => void;
  /** Frames from the devices' lines, while `wire.watch` is on. */
  onWire(listener: (frames: readonly WireFrame[]) => void): () => void;
  /** Never rejects: whatever goes wrong comes back as a typed error. */
  call<K extends TechnicianCallName>(
    name: K,
    input: TechnicianInput<K>,
  ): Promise<Result<TechnicianOutput<K>, XiaowuError>>;
}
