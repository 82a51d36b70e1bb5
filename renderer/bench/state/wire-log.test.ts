import { describe, expect, it } from 'vitest';
import type { WireFrame } from '../../../contracts/device/wire.ts';
import {
  emptyWireLog,
  KEPT_FRAMES,
  reduceWireLog,
  shownFrames,
  type WireEvent,
  type WireLog,
  waitingFrames,
  wireText,
} from './wire-log.ts';

const frame = (seq: number, deviceId = 'locker'): WireFrame => ({
  seq,
  at: '2026-01-31T08:00:00.000Z',
  deviceId,
  direction: 'out',
  kind: 'frame',
  hex: '02 00 30 03 35',
  text: 'get status',
});
const frames = (...list: WireFrame[]): WireEvent => ({ type: 'frames', frames: list });
const run = (...events: WireEvent[]): WireLog => events.reduce(reduceWireLog, emptyWireLog);
const seqs = (log: WireLog) => shownFrames(log, 10).map(({ seq }) => seq);

describe('the wire log', () => {
  it('shows the newest first, and one device only when asked', () => {
    const log = run(frames(frame(1), frame(2, 'door')), frames(frame(3)));
    expect(seqs(log)).toEqual([3, 2, 1]);
    expect(seqs(reduceWireLog(log, { type: 'filter', deviceId: 'locker' }))).toEqual([3, 1]);
  });

  it('stands still while paused, counts what comes, and goes on with it', () => {
    const paused = run(frames(frame(1)), { type: 'pause' }, frames(frame(2), frame(3)));
    expect([seqs(paused), waitingFrames(paused)]).toEqual([[1], 2]);
    expect(seqs(reduceWireLog(paused, { type: 'go-on' }))).toEqual([3, 2, 1]);
  });

  it('stays paused at nothing after a clearing', () => {
    const cleared = run(frames(frame(1)), { type: 'pause' }, { type: 'clear' }, frames(frame(2)));
    expect([seqs(cleared), waitingFrames(cleared)]).toEqual([[], 1]);
  });

  it('keeps rows apart when the device host begins its count anew', () => {
    const log = run(frames(frame(7)), frames(frame(1)));
    expect(new Set(log.frames.map(({ order }) => order)).size).toBe(2);
  });

  it('does not grow without end', () => {
    const log = run(
      ...Array.from({ length: 30 }, () => frames(...Array.from({ length: 100 }, (_, i) => frame(i + 1)))),
    );
    expect(log.frames).toHaveLength(KEPT_FRAMES);
  });

  it('is written in the order of the wire, a masked frame without bytes', () => {
    const log = run(frames(frame(1), { ...frame(2), hex: null, text: 'code, 12 bytes' }));
    expect(wireText(log).split('\n')).toEqual([
      'at\tdevice\tdirection\tkind\ttext\thex',
      '2026-01-31T08:00:00.000Z\tlocker\tout\tframe\tget status\t02 00 30 03 35',
      '2026-01-31T08:00:00.000Z\tlocker\tout\tframe\tcode, 12 bytes\t',
      '',
    ]);
  });
});
