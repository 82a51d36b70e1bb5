import { describe, expect, it } from 'vitest';
import { EarlyCandidates } from './candidates.ts';

const SDP = 'o=- 1 1 IN IP4 127.0.0.1\r\na=ice-ufrag:new\r\n';
const candidate = (usernameFragment: string | null) => ({
  candidate: 'candidate:1',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment,
});

describe('EarlyCandidates', () => {
  it('gives those of a description once and forgets those of older ones', () => {
    const early = new EarlyCandidates();
    early.add(candidate('old'));
    early.add(candidate('new'));
    early.add(candidate(null));
    expect(early.take(SDP).map((one) => one.usernameFragment)).toEqual(['new', null]);
    expect(early.take(SDP)).toEqual([]);
  });

  it('does not grow without end', () => {
    const early = new EarlyCandidates();
    for (let index = 0; index < 10_000; index++) early.add(candidate('new'));
    expect(early.take(SDP)).toHaveLength(200);
  });
});
