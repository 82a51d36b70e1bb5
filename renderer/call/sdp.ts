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
