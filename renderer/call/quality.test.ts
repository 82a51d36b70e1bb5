import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresBetween, type LineFigures, type Stat, sampleOf } from './line-figures.ts';
import {
  BETTER_AFTER_LOOKS,
  FIRST_WORD,
  judge,
  nextWord,
  QUALITIES,
  type Quality,
  WORSE_AFTER_LOOKS,
  type Word,
} from './quality.ts';

const at = (
  second: number,
  change: Partial<Record<'lost' | 'madeUp' | 'rtt' | 'bytes' | 'lostOut', number>> = {},
): Stat[] => [
  {
    type: 'inbound-rtp',
    kind: 'audio',
    bytesReceived: change.bytes ?? second * 5_000,
    packetsReceived: second * 50 - (change.lost ?? 0),
    packetsLost: change.lost ?? 0,
    totalSamplesReceived: second * 48_000,
    concealedSamples: change.madeUp ?? 0,
    silentConcealedSamples: 0,
  },
  { type: 'remote-inbound-rtp', kind: 'audio', fractionLost: change.lostOut ?? 0 },
  { type: 'outbound-rtp', kind: 'video', qualityLimitationReason: 'none' },
  { type: 'candidate-pair', nominated: true, currentRoundTripTime: change.rtt ?? 0.02, availableOutgoingBitrate: 2e6 },
  { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 },
];
const between = (change: Parameters<typeof at>[1]): LineFigures =>
  figuresBetween(sampleOf(at(1), 1_000), sampleOf(at(2, change), 2_000));

describe('judge', () => {
  it.each<[Quality, Parameters<typeof at>[1]]>([
    ['good', {}],
    ['good', { lost: 1 }],
    ['fair', { lost: 4 }],
    ['poor', { lost: 15 }],
    ['fair', { madeUp: 2_400 }],
    ['poor', { madeUp: 9_600 }],
    ['fair', { rtt: 0.4 }],
    ['poor', { rtt: 1.2 }],
    ['poor', { lostOut: 0.3 }],
    ['none', { bytes: 5_000 }],
  ])('calls a line %s', (quality, change) => {
    expect(judge(between(change), true)).toBe(quality);
  });

  it('takes the silence of somebody on hold for what it is', () => {
    expect(judge(between({ bytes: 5_000 }), false)).toBe('good');
  });

  it('reads any report, whatever a browser leaves out', () => {
    expect(figuresBetween(sampleOf([], 0), sampleOf([{ type: 'inbound-rtp', kind: 'audio' }], 0))).toMatchObject({
      silent: true,
      lostIn: 0,
      roundTripMs: 0,
      bearsKbps: null,
    });
    const anew = figuresBetween(sampleOf(at(9, { lost: 7 }), 9_000), sampleOf(at(1), 10_000));
    expect(anew.lostIn, 'totals that began anew').toBe(0);
  });
});

describe('nextWord', () => {
  const wordAfter = (word: Word, ...looks: Quality[]) => looks.reduce(nextWord, word);

  it('gets worse after two looks, and better one step at a time after four', () => {
    expect(wordAfter(FIRST_WORD, 'poor').quality).toBe('good');
    const poor = wordAfter(FIRST_WORD, ...Array<Quality>(WORSE_AFTER_LOOKS).fill('poor'));
    expect(poor.quality).toBe('poor');
    const better = Array<Quality>(BETTER_AFTER_LOOKS).fill('good');
    expect(wordAfter(poor, ...better.slice(1)).quality).toBe('poor');
    expect(wordAfter(poor, ...better).quality).toBe('fair');
    expect(wordAfter(poor, ...better, ...better).quality).toBe('good');
    expect(wordAfter(poor, 'good', 'good', 'good', 'poor', 'good').quality, 'a row that is broken begins anew').toBe(
      'poor',
    );
  });

  it('comes to what every look says, from any word', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...QUALITIES)), fc.constantFrom(...QUALITIES), (looks, last) => {
        const settled = wordAfter(
          FIRST_WORD,
          ...looks,
          ...Array<Quality>(QUALITIES.length * BETTER_AFTER_LOOKS).fill(last),
        );
        expect(settled.quality).toBe(last);
      }),
    );
  });
});
