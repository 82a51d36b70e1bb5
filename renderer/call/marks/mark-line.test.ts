import { expect, it } from 'vitest';
import type { MarkMessage } from '../../../contracts/domain/marks.ts';
import { VirtualClock } from '../../../contracts/time.ts';
import { MarkLine } from './mark-line.ts';

const POINT: MarkMessage = {
  type: 'mark',
  number: 1,
  surface: { on: 'paper' },
  kind: 'point',
  keep: 'fades',
  phase: 'begin',
  from: 0,
  points: [[0.5, 0.5, 0]],
};

function line() {
  const clock = new VirtualClock();
  const channel = {
    readyState: 'connecting',
    bufferedAmount: 0,
    sent: [] as string[],
    onopen: null as (() => void) | null,
    onmessage: null as ((event: { data: unknown }) => void) | null,
    send(text: string) {
      this.sent.push(text);
    },
    close() {
      this.readyState = 'closed';
    },
  };
  const made: unknown[] = [];
  const pc = {
    createDataChannel: (_label: string, init: unknown) => {
      made.push(init);
      return channel;
    },
  } as unknown as RTCPeerConnection;
  const got: MarkMessage[] = [];
  const errors: string[] = [];
  const opened: string[] = [];
  const marks = new MarkLine({
    clock,
    onMessage: (message) => got.push(message),
    onOpen: () => opened.push('open'),
    onError: ({ message }) => errors.push(message),
  });
  marks.attach(pc);
  marks.attach(pc);
  return { clock, channel, made, got, errors, opened, marks };
}

it('makes one channel for a connection, agreed on beforehand', () => {
  const { made } = line();
  expect(made).toEqual([{ negotiated: true, id: 1, ordered: true }]);
});

it('sends while open, and nothing into a line that is stuck', () => {
  const { channel, marks, opened } = line();
  marks.send(POINT);
  channel.readyState = 'open';
  channel.onopen?.();
  marks.send(POINT);
  channel.bufferedAmount = 10_000_000;
  marks.send(POINT);
  expect(opened).toEqual(['open']);
  expect(channel.sent).toEqual([JSON.stringify(POINT)]);
});

it.each(['{', '{}', JSON.stringify({ ...POINT, points: [[9, 9, 0]] }), 'x'.repeat(100_000), new ArrayBuffer(8)])(
  'takes no nonsense, and says so once (%#)',
  (data) => {
    const { channel, got, errors } = line();
    channel.onmessage?.({ data });
    channel.onmessage?.({ data });
    channel.onmessage?.({ data: JSON.stringify(POINT) });
    expect(got).toEqual([POINT]);
    expect(errors).toHaveLength(1);
  },
);

it('takes no more than a hand makes', async () => {
  const { channel, got, clock } = line();
  for (let count = 0; count < 10_000; count++) channel.onmessage?.({ data: JSON.stringify(POINT) });
  const burst = got.length;
  expect(burst).toBeLessThan(2_100);
  await clock.advance(1_000);
  for (let count = 0; count < 10_000; count++) channel.onmessage?.({ data: JSON.stringify(POINT) });
  expect(got.length - burst).toBe(150);
});
