/**
 * The little of SDP that negotiation has to know.
 */

/** Session id of the `o=` line (RFC 8866, 5.2): one for each peer connection, so a new one means that the other side began anew. */
export function sessionIdOf(sdp: string): string | null {
  return /^o=\S+ (\S+) /m.exec(sdp)?.[1] ?? null;
}

/**
 * Session id and version of the `o=` line: the same for a description that is sent again, also with candidates gathered
 * since; a new version for each new offer.
 */
export function originOf(sdp: string): string | null {
  return /^o=\S+ (\S+ \S+) /m.exec(sdp)?.[1] ?? null;
}

/** ICE user-name fragments (RFC 8839, 5.4) of a description: a candidate belongs to the description that names its fragment. */
export function ufragsOf(sdp: string): ReadonlySet<string> {
  return new Set([...sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)].map((match) => match[1] as string));
}

/** Whether a candidate can be added to a connection whose remote description is `sdp`; one without a fragment fits any. */
export function candidateFits(sdp: string | null, usernameFragment: string | null): boolean {
  if (sdp === null) return false;
  return usernameFragment === null || usernameFragment === '' || ufragsOf(sdp).has(usernameFragment);
}

/** Payload formats of a video line that repeat or repair another's packets (RFC 4588, 2198, 5109, 8627). */
const REPAIRING = ['rtx', 'red', 'ulpfec', 'flexfec-03'];

/**
 * The other side's description, with the rate at which a sender in Chromium begins (`x-google-start-bitrate`, kbit/s; others
 * ignore it). By itself it begins at 300 kbit/s, and the first picture is held back for as long as that takes.
 */
export function withStartRate(sdp: string, startKbps: number): string {
  const rate = `x-google-start-bitrate=${startKbps}`;
  return sdp
    .split(/^(?=m=)/m)
    .map((section) => (section.startsWith('m=video') ? beginAt(section, rate) : section))
    .join('');
}

function beginAt(section: string, rate: string): string {
  const formats = new Set([...section.matchAll(/^a=fmtp:(\d+) /gm)].map((match) => match[1] as string));
  return section
    .replace(/^a=rtpmap:(\d+) ([^/\s]+)\/\S+(\r?\n)/gm, (line, type: string, name: string, end: string) =>
      formats.has(type) || REPAIRING.includes(name.toLowerCase()) ? line : `${line}a=fmtp:${type} ${rate}${end}`,
    )
    .replace(/^(a=fmtp:\d+ )(?!apt=)([^\r\n]+)/gm, (line, head: string, parameters: string) =>
      parameters.includes('x-google-start-bitrate') ? line : `${head}${parameters};${rate}`,
    );
}

/** Payload formats of an audio line that carry a voice: Opus (RFC 7587), and Opus repeated in the next packet (RFC 2198). */
const VOICE = ['opus', 'red'];

/**
 * The other side's description, with lost packets of the voice asked for again (`a=rtcp-fb:… nack`, RFC 4585, 4.2). Chromium
 * can, but asks only where the other side's description says so, and itself says it for pictures alone. Others pass over it.
 * A repetition comes in time for the decoder on a short path, and costs nothing while nothing is lost.
 */
export function withVoiceNack(sdp: string): string {
  return sdp
    .split(/^(?=m=)/m)
    .map((section) => (section.startsWith('m=audio') ? askAgain(section) : section))
    .join('');
}

function askAgain(section: string): string {
  const asked = new Set([...section.matchAll(/^a=rtcp-fb:(\d+) nack\r?$/gm)].map((match) => match[1] as string));
  return section.replace(/^a=rtpmap:(\d+) ([^/\s]+)\/\S+(\r?\n)/gm, (line, type: string, name: string, end: string) =>
    asked.has(type) || !VOICE.includes(name.toLowerCase()) ? line : `${line}a=rtcp-fb:${type} nack${end}`,
  );
}

/** An attribute of our own; whoever does not know it passes over it (RFC 8866, 5.13). */
const ANSWERS = 'a=x-answers:';

/** An answer that says which offer it is for: one may come when its offer was taken back and another made. */
export function answering(answerSdp: string, offerSdp: string): string {
  return `${answerSdp}${ANSWERS}${originOf(offerSdp) ?? ''}\r\n`;
}

/** Whether an answer is for this offer; one that does not say so is believed. */
export function answers(answerSdp: string, offerSdp: string): boolean {
  const named = answerSdp.split(ANSWERS)[1]?.trim();
  return named === undefined || named === (originOf(offerSdp) ?? '');
}
