import { describe, expect, test } from 'vitest';
import type { GreyPicture } from '../figures/picture.ts';
import {
  type Gathered,
  judgeBandwidth,
  judgeCamera,
  judgeMicrophone,
  judgeRefusal,
  judgeRelay,
  judgeUdp,
  weigh,
} from './legs.ts';

const picture = (grey: (at: number) => number): GreyPicture => ({
  widthPx: 8,
  heightPx: 8,
  grey: Uint8Array.from({ length: 64 }, (_, at) => grey(at)),
});
const scene = (noise: number) => picture((at) => (at % 8) * 30 + ((at * noise) % 3));

describe('a camera', () => {
  test('is well when its picture has light and lives', () => {
    expect(judgeCamera([scene(1), scene(2)])).toMatchObject({ outcome: 'ok' });
  });

  test('is black, frozen, or gives nothing', () => {
    expect(judgeCamera([picture((at) => at % 2), picture((at) => (at + 1) % 2)]).reason).toBe('camera-black');
    expect(judgeCamera([scene(1), scene(1)]).reason).toBe('camera-frozen');
    expect(judgeCamera([]).reason).toBe('camera-frozen');
  });
});

test('a microphone is silent, muted, or well', () => {
  const level = (rmsDbfs: number | null) => ({ rmsDbfs, peakDbfs: rmsDbfs });
  expect(judgeMicrophone('Headset', level(-60), false).outcome).toBe('ok');
  expect(judgeMicrophone('Headset', level(-60), true).reason).toBe('microphone-silent');
  expect(judgeMicrophone('Headset', level(null), false).reason).toBe('microphone-silent');
  expect(judgeMicrophone('Headset', level(-95), false).reason).toBe('microphone-silent');
  expect(judgeMicrophone('Fake Default Audio Input', level(null), false).outcome).toBe('skipped');
});

test('a device that does not open says why', () => {
  expect(judgeRefusal('camera', 'NotFoundError').reason).toBe('camera-missing');
  expect(judgeRefusal('microphone', 'NotAllowedError').reason).toBe('microphone-refused');
  expect(judgeRefusal('camera', 'NotReadableError').reason).toBe('camera-busy');
});

test('a way carries pictures well, badly, or only the voice', () => {
  expect(judgeBandwidth(2_000)).toEqual({ name: 'bandwidth', outcome: 'ok', reason: null, kbitPerS: 2_000 });
  expect(judgeBandwidth(1_999)).toMatchObject({ outcome: 'warning', reason: 'narrow', kbitPerS: 1_999 });
  expect(judgeBandwidth(299)).toMatchObject({ outcome: 'failed', reason: 'too-narrow', kbitPerS: 299 });
  expect(judgeBandwidth(null)).toMatchObject({ outcome: 'skipped', reason: 'not-measured' });
});

describe('the ways of a call', () => {
  const nothing: Gathered = { reflexive: 0, relayed: 0, errors: [701] };
  const relayed: Gathered = { reflexive: 0, relayed: 1, errors: [] };
  const refused: Gathered = { reflexive: 0, relayed: 0, errors: [401] };

  test('UDP is open when anybody answered over it', () => {
    expect(judgeUdp({ ...nothing, reflexive: 1 }).outcome).toBe('ok');
    expect(judgeUdp(refused).outcome).toBe('ok');
    expect(judgeUdp(nothing).reason).toBe('udp-blocked');
  });

  test('a relay out of reach and one that refuses are told apart', () => {
    expect(judgeRelay('turn-udp', relayed).outcome).toBe('ok');
    expect(judgeRelay('turn-udp', nothing)).toMatchObject({ outcome: 'warning', reason: 'relay-udp' });
    expect(judgeRelay('turn-tls', nothing)).toMatchObject({ outcome: 'warning', reason: 'relay-tls' });
    expect(judgeRelay('turn-tls', refused)).toMatchObject({ outcome: 'failed', reason: 'relay-refused' });
  });

  test('blocked ways are a warning while one is open, and a failure when none is; in the order of the list', () => {
    const open = weigh([judgeRelay('turn-tls', relayed), judgeRelay('turn-udp', nothing), judgeUdp(nothing)]);
    expect(open.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['udp', 'warning'],
      ['turn-udp', 'warning'],
      ['turn-tls', 'ok'],
    ]);
    const shut = weigh([judgeUdp(nothing), judgeRelay('turn-udp', nothing), judgeRelay('turn-tls', nothing)]);
    expect(shut.every(({ outcome }) => outcome === 'failed')).toBe(true);
    const narrow = weigh([judgeUdp(nothing), judgeBandwidth(400)]);
    expect(narrow.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['udp', 'failed'],
      ['bandwidth', 'warning'],
    ]);
  });
});
