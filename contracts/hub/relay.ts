import { z } from 'zod';

/** Address of a STUN or TURN server as RFC 7064 and RFC 7065 write it, with a name or an address of IPv4 or, in brackets, IPv6. */
export const RELAY_URL = /^(stuns?|turns?):(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

/** A server that helps two parties to reach each other; what `RTCPeerConnection` takes. Credentials are good for minutes. */
export const iceServer = z.strictObject({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});
export type IceServer = z.infer<typeof iceServer>;

/** Fresh credentials in place of those that are about to expire. */
export const iceServersPush = z.strictObject({ iceServers: z.array(iceServer) });
