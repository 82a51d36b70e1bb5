import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../contracts/time.ts';
import { KeptDevice, MUTED_AFTER_MS, REOPEN_LONGEST_MS, REOPEN_MS } from './kept-device.ts';

class FakeTrack extends EventTarget {
  readonly name: string;
  readyState: 'live' | 'ended' = 'live';
  muted = false;
  constructor(name: string) {
    super();
    this.name = name;
  }
  stop() {
    this.readyState = 'ended';
  }
  /** As the browser does when the cable is pulled or another program takes the device. */
  end() {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
  mute(muted: boolean) {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
}
const asTrack = (track: FakeTrack) => track as unknown as MediaStreamTrack;
const refusal = (name: string) => Object.assign(new Error(name), { name });

function build() {
  const clock = new VirtualClock();
  const sent: (string | null)[] = [];
  const problems: (string | null)[] = [];
  const opened: FakeTrack[] = [];
  let obstacle: Error | null = null;
  let attempts = 0;
  const device = new KeptDevice({
    clock,
    onTrack: (track) => sent.push((track as unknown as FakeTrack | null)?.name ?? null),
    onProblem: (problem) => problems.push(problem),
  });
  const open = (name: string) => async () => {
    attempts += 1;
    if (obstacle) throw obstacle;
    const track = new FakeTrack(name);
    opened.push(track);
    return asTrack(track);
  };
  return {
    clock,
    device,
    sent,
    problems,
    opened,
    open,
    attempts: () => attempts,
    block: (error: Error | null) => {
      obstacle = error;
    },
  };
}

describe('KeptDevice', () => {
  it('exchanges one device for another and shuts the first only then', async () => {
    const { device, sent, opened, open } = build();
    await device.use(open('one'));
    await device.use(open('two'));
    expect(sent).toEqual(['one', 'two']);
    expect(opened.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
  });

  it('goes on with the one that is open when another cannot be had', async () => {
    const { device, sent, problems, open, block, clock } = build();
    await device.use(open('one'));
    block(refusal('NotReadableError'));
    await device.use(open('two'));
    await clock.advance(60_000);
    expect(sent).toEqual(['one']);
    expect(problems).toEqual([]);
  });

  it('names a device that was pulled out and takes it up again when it is back', async () => {
    const { device, sent, problems, opened, open, block, clock } = build();
    await device.use(open('one'));
    block(refusal('NotFoundError'));
    opened[0]?.end();
    expect(problems).toEqual(['missing']);
    await clock.advance(10_000);
    expect(sent).toEqual(['one', null]);
    block(null);
    await device.devicesChanged();
    expect(sent).toEqual(['one', null, 'one']);
    expect(problems).toEqual(['missing', null]);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['NotReadableError', 'busy'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
  ])('calls %s %s, and tries less and less often', async (name, problem) => {
    const { device, problems, open, block, clock, attempts } = build();
    block(refusal(name));
    await device.use(open('one'));
    expect(problems).toEqual([problem]);
    await clock.advance(REOPEN_MS);
    expect(attempts()).toBe(2);
    await clock.advance(10 * REOPEN_LONGEST_MS);
    expect(attempts()).toBeLessThan(2 + 10 + 5);
    block(null);
    await clock.advance(REOPEN_LONGEST_MS);
    expect(problems.at(-1)).toBeNull();
  });

  it('asks again after a refusal only when it is told to', async () => {
    const { device, problems, open, block, clock, attempts, sent } = build();
    block(refusal('NotAllowedError'));
    await device.use(open('one'));
    await clock.advance(10 * REOPEN_LONGEST_MS);
    expect(problems).toEqual(['refused']);
    expect(attempts()).toBe(1);
    block(null);
    await device.use(open('one'));
    expect(sent).toEqual(['one']);
  });

  it('names a device that gives nothing only when that lasts', async () => {
    const { device, problems, opened, open, clock } = build();
    await device.use(open('one'));
    opened[0]?.mute(true);
    await clock.advance(MUTED_AFTER_MS - 1);
    opened[0]?.mute(false);
    await clock.advance(60_000);
    expect(problems).toEqual([]);
    opened[0]?.mute(true);
    await clock.advance(MUTED_AFTER_MS);
    opened[0]?.mute(false);
    expect(problems).toEqual(['muted', null]);
  });

  it('shuts what opens after it was stopped', async () => {
    const { device, sent, opened, open } = build();
    const opening = device.use(open('one'));
    device.stop();
    await opening;
    expect(opened[0]?.readyState).toBe('ended');
    expect(sent).toEqual([]);
    expect(device.track).toBeNull();
  });
});
