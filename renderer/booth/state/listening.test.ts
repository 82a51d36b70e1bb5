import { describe, expect, it } from 'vitest';
import { createListening, soundOutputs } from './listening.ts';

const out = (deviceId: string, label: string) => ({ deviceId, label, kind: 'audiooutput' as const });
const speaker = out('a', 'Built-in Audio Analog Stereo');
const handset = out('b', 'USB Handset (0d8c:0014)');

async function settle() {
  await Promise.resolve();
  await Promise.resolve();
}

describe('outputs of a machine', () => {
  it('are the real ones, and a handset is known by its name', () => {
    const microphone = { deviceId: 'c', label: 'x', kind: 'audioinput' as const };
    expect(soundOutputs([out('default', 'Default'), speaker, handset, microphone])).toEqual([
      { deviceId: 'a', kind: 'speaker' },
      { deviceId: 'b', kind: 'private' },
    ]);
    expect(soundOutputs([out('d', '听筒')])[0]?.kind).toBe('private');
  });
});

describe('listening', () => {
  it('goes back to the loudspeaker when the handset is pulled out, and at the end of a visit', async () => {
    let devices = [speaker, handset];
    let changed = () => {};
    const listening = createListening(
      async () => soundOutputs(devices),
      (listener) => {
        changed = listener;
        return () => {};
      },
    );
    await settle();
    const [, ear] = listening.getSnapshot().outputs;
    listening.choose(ear ?? null);
    listening.setVolume(0.35);
    changed();
    await settle();
    expect(listening.getSnapshot().output).toEqual({ deviceId: 'b', kind: 'private' });
    devices = [speaker];
    changed();
    await settle();
    expect(listening.getSnapshot()).toMatchObject({ output: null, volume: 0.35 });
    listening.reset();
    expect(listening.getSnapshot()).toMatchObject({ output: null, volume: 1 });
  });
});
