import { describe, expect, it } from 'vitest';
import { withRedundancyFirst } from './codecs.ts';

const codec = (mimeType: string) => ({ mimeType });

describe('withRedundancyFirst', () => {
  it('names RED first, then Opus, and keeps the order of the rest', () => {
    const offered = ['audio/opus', 'audio/red', 'audio/G722', 'audio/PCMU', 'audio/CN'].map(codec);
    expect(withRedundancyFirst(offered)?.map(({ mimeType }) => mimeType)).toEqual([
      'audio/red',
      'audio/opus',
      'audio/G722',
      'audio/PCMU',
      'audio/CN',
    ]);
  });

  it('leaves a browser without RED alone', () => {
    expect(withRedundancyFirst(['audio/opus', 'audio/G722'].map(codec))).toBeNull();
    expect(withRedundancyFirst([])).toBeNull();
  });
});
