import { createHmac } from 'node:crypto';
import type { Socket } from 'socket.io';
import type { IceServer } from '../../contracts/hub/relay.ts';
import type { Clock, Timer } from '../../contracts/time.ts';

/** How long a credential opens a new line over the relay; one that is open stays open. */
export const RELAY_LIFETIME_MS = 10 * 60_000;
/** Before that, connected booths and desks get new ones, so that a call always begins with at least half a lifetime. */
export const RELAY_RENEWAL_MS = RELAY_LIFETIME_MS / 2;

/** Where relays are, and the secret that the hub shares with them. */
export interface RelayConfig {
  readonly urls: readonly string[];
  /** Absent where there are only STUN servers, which ask for nothing. */
  readonly secret?: string;
}

/** Servers for the calls of one booth or agent, each time with credentials of their own. */
export interface Relays {
  serversFor(who: string): IceServer[];
  /** Gives new credentials in time, for as long as the socket is open. */
  keepFresh(socket: Socket, who: string, give: (iceServers: IceServer[]) => void): void;
}

/**
 * A credential that a TURN server with the same secret accepts until it expires, and that names whom it was made for
 * (draft-uberti-behave-turn-rest-00, section 2.2; coturn's `use-auth-secret`).
 */
export function relayCredential(secret: string, who: string, expiresMs: number) {
  const username = `${Math.floor(expiresMs / 1000)}:${who}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}

export function createRelays(config: RelayConfig | undefined, clock: Clock): Relays {
  const isTurn = (url: string) => /^turns?:/i.test(url);
  const open = config?.urls.filter((url) => !isTurn(url)) ?? [];
  const guarded = config?.urls.filter(isTurn) ?? [];

  function serversFor(who: string): IceServer[] {
    const servers: IceServer[] = open.length > 0 ? [{ urls: open }] : [];
    if (guarded.length > 0 && config?.secret !== undefined) {
      servers.push({ urls: guarded, ...relayCredential(config.secret, who, clock.nowMs() + RELAY_LIFETIME_MS) });
    }
    return servers;
  }

  return {
    serversFor,
    keepFresh(socket, who, give) {
      if (guarded.length === 0) return;
      let timer: Timer;
      const arm = () => {
        timer = clock.after(RELAY_RENEWAL_MS, () => {
          give(serversFor(who));
          arm();
        });
      };
      arm();
      socket.on('disconnect', () => timer.cancel());
    },
  };
}
