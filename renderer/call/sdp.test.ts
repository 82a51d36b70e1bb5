import { describe, expect, it } from 'vitest';
import {
  answering,
  answers,
  candidateFits,
  originOf,
  sessionIdOf,
  ufragsOf,
  withStartRate,
  withVoiceNack,
} from './sdp.ts';

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

describe('withStartRate', () => {
  const lines = [
    'v=0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;useinbandfec=1',
    'm=video 9 UDP/TLS/RTP/SAVPF 96 97 103 116',
    'a=rtpmap:96 VP8/90000',
    'a=rtpmap:97 rtx/90000',
    'a=fmtp:97 apt=96',
    'a=rtpmap:103 H264/90000',
    'a=fmtp:103 profile-level-id=42001f',
    'a=rtpmap:116 red/90000',
    '',
  ];
  const sdp = lines.join('\r\n');

  it('names the rate for each format that carries a picture, and for nothing else', () => {
    const rate = 'x-google-start-bitrate=1500';
    const expected = lines.flatMap((line) => {
      if (line.startsWith('a=rtpmap:96')) return [line, `a=fmtp:96 ${rate}`];
      return [line.startsWith('a=fmtp:103') ? `${line};${rate}` : line];
    });
    expect(withStartRate(sdp, 1500).split('\r\n')).toEqual(expected);
  });

  it('does not name it twice', () => {
    const once = withStartRate(sdp, 1500);
    expect(withStartRate(once, 1500)).toBe(once);
  });
});

describe('withVoiceNack', () => {
  const lines = [
    'v=0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 63 111 9 126',
    'a=rtpmap:63 red/48000/2',
    'a=fmtp:63 111/111',
    'a=rtpmap:111 opus/48000/2',
    'a=rtcp-fb:111 transport-cc',
    'a=rtpmap:9 G722/8000',
    'a=rtpmap:126 telephone-event/8000',
    'm=video 9 UDP/TLS/RTP/SAVPF 96 116',
    'a=rtpmap:96 VP8/90000',
    'a=rtpmap:116 red/90000',
    '',
  ];
  const sdp = lines.join('\r\n');

  it('asks again for the formats of a voice, and for nothing else', () => {
    const expected = lines.flatMap((line) => {
      const type = /^a=rtpmap:(63|111) /.exec(line)?.[1];
      return type ? [line, `a=rtcp-fb:${type} nack`] : [line];
    });
    expect(withVoiceNack(sdp).split('\r\n')).toEqual(expected);
  });

  it('does not ask twice, also where the other side asks by itself', () => {
    const once = withVoiceNack(sdp);
    expect(withVoiceNack(once)).toBe(once);
    const theirs = sdp.replace('transport-cc', 'nack');
    expect(withVoiceNack(theirs).match(/^a=rtcp-fb:111 nack/gm)).toHaveLength(1);
  });
});

describe('the offer that an answer is for', () => {
  const offer = (version: number) => `v=0\r\no=- 77 ${version} IN IP4 127.0.0.1\r\ns=-\r\n`;
  const answer = 'v=0\r\no=- 5 1 IN IP4 127.0.0.1\r\ns=-\r\n';

  it('is known by its version, and the answer stays what it is', () => {
    const said = answering(answer, offer(3));
    expect(said.startsWith(answer)).toBe(true);
    expect(answers(said, offer(3))).toBe(true);
    expect(answers(said, offer(4))).toBe(false);
    expect(sessionIdOf(said)).toBe('5');
  });

  it('is taken for granted when the answer does not name it', () => {
    expect(answers(answer, offer(1))).toBe(true);
  });
});
