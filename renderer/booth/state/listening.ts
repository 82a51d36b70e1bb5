/** A loudspeaker, a handset or headphones of this machine. */
export interface SoundOutput {
  readonly deviceId: string;
  /** `private`: heard by one ear only. */
  readonly kind: 'speaker' | 'private';
}

/** Loudness of voices, from quiet to as loud as the machine is set. */
export const VOLUMES = [0.35, 0.65, 1] as const;
export type Volume = (typeof VOLUMES)[number];

export interface ListeningSnapshot {
  readonly outputs: readonly SoundOutput[];
  /** Where voices go; null is where the machine sends sound by itself. */
  readonly output: SoundOutput | null;
  readonly volume: Volume;
}

/** How the citizen of this visit listens. */
export interface Listening {
  getSnapshot(): ListeningSnapshot;
  subscribe(listener: () => void): () => void;
  choose(output: SoundOutput | null): void;
  setVolume(volume: Volume): void;
  /** The next citizen finds the loudspeaker, as loud as it was set. */
  reset(): void;
}

/** Names that stand for another output of the list. */
const ALIASES: readonly string[] = ['default', 'communications'];
const PRIVATE_LABEL = /hand\s?set|head\s?(phone|set)|ear\s?(phone|piece|bud)|听筒|耳机|耳麦|话柄/i;

/** The outputs that a machine really has: more than one makes a choice. */
export function soundOutputs(
  devices: readonly Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>[],
): readonly SoundOutput[] {
  return devices
    .filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== '' && !ALIASES.includes(deviceId))
    .map(({ deviceId, label }) => ({ deviceId, kind: PRIVATE_LABEL.test(label) ? 'private' : 'speaker' }));
}

const LOUDEST: Volume = 1;

export function createListening(
  list: () => Promise<readonly SoundOutput[]>,
  onDeviceChange: (listener: () => void) => () => void,
): Listening & { stop(): void } {
  const listeners = new Set<() => void>();
  let snapshot: ListeningSnapshot = { outputs: [], output: null, volume: LOUDEST };
  const change = (part: Partial<ListeningSnapshot>) => {
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };
  const look = async () => {
    const outputs = await list();
    // A handset that was pulled out gives the voices back to the loudspeaker.
    const output = outputs.find(({ deviceId }) => deviceId === snapshot.output?.deviceId) ?? null;
    change({ outputs, output });
  };
  const forget = onDeviceChange(() => void look());
  void look();
  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    choose: (output) => change({ output }),
    setVolume: (volume) => change({ volume }),
    reset() {
      change({ output: null, volume: LOUDEST });
      // Labels are blank until the page was once granted a device.
      void look();
    },
    stop: forget,
  };
}
