import { ENOUGH_KBIT_PER_S, VOICE_ONLY_KBIT_PER_S } from '../../../contracts/hub/line-test.ts';
import {
  ALWAYS,
  bad,
  type Check,
  type CheckPorts,
  doubtful,
  type Finding,
  failedBy,
  fine,
  skipped,
  WHEN_EMPTY,
} from './check.ts';

/** Above this a call is already tiring (150 ms is excellent, 300 ms noticeable), signalling over it slow. */
const SLOW_MS = 800;
/** Check-in codes live a minute: a clock further off makes them invalid, and records untrue. */
export const MAX_SKEW_MS = 10_000;

const BANDWIDTH = 'network.bandwidth';

/**
 * What the line carries, by some bytes each way. Left out before a door opens, which it would keep waiting, and in a call, from
 * which it would take and which would make it look narrow.
 */
export const bandwidthCheck: Check = {
  name: BANDWIDTH,
  runsOn: WHEN_EMPTY,
  async run({ isMediaFree, lineSpeed }) {
    if (!isMediaFree()) return [skipped(BANDWIDTH, 'in use by a visit')];
    const measured = await lineSpeed();
    // Whether the hub can be reached at all is another finding.
    if (!measured.ok) return [skipped(BANDWIDTH, `not measured: ${measured.error.detail ?? measured.error.code}`)];
    const { down, up } = measured.value;
    const text = `down ${Math.round(down)} kbit/s, up ${Math.round(up)} kbit/s`;
    const least = Math.min(down, up);
    if (least < VOICE_ONLY_KBIT_PER_S) return [bad(BANDWIDTH, 'too_narrow', text)];
    return [least < ENOUGH_KBIT_PER_S ? doubtful(BANDWIDTH, 'narrow', text) : fine(BANDWIDTH, text)];
  },
};

type Seen = Awaited<ReturnType<CheckPorts['hub']>>;
type Reached = Awaited<ReturnType<CheckPorts['reachRelay']>>;

/** The way to the hub, the hub's knowledge of this booth, the clocks of both, and the relay by each transport. */
export const networkCheck: Check = {
  name: 'network',
  runsOn: ALWAYS,
  async run({ hub, isOnline, relays, reachRelay }) {
    // Asked once: new addresses may come while they are tried.
    const urls = relays();
    const [seen, relayed] = await Promise.all([hub(), Promise.all(urls.map(reachRelay))]);
    return [hubFinding(seen), clockFinding(seen), signalling(isOnline()), ...relayFindings(urls, relayed)];
  },
};

function hubFinding(seen: Seen): Finding {
  if (!seen.ok) return failedBy('network.hub', seen.error);
  const roundTripMs = Math.round(seen.value.roundTripMs);
  return seen.value.roundTripMs > SLOW_MS
    ? doubtful('network.hub', 'timeout', `an answer takes ${roundTripMs} ms`)
    : fine('network.hub', `${roundTripMs} ms`);
}

/** The booth's clock against the hub's. */
export function clockFinding(seen: Seen): Finding {
  if (!seen.ok) return skipped('clock', 'the hub’s clock was not reached');
  const { skewMs } = seen.value;
  const text = `${(skewMs / 1000).toFixed(1)} s against the hub`;
  return Math.abs(skewMs) > MAX_SKEW_MS ? bad('clock', 'clock_wrong', text) : fine('clock', text);
}

function signalling(isOnline: boolean): Finding {
  return isOnline
    ? fine('network.signalling', 'the hub knows this booth')
    : bad('network.signalling', 'disconnected', 'no socket to the hub');
}

type Transport = 'udp' | 'tcp' | 'tls';

const TRANSPORTS: readonly Transport[] = ['udp', 'tcp', 'tls'];

/** What an address of a relay is asked over: TLS by its scheme, else what it says, else UDP (RFC 7064, RFC 7065). */
function transportOf(url: string): Transport {
  if (/^(stuns|turns):/i.test(url)) return 'tls';
  return /[?&]transport=tcp$/i.test(url) ? 'tcp' : 'udp';
}

/**
 * One finding for each transport, because each is opened by somebody else in another device: a network that lets no UDP out
 * carries calls by TLS, only less well. Nothing is in the way of calls until none is left.
 */
function relayFindings(urls: readonly string[], reached: readonly Reached[]): Finding[] {
  if (urls.length === 0) return [skipped('network.relay', 'the hub names no relay')];
  const isLost = reached.every(({ ok }) => !ok);
  return TRANSPORTS.flatMap((transport) => {
    const asked = urls.flatMap((url, index) => {
      const answer = reached[index];
      return answer && transportOf(url) === transport ? [{ url, answer }] : [];
    });
    if (asked.length === 0) return [];
    const name = `network.relay-${transport}`;
    const failed = asked.flatMap(({ url, answer }) =>
      answer.ok ? [] : [`${url}: ${answer.error.detail ?? answer.error.code}`],
    );
    if (failed.length > 0) return [(isLost ? bad : doubtful)(name, `relay_${transport}`, failed.join('; '))];
    const slowestMs = Math.max(...asked.map(({ answer }) => (answer.ok ? answer.value.roundTripMs : 0)));
    return [fine(name, `${Math.round(slowestMs)} ms`)];
  });
}
