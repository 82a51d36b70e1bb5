import type { Clock, Timer } from '../../../contracts/time.ts';

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
  /** What was plugged in or pulled out just now, as far as it moved the voices. */
  readonly news: 'private' | 'aloud' | null;
}

/** How long it is said where voices have gone: long enough to be read twice. */
export const NEWS_MS = 8_000;

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

/**
 * A handset or headphones that are plugged in during the visit are meant to be used: the voices go there, and the loudspeaker
 * is silent. One that was there before, and has its place in the booth, is used when the citizen chooses it.
 */
export function createListening(
  list: () => Promise<readonly SoundOutput[]>,
  onDeviceChange: (listener: () => void) => () => void,
  clock: Clock,
): Listening & { stop(): void } {
  const listeners = new Set<() => void>();
  let snapshot: ListeningSnapshot = { outputs: [], output: null, volume: LOUDEST, news: null };
  let newsTimer: Timer | null = null;
  const change = (part: Partial<ListeningSnapshot>) => {
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };
  const say = (news: ListeningSnapshot['news']) => {
    newsTimer?.cancel();
    newsTimer = news && clock.after(NEWS_MS, () => change({ news: null }));
    change({ news });
  };
  const look = async (isPlugged: boolean) => {
    const before = snapshot;
    const outputs = await list();
    const knows = (one: SoundOutput, among: readonly SoundOutput[]) =>
      among.some(({ deviceId }) => deviceId === one.deviceId);
    const came = outputs.find((one) => one.kind === 'private' && !knows(one, before.outputs));
    const { output } = snapshot;
    if (isPlugged && came) {
      change({ outputs, output: came });
      say('private');
    } else if (output && !knows(output, outputs)) {
      // A handset that was pulled out gives the voices back to the loudspeaker.
      change({ outputs, output: null });
      say('aloud');
    } else change({ outputs });
  };
  const forget = onDeviceChange(() => void look(true));
  void look(false);
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
      say(null);
      // Labels are blank until the page was once granted a device.
      void look(false);
    },
    stop() {
      newsTimer?.cancel();
      forget();
    },
  };
}
