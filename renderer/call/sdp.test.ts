import { describe, expect, it } from 'vitest';
import { candidateFits, originOf, sessionIdOf, ufragsOf } from './sdp.ts';

const SDP = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=ice-ufrag:Ab+1',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=ice-ufrag:Ab+1',
  '',
].join('\r\n');

describe('sdp', () => {
  it('reads the session id', () => {
    expect(sessionIdOf(SDP)).toBe('4611731400430051336');
    expect(sessionIdOf('v=0\r\n')).toBeNull();
  });

  it('knows a description that is sent again with more candidates from a new one', () => {
    const again = `${SDP}a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n`;
    expect(originOf(again)).toBe(originOf(SDP));
    expect(originOf(SDP.replace('051336 2', '051336 3'))).not.toBe(originOf(SDP));
  });

  it('reads the fragments', () => {
    expect([...ufragsOf(SDP)]).toEqual(['Ab+1']);
  });

  it('adds a candidate only to the description that it belongs to', () => {
    expect(candidateFits(null, 'Ab+1')).toBe(false);
    expect(candidateFits(SDP, 'Ab+1')).toBe(true);
    expect(candidateFits(SDP, 'other')).toBe(false);
    expect(candidateFits(SDP, null)).toBe(true);
  });
});
