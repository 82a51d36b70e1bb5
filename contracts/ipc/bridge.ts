import type { z } from 'zod';
import type { CallInput, CallOutput } from '../channel.ts';
import type { XiaowuError } from '../errors.ts';
import type { Result } from '../result.ts';
import type { boothIpcCalls, boothIpcPushes } from './booth.ts';

type BoothCalls = typeof boothIpcCalls;
type BoothPushes = typeof boothIpcPushes;

/** Payload of a push. */
export type PushOf<K extends keyof BoothPushes> = z.output<BoothPushes[K]>;

/** The one object that the preload exposes to the booth's screen, as `window.boothBridge`. */
export interface BoothBridge {
  call<K extends keyof BoothCalls>(
    name: K,
    input: CallInput<BoothCalls[K]>,
  ): Promise<Result<CallOutput<BoothCalls[K]>, XiaowuError>>;
  /** Listens to a push; returns the function that stops listening. */
  on<K extends keyof BoothPushes>(name: K, listener: (payload: PushOf<K>) => void): () => void;
}

declare global {
  interface Window {
    readonly boothBridge?: BoothBridge;
  }
}
