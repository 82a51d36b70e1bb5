import { describe, expect, it } from 'vitest';
import { DeskDevices, type DevicePart } from './devices.ts';

const info = (kind: MediaDeviceKind, deviceId: string, label: string) => ({ kind, deviceId, label });
const EAR = info('audiooutput', 'ear', 'USB Headset');
const BOX = info('audiooutput', 'box', 'Built-in');
const MIC = info('audioinput', 'mic', 'USB Headset');
const OWN_MIC = info('audioinput', 'own-mic', 'Built-in');

function build(storage = new Map<string, string>()) {
  let plugged: ReturnType<typeof info>[] = [];
  const used: (readonly DevicePart[])[] = [];
  const devices = new DeskDevices({
    lister: { enumerateDevices: async () => plugged },
    storage: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
    },
    onUse: (parts) => used.push(parts),
    onChange: () => undefined,
  });
  const plug = async (...now: ReturnType<typeof info>[]) => {
    plugged = now;
    await devices.look();
  };
  return { devices, plug, used, storage };
}

describe('devices of a desk', () => {
  it('lists what is there, without the names that stand for another', async () => {
    const { devices, plug } = build();
    await plug(info('audiooutput', 'default', 'Default'), BOX, EAR, MIC);
    expect(devices.view().found.speaker).toEqual([
      { id: 'box', name: 'Built-in' },
      { id: 'ear', name: 'USB Headset' },
    ]);
    expect(devices.idOf('speaker')).toBeUndefined();
  });

  it('goes to what the computer takes when the chosen one is pulled out, says so, and back when it is there again', async () => {
    const { devices, plug, used } = build();
    await plug(BOX, EAR, MIC, OWN_MIC);
    devices.choose('speaker', 'ear');
    devices.choose('microphone', 'mic');
    await plug(BOX, OWN_MIC);
    expect([devices.idOf('speaker'), devices.idOf('microphone')]).toEqual([undefined, undefined]);
    expect(devices.view().away).toEqual(['speaker', 'microphone']);
    await plug(BOX, OWN_MIC, EAR, MIC);
    expect([devices.idOf('speaker'), devices.idOf('microphone')]).toEqual(['ear', 'mic']);
    expect(devices.view().away).toEqual([]);
    expect(used).toEqual([['speaker'], ['microphone'], ['speaker', 'microphone'], ['speaker', 'microphone']]);
  });

  it('remembers over a reload, also where the browser gives out other ids', async () => {
    const first = build();
    await first.plug(BOX, EAR, MIC);
    first.devices.choose('speaker', 'ear');
    first.devices.choose('microphone', 'mic');
    const again = build(first.storage);
    expect(again.devices.view().away).toEqual([]);
    // Nothing can be sent to a loudspeaker that nobody has seen; a microphone can be asked for.
    expect(again.devices.idOf('speaker')).toBeUndefined();
    expect(again.devices.idToOpen('microphone')).toBe('mic');
    await again.plug(BOX, { ...EAR, deviceId: 'ear-2' });
    expect(again.devices.idOf('speaker')).toBe('ear-2');
    again.devices.choose('speaker', null);
    expect(build(first.storage).devices.view().chosen.speaker).toBeNull();
  });

  it('takes what it cannot read for nothing chosen', () => {
    const { devices } = build(new Map([['xiaowu.agent.devices', '{"speaker":7']]));
    expect(devices.view().chosen).toEqual({ speaker: null, microphone: null, camera: null });
  });
});
