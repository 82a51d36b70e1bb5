import { ALWAYS, bad, type Check, doubtful, type Finding, failedBy, fine, skipped } from './check.ts';

/** Above this a call is already tiring (150 ms is excellent, 300 ms noticeable), signalling over it slow. */
const SLOW_MS = 800;
/** Check-in codes live a minute: a clock further off makes them invalid, and records untrue. */
export const MAX_SKEW_MS = 10_000;

/** The way to the hub, the hub's knowledge of this booth, the clocks of both, and each relay. */
export const networkCheck: Check = {
  name: 'network',
  runsOn: ALWAYS,
  async run({ hub, isOnline, relays, reachRelay }) {
    const [seen, relayed] = await Promise.all([hub(), Promise.all(relays().map(reachRelay))]);
    return [...hubFindings(seen), signalling(isOnline()), relay(relays(), relayed)];
  },
};

function hubFindings(seen: Awaited<ReturnType<Parameters<Check['run']>[0]['hub']>>): Finding[] {
  if (!seen.ok) return [failedBy('network.hub', seen.error), skipped('clock', 'the hub’s clock was not reached')];
  const { roundTripMs, skewMs } = seen.value;
  const way =
    roundTripMs > SLOW_MS
      ? doubtful('network.hub', 'timeout', `an answer takes ${Math.round(roundTripMs)} ms`)
      : fine('network.hub', `${Math.round(roundTripMs)} ms`);
  const skewText = `${(skewMs / 1000).toFixed(1)} s against the hub`;
  const clock = Math.abs(skewMs) > MAX_SKEW_MS ? bad('clock', 'clock_wrong', skewText) : fine('clock', skewText);
  return [way, clock];
}

function signalling(isOnline: boolean): Finding {
  return isOnline
    ? fine('network.signalling', 'the hub knows this booth')
    : bad('network.signalling', 'disconnected', 'no socket to the hub');
}

function relay(
  urls: readonly string[],
  reached: readonly Awaited<ReturnType<Parameters<Check['run']>[0]['reachRelay']>>[],
) {
  const name = 'network.relay';
  if (urls.length === 0) return skipped(name, 'the hub names no relay');
  const failed = reached.flatMap((one, index) =>
    one.ok ? [] : [`${urls[index]}: ${one.error.detail ?? one.error.code}`],
  );
  if (failed.length === 0) return fine(name, `${urls.length} reached`);
  return failed.length === urls.length
    ? bad(name, 'disconnected', failed.join('; '))
    : doubtful(name, 'disconnected', failed.join('; '));
}
