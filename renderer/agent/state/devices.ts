/** What of this computer a call goes through. */
export const DEVICE_PARTS = ['speaker', 'microphone', 'camera'] as const;
export type DevicePart = (typeof DEVICE_PARTS)[number];

export interface Device {
  readonly id: string;
  readonly name: string;
}

/** Equal objects mean that nothing changed. */
export interface DevicesView {
  readonly found: Readonly<Record<DevicePart, readonly Device[]>>;
  /** What the agent chose, plugged in or not; null takes what the computer takes. */
  readonly chosen: Readonly<Record<DevicePart, Device | null>>;
  /** Chosen and not there: what the computer takes is used until it is. */
  readonly away: readonly DevicePart[];
}

/** The part of `navigator.mediaDevices` that tells what there is. */
export interface DeviceLister {
  enumerateDevices(): Promise<readonly Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>[]>;
}

export interface DevicesOptions {
  /** Null outside a secure context, where a page has none. */
  readonly lister: DeviceLister | null;
  /** Of this browser: a headset belongs to the desk, not to the person. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Another device is to be used for these parts than before. */
  readonly onUse: (parts: readonly DevicePart[]) => void;
  /** Something is to be shown differently. */
  readonly onChange: () => void;
}

const STORAGE_KEY = 'xiaowu.agent.devices';
const KINDS: Readonly<Record<DevicePart, MediaDeviceKind>> = {
  speaker: 'audiooutput',
  microphone: 'audioinput',
  camera: 'videoinput',
};
/** Names of Chromium that stand for another device of the list. */
const ALIASES: readonly string[] = ['', 'default', 'communications'];
const NONE = { speaker: null, microphone: null, camera: null } as const;

/**
 * Which headset, microphone and camera the agent wants, kept over reloads. One that is pulled out is replaced by what the
 * computer takes, so that nobody talks into nothing, and is used again as soon as it is back.
 */
export class DeskDevices {
  readonly #options: DevicesOptions;
  #view: DevicesView;

  constructor(options: DevicesOptions) {
    this.#options = options;
    this.#view = { found: { speaker: [], microphone: [], camera: [] }, chosen: this.#load(), away: [] };
  }

  readonly view = (): DevicesView => this.#view;

  /** The device to be used; undefined takes what the computer takes. */
  idOf(part: DevicePart): string | undefined {
    return this.#plugged(part)?.id;
  }

  /** The device to ask the browser for; also before it has told what there is, when nobody can say that it is away. */
  idToOpen(part: 'microphone' | 'camera'): string | undefined {
    const { found, chosen } = this.#view;
    return found[part].length > 0 ? this.idOf(part) : chosen[part]?.id;
  }

  /** Looks what is there: when something was plugged in or out, and once the browser tells names, after the first leave. */
  async look(): Promise<void> {
    const { lister } = this.#options;
    if (!lister) return;
    const all = await lister.enumerateDevices();
    const of = (part: DevicePart): readonly Device[] =>
      all
        .filter(({ kind, deviceId }) => kind === KINDS[part] && !ALIASES.includes(deviceId))
        .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
    this.#change({ found: { speaker: of('speaker'), microphone: of('microphone'), camera: of('camera') } });
  }

  /** @param id null for what the computer takes */
  choose(part: DevicePart, id: string | null): void {
    const device = this.#view.found[part].find((one) => one.id === id) ?? null;
    const chosen = { ...this.#view.chosen, [part]: device };
    this.#options.storage.setItem(STORAGE_KEY, JSON.stringify(chosen));
    this.#change({ chosen });
  }

  #change(part: Partial<DevicesView>): void {
    const before = DEVICE_PARTS.map((each) => this.idOf(each));
    this.#view = { ...this.#view, ...part };
    const { found, chosen } = this.#view;
    // A browser that names nothing yet has not said that something is away.
    const away = DEVICE_PARTS.filter((each) => chosen[each] && found[each].length > 0 && !this.#plugged(each));
    this.#view = { ...this.#view, away };
    const moved = DEVICE_PARTS.filter((each, index) => this.idOf(each) !== before[index]);
    if (moved.length > 0) this.#options.onUse(moved);
    this.#options.onChange();
  }

  /** Some browsers give a device another id at each visit: its name tells it then. */
  #plugged(part: DevicePart): Device | undefined {
    const { found, chosen } = this.#view;
    const wanted = chosen[part];
    if (!wanted) return undefined;
    return (
      found[part].find(({ id }) => id === wanted.id) ??
      found[part].find(({ name }) => name !== '' && name === wanted.name)
    );
  }

  #load(): DevicesView['chosen'] {
    const kept = this.#options.storage.getItem(STORAGE_KEY);
    if (kept === null) return NONE;
    try {
      const value: unknown = JSON.parse(kept);
      return {
        speaker: deviceIn(value, 'speaker'),
        microphone: deviceIn(value, 'microphone'),
        camera: deviceIn(value, 'camera'),
      };
    } catch {
      // Not written by this version of the page.
      return NONE;
    }
  }
}

function deviceIn(kept: unknown, part: DevicePart): Device | null {
  const device = (kept as Partial<Record<DevicePart, Partial<Device>>> | null)?.[part];
  return typeof device?.id === 'string' && typeof device.name === 'string'
    ? { id: device.id, name: device.name }
    : null;
}
