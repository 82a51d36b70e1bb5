/** So much is carried, or as much of it as gets through in the time. */
const CARRIED_BYTES = 400_000;
const CARRIED_WITHIN_MS = 2_500;
/** Data channels of all browsers take messages of this size (RFC 8831, section 6.6). */
const MESSAGE_BYTES = 16_384;
/** Kept waiting in the channel, so that it never runs dry. */
const WAITING_BYTES = 8 * MESSAGE_BYTES;
/** A way through the relay is found in one or two seconds, or there is none. */
const FOUND_WITHIN_MS = 3_500;
const DOWNLOAD_WITHIN_MS = 4_000;

const kbitPerS = (bytes: number, lastsMs: number) => Math.round((bytes * 8) / Math.max(lastsMs, 1));

/**
 * Kilobits a second of the way that a call would take: through the relay and back, up and down at the same time; where the hub
 * names no relay or it cannot be reached, from the hub. Null when neither could be measured.
 */
export async function measureBandwidth(
  iceServers: readonly RTCIceServer[],
  signal: AbortSignal,
): Promise<number | null> {
  const relays = iceServers.filter(({ urls }) => [urls].flat().some((url) => /^turns?:/i.test(url)));
  const relayed = relays.length > 0 ? await throughRelay(relays, signal) : null;
  return relayed ?? fromHub(signal);
}

/** Two connections of this page that may speak by the relay only: one sends, the other counts. */
async function throughRelay(iceServers: readonly RTCIceServer[], signal: AbortSignal): Promise<number | null> {
  const configuration: RTCConfiguration = { iceServers: [...iceServers], iceTransportPolicy: 'relay' };
  const [from, to] = [new RTCPeerConnection(configuration), new RTCPeerConnection(configuration)];
  const ended = new AbortController();
  const given = AbortSignal.any([signal, ended.signal]);
  try {
    const channel = from.createDataChannel('bandwidth', { ordered: false });
    const counted = countOn(to, given);
    from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate ?? undefined).catch(() => undefined);
    to.onicecandidate = ({ candidate }) => void from.addIceCandidate(candidate ?? undefined).catch(() => undefined);
    // Both descriptions first: a candidate needs one on the other side.
    await from.setLocalDescription();
    await to.setRemoteDescription(from.localDescription as RTCSessionDescription);
    await to.setLocalDescription();
    await from.setRemoteDescription(to.localDescription as RTCSessionDescription);
    if (!(await opens(channel, given))) return null;
    pour(channel);
    return await counted;
  } finally {
    ended.abort();
    from.close();
    to.close();
  }
}

function opens(channel: RTCDataChannel, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), FOUND_WITHIN_MS);
    const settle = (isOpen: boolean) => {
      clearTimeout(late);
      resolve(isOpen);
    };
    channel.onopen = () => settle(true);
    channel.onerror = () => settle(false);
    signal.addEventListener('abort', () => settle(false));
  });
}

/** Sends all there is to send, as fast as the channel takes it. */
function pour(channel: RTCDataChannel): void {
  const message = new Uint8Array(MESSAGE_BYTES);
  let left = CARRIED_BYTES;
  channel.bufferedAmountLowThreshold = WAITING_BYTES / 2;
  const fill = () => {
    for (; left > 0 && channel.readyState === 'open' && channel.bufferedAmount < WAITING_BYTES; left -= MESSAGE_BYTES) {
      channel.send(message);
    }
  };
  channel.onbufferedamountlow = fill;
  fill();
}

/** The rate at which what the other side sends arrives, from the first message on. */
function countOn(to: RTCPeerConnection, signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve) => {
    let [bytes, startedMs, lastMs] = [0, 0, 0];
    const settle = () => resolve(bytes > 0 ? kbitPerS(bytes, lastMs - startedMs) : null);
    to.ondatachannel = ({ channel }) => {
      channel.binaryType = 'arraybuffer';
      channel.onmessage = ({ data }) => {
        lastMs = performance.now();
        if (startedMs === 0) {
          startedMs = lastMs;
          setTimeout(settle, CARRIED_WITHIN_MS);
          return;
        }
        bytes += (data as ArrayBuffer).byteLength;
        if (bytes >= CARRIED_BYTES - MESSAGE_BYTES) settle();
      };
    };
    signal.addEventListener('abort', () => resolve(null));
  });
}

const resources = () => performance.getEntriesByType('resource') as PerformanceResourceTiming[];

/** Takes the largest script of this page from the hub again, past all caches. */
async function fromHub(signal: AbortSignal): Promise<number | null> {
  const [largest] = resources()
    .filter(({ name }) => name.startsWith(`${location.origin}/`) && name.endsWith('.js'))
    .sort((one, other) => other.encodedBodySize - one.encodedBodySize);
  if (!largest || largest.encodedBodySize === 0) return null;
  const startedMs = performance.now();
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_WITHIN_MS)]);
    await (await fetch(largest.name, { cache: 'no-store', signal: limit })).arrayBuffer();
  } catch {
    signal.throwIfAborted();
    // It was not through in time, or broke off: the rate is this at the most.
    return kbitPerS(largest.encodedBodySize, performance.now() - startedMs);
  }
  const taken = resources().findLast(({ name, startTime }) => name === largest.name && startTime >= startedMs);
  const lastsMs = taken ? taken.responseEnd - taken.responseStart : performance.now() - startedMs;
  return kbitPerS(largest.encodedBodySize, lastsMs);
}
