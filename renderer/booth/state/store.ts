import type { XiaowuError } from '../../../contracts/errors.ts';
import type { BoothIntent, BoothSetup, BoothState } from '../../../contracts/ipc/booth-state.ts';
import type { BoothBridge } from '../../../contracts/ipc/bridge.ts';
import type { Clock } from '../../../contracts/time.ts';

/** Pause before main is asked again for its setup or state. */
const RETRY_MS = 1000;
/** How long the note about an intent that main refused stays. */
const PROBLEM_SHOWN_MS = 5000;
/** Steps before which names and relay credentials are fetched anew: they may have changed since the screen's start. */
const REFRESH_STEPS: readonly BoothState['step'][] = ['entering', 'ready', 'calling', 'resume'];

export interface StoreSnapshot {
  readonly setup: BoothSetup | null;
  readonly state: BoothState | null;
  /** The last intent that failed, shown for a while. */
  readonly problem: XiaowuError | null;
}

/** What the screen knows: main's setup and state, and the way back to main. */
export interface BoothStore {
  getSnapshot(): StoreSnapshot;
  subscribe(listener: () => void): () => void;
  send(intent: BoothIntent): void;
  stop(): void;
}

export function createBoothStore(bridge: BoothBridge, clock: Clock): BoothStore {
  const listeners = new Set<() => void>();
  let snapshot: StoreSnapshot = { setup: null, state: null, problem: null };
  let stopped = false;

  const change = (part: Partial<StoreSnapshot>) => {
    if (stopped) return;
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };

  const fetchSetup = async (): Promise<void> => {
    const result = await bridge.call('booth.setup', null);
    if (stopped) return;
    if (result.ok) change({ setup: result.value });
    else {
      change({ problem: result.error });
      clock.after(RETRY_MS, () => void fetchSetup());
    }
  };

  const take = (state: BoothState) => {
    const before = snapshot.state;
    change({ state });
    const cameOnline = state.online && !before?.online;
    const stepped = state.step !== before?.step && REFRESH_STEPS.includes(state.step);
    const changed = state.setupRev !== before?.setupRev;
    if (before && (cameOnline || stepped || changed)) void fetchSetup();
  };

  const fetchState = async (): Promise<void> => {
    const result = await bridge.call('booth.state', null);
    if (stopped) return;
    if (result.ok) {
      // A pushed state is newer than the answer to a question asked before it.
      if (!snapshot.state) take(result.value);
    } else {
      change({ problem: result.error });
      clock.after(RETRY_MS, () => void fetchState());
    }
  };

  const forget = bridge.on('booth.state', take);
  void fetchSetup();
  void fetchState();

  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send(intent) {
      void (async () => {
        const result = await bridge.call('booth.intent', intent);
        if (result.ok) return;
        const { error } = result;
        change({ problem: error });
        clock.after(PROBLEM_SHOWN_MS, () => {
          if (snapshot.problem === error) change({ problem: null });
        });
      })();
    },
    stop() {
      stopped = true;
      forget();
      listeners.clear();
    },
  };
}
