import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../contracts/time.ts';
import { createListening, NEWS_MS, soundOutputs } from './listening.ts';

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

/** A machine whose outputs are plugged in and pulled out. */
async function machineWith(...first: (typeof speaker)[]) {
  const clock = new VirtualClock();
  let devices = first;
  let changed = () => {};
  const listening = createListening(
    async () => soundOutputs(devices),
    (listener) => {
      changed = listener;
      return () => {};
    },
    clock,
  );
  await settle();
  const plug = async (...next: (typeof speaker)[]) => {
    devices = next;
    changed();
    await settle();
  };
  return { clock, listening, plug };
}

describe('listening', () => {
  it('goes to what is plugged in during the visit and says so for a while', async () => {
    const { clock, listening, plug } = await machineWith(speaker);
    await plug(speaker, handset);
    expect(listening.getSnapshot()).toMatchObject({ output: { deviceId: 'b' }, news: 'private' });
    await clock.advance(NEWS_MS);
    expect(listening.getSnapshot()).toMatchObject({ output: { deviceId: 'b' }, news: null });
    await plug(speaker);
    expect(listening.getSnapshot()).toMatchObject({ output: null, news: 'aloud' });
  });

  it('leaves the voices where they are for a handset that has its place in the booth, and for another loudspeaker', async () => {
    const { listening, plug } = await machineWith(speaker, handset);
    await plug(speaker, handset, out('e', 'HDMI'));
    expect(listening.getSnapshot()).toMatchObject({ output: null, news: null });
    await plug(speaker);
    expect(listening.getSnapshot()).toMatchObject({ output: null, news: null });
  });

  it('goes back to the loudspeaker when the handset is pulled out, and at the end of a visit', async () => {
    const { listening, plug } = await machineWith(speaker, handset);
    const [, ear] = listening.getSnapshot().outputs;
    listening.choose(ear ?? null);
    listening.setVolume(0.35);
    await plug(speaker, handset);
    expect(listening.getSnapshot().output).toEqual({ deviceId: 'b', kind: 'private' });
    await plug(speaker);
    expect(listening.getSnapshot()).toMatchObject({ output: null, volume: 0.35 });
    listening.reset();
    expect(listening.getSnapshot()).toMatchObject({ output: null, volume: 1 });
  });
});
